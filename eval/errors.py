"""What evaluation can refuse; the tree begins in `ingest.errors`.

BriefingError
├── InputError
│   ├── DatasetError           bad_dataset
│   ├── ResultError            bad_result
│   ├── FloorBroken            floor_broken
│   └── QuestionRefused        question_refused
├── TargetFailed               target_failed
├── MissingExtra               missing_extra
└── CorpusMismatch             corpus_mismatch
"""

from pathlib import Path

from ingest.errors import BriefingError, InputError


class DatasetError(InputError):
    """A data set cannot be used; the message names the file, the line and the reason."""

    code = "bad_dataset"

    @classmethod
    def at(cls, path: Path, place: str, reason: str) -> "DatasetError":
        """Build the error for one place of a file ("line 3", "data[0].paragraphs[2]")."""
        return cls(f"{path}, {place}: {reason}")


class MissingExtra(BriefingError):
    """A library of the `eval` extra is not installed."""

    code = "missing_extra"


class CorpusMismatch(BriefingError):
    """The index that is to be scored does not hold exactly the data set's documents."""

    code = "corpus_mismatch"


class ResultError(InputError):
    """A file is no evaluation result, or two results cannot be compared."""

    code = "bad_result"


class FloorBroken(InputError):
    """A figure is below its floor, or a floor would fall without anybody having said so."""

    code = "floor_broken"


class QuestionRefused(InputError):
    """A service did not take a question; `reason` is the code that it gave."""

    code = "question_refused"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(f"{reason}: {message}")
        self.reason = reason


class TargetFailed(BriefingError):
    """The service that is scored cannot be reached, lets nobody in, or does not answer as its API
    says."""

    code = "target_failed"
