"""The index's own errors; they continue the tree of `ingest.errors`.

BriefingError
└── IndexFailure
    ├── UnknownDocument        unknown_document
    ├── IndexDamaged           index_damaged
    ├── StoreTooNew            store_too_new
    ├── StoreBusy              store_busy
    ├── StorageFailed          storage_failed
    ├── ModelMismatch          model_mismatch
    ├── ModelUnreadable        model_unreadable
    ├── InvalidAliasFile       invalid_alias_file
    ├── NoCollection           no_collection
    ├── NotEmpty               not_empty
    ├── BackupDamaged          backup_damaged
    └── ExportDamaged          export_damaged
"""

from ingest.errors import BriefingError


class IndexFailure(BriefingError):
    """Something the index cannot do, or cannot do now."""

    code = "index_failure"


class UnknownDocument(IndexFailure):
    """No stored document has that id."""

    code = "unknown_document"


class IndexDamaged(IndexFailure):
    """The stored data fail their own checks and cannot be mended from what is left."""

    code = "index_damaged"


class StoreTooNew(IndexFailure):
    """A later release wrote this data directory."""

    code = "store_too_new"


class StoreBusy(IndexFailure):
    """Another process holds the data directory for writing."""

    code = "store_busy"


class StorageFailed(IndexFailure):
    """The disk or the system refused a read or a write; what was stored before is safe."""

    code = "storage_failed"


class ModelMismatch(IndexFailure):
    """The index was built with another embedding model."""

    code = "model_mismatch"


class ModelUnreadable(IndexFailure):
    """The embedding model is missing or cannot be read."""

    code = "model_unreadable"


class InvalidAliasFile(IndexFailure):
    """The file that adds and switches off abbreviations has a line that says neither."""

    code = "invalid_alias_file"


class NoCollection(IndexFailure):
    """The data directory holds no documents, and none are made by looking."""

    code = "no_collection"


class NotEmpty(IndexFailure):
    """Something lies where a copy was to be put; nothing is overwritten."""

    code = "not_empty"


class BackupDamaged(IndexFailure):
    """A folder is no whole backup: cut off, changed since, or something else altogether."""

    code = "backup_damaged"


class ExportDamaged(IndexFailure):
    """A file is no whole export: cut off, changed since, or something else altogether."""

    code = "export_damaged"
