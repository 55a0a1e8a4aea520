"""Whether a follow-up that a language model completed is still a question, and the same one."""

import re
from collections.abc import Sequence

from ingest import korean
from ingest.language import detect
from service.answering.answer import Turn
from service.answering.figures import figures
from service.llm.names import Named, names

# A completed question is a few words longer than the follow-up, not a paragraph.
MAX_CHARS = 300

_AROUND = "\"'“”‘’`*"
_ASKS = re.compile(r"[?？]$")


def completed(reply: str, question: str, history: Sequence[Turn]) -> str | None:
    """The reply as a question; None where it is empty, long, no question, in another language, or
    has a number or a name that nobody said before.

    >>> completed("1,200억 원입니다.", "그럼 예산은?", [Turn("한빛연은 언제 문을 여나?")])
    >>> completed("한빛연의 예산은 얼마인가?", "그럼 예산은?", [Turn("한빛연은 언제 문을 여나?")])
    '한빛연의 예산은 얼마인가?'
    """
    text = reply.strip().strip(_AROUND).strip()
    if not text or "\n" in text or len(text) > MAX_CHARS or not _ASKS.search(text):
        return None
    if detect(text) is not detect(question):
        return None
    said = "\n".join(
        [*(line for turn in history for line in (turn.question, turn.answer)), question]
    )
    morphemes, before = korean.morphemes(text), korean.morphemes(said)
    if not figures(said, before).hold(figures(text, morphemes)):
        return None
    named = Named(said, before, ())
    return text if all(map(named.has, names(text, morphemes))) else None
