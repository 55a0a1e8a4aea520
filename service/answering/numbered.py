"""Names that end in a number with its counter ("미르 2호"): another number names another thing."""

import re

from ingest import korean

_NUMBERED = re.compile(r"(?P<before>.*?)(?P<number>\d+)(?P<counter>[가-힣]+)")


def is_numbered(name: str) -> bool:
    """Whether a phrase without particles ends so; then it asks for nothing, as a noun at its end
    would.

    >>> is_numbered("미르 2호"), is_numbered("미르 2호 발사"), is_numbered("발사는 12일")
    (True, False, False)
    """
    numbered = _NUMBERED.fullmatch(name) is not None
    return numbered and not any(one.tag[0] == "J" for one in korean.morphemes(name))


def renumbered(text: str, name: str) -> str | None:
    """The text about what `name` names, where it speaks of one thing that differs in the number
    alone; else None.

    >>> renumbered("미르 1호는 언제 발사됐나?", "2호")
    '미르 2호는 언제 발사됐나?'
    """
    new = _NUMBERED.fullmatch(name)
    if new is None:
        return None
    old = re.compile(rf"(?<!\d){re.escape(new['before'])}\d+(?={new['counter']})")
    changed, things = old.subn(new["before"] + new["number"], text)
    return changed if things == 1 else None
