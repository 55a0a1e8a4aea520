"""An error as one line for a person, and the exit code it means."""

from collections.abc import Mapping

from ingest.document import Language
from ingest.errors import BriefingError
from service.errors import EmptyQuestion, InvalidSettings, QuestionTooLong
from service.wording import interface_language, wording

SOME_FAILED = 1
USAGE = 2


def failure_line(error: BriefingError, environment: Mapping[str, str]) -> str:
    """Write `error[code]: message` on one line, with a Korean sentence first for a Korean locale.

    >>> failure_line(EmptyQuestion("the question is empty"), {"LANG": "C"})
    'error[empty_question]: the question is empty'
    """
    from service.http.problem_kinds import KINDS

    detail = " ".join(str(error).split()) or type(error).__name__
    # A plugged-in command's own errors are in no table; their messages have to do.
    kind = KINDS.get(error.code)
    if kind is not None and interface_language(environment) is Language.KO:
        detail = f"{kind.korean} ({detail})"
    return f"{wording(environment).error}[{error.code}]: {detail}"


def exit_code(error: BriefingError) -> int:
    """Give 2 for what the caller can only mend by calling differently, 1 for everything else."""
    misused = (InvalidSettings, EmptyQuestion, QuestionTooLong)
    return USAGE if isinstance(error, misused) else SOME_FAILED
