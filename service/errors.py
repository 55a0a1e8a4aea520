"""What the service itself can refuse or fail at; the tree begins in `ingest.errors`.

BriefingError
├── InputError
│   ├── EmptyQuestion          empty_question
│   └── QuestionTooLong        question_too_long
├── InvalidSettings            invalid_settings
├── CitationMismatch           citation_mismatch
├── NotReady                   not_ready
├── Busy                       busy
├── AddressInUse               address_in_use
├── UnknownJob                 unknown_job
├── JobsFull                   jobs_full
├── JobAbandoned               job_abandoned
├── CommandUnavailable         command_unavailable
├── UnknownKey                 unknown_key
├── KeyNameTaken               key_name_taken
└── KeysUnreadable             keys_unreadable
"""

from ingest.errors import BriefingError, InputError


class EmptyQuestion(InputError):
    """The question has no letter or digit in it."""

    code = "empty_question"


class QuestionTooLong(InputError):
    """The question is over `Settings.max_question_chars`."""

    code = "question_too_long"


class InvalidSettings(BriefingError):
    """A setting is unknown, or its value is outside what it allows."""

    code = "invalid_settings"


class CitationMismatch(BriefingError):
    """A quotation is not the exact slice of the stored document; it must not leave the service."""

    code = "citation_mismatch"


class NotReady(BriefingError):
    """The service is starting, stopping, or its index cannot be searched yet."""

    code = "not_ready"


class Busy(BriefingError):
    """Too much is being worked on, and no place came free in time."""

    code = "busy"


class AddressInUse(BriefingError):
    """The host and port to serve on cannot be bound."""

    code = "address_in_use"


class CommandUnavailable(BriefingError):
    """A plugged-in command could not be loaded, usually because its extra is not installed."""

    code = "command_unavailable"


class UnknownJob(BriefingError):
    """No job has that id: it never had, or it was finished long ago."""

    code = "unknown_job"


class JobsFull(BriefingError):
    """Too much waits to be worked on already."""

    code = "jobs_full"


class JobAbandoned(BriefingError):
    """The process died over a job again and again; it is not tried any more."""

    code = "job_abandoned"


class UnknownKey(BriefingError):
    """No key has that name or id."""

    code = "unknown_key"


class KeyNameTaken(BriefingError):
    """Another key is called so."""

    code = "key_name_taken"


class KeysUnreadable(BriefingError):
    """The file of keys cannot be read; nobody is let in as long as it is so."""

    code = "keys_unreadable"
