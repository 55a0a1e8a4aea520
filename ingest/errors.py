"""Every error a caller can meet, in one tree; each class carries a stable `code`.

BriefingError
├── InputError                 something was given that cannot be used
│   ├── SourceNotFound         source_not_found
│   ├── UnsupportedFormat      unsupported_format
│   ├── UndecodableText        undecodable_text
│   ├── EncryptedDocument      encrypted_document
│   ├── DamagedDocument        damaged_document
│   ├── UnsafeArchive          unsafe_archive
│   ├── TooManyLinks           too_many_links
│   ├── ParserLimit            parser_limit
│   ├── EmptyDocument          empty_document
│   ├── DocumentTooLarge       document_too_large
│   └── FetchFailed            fetch_failed
│       └── FetchRefused       fetch_refused
└── (index.errors and service.errors continue the tree)
"""

from typing import ClassVar


class BriefingError(Exception):
    """Root of the tree. `code` is stable: clients may depend on it; messages may change."""

    code: ClassVar[str] = "error"


class InputError(BriefingError):
    """The input cannot be used; the message says what came and what was expected."""

    code = "invalid_input"


class SourceNotFound(InputError):
    """No file or folder is at that path."""

    code = "source_not_found"


class UnsupportedFormat(InputError):
    """The bytes are of a kind no reader knows."""

    code = "unsupported_format"


class UndecodableText(InputError):
    """The bytes are text in none of the encodings tried."""

    code = "undecodable_text"


class EncryptedDocument(InputError):
    """The file asks for a password."""

    code = "encrypted_document"


class DamagedDocument(InputError):
    """The file is of a known kind and its reader cannot make sense of it."""

    code = "damaged_document"


class UnsafeArchive(InputError):
    """An archive unpacks to too much, or out of its folder."""

    code = "unsafe_archive"


class TooManyLinks(InputError):
    """A feed names more documents than are fetched for one input; the first were."""

    code = "too_many_links"


class ParserLimit(InputError):
    """Reading the file takes more time, memory or room than is given to one file."""

    code = "parser_limit"


class EmptyDocument(InputError):
    """Nothing is left to store once the page's furniture is gone."""

    code = "empty_document"


class DocumentTooLarge(InputError):
    """The input is over the size limit."""

    code = "document_too_large"


class FetchFailed(InputError):
    """A URL did not answer with a document."""

    code = "fetch_failed"


class FetchRefused(FetchFailed):
    """A URL points where the service must not go (a private address, another scheme)."""

    code = "fetch_refused"
