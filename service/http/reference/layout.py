"""JSON for people: what fits stands on one line."""

import json
from collections.abc import Iterable

_WIDTH = 100
# Shown once already, in the answer of POST /v1/chat.
_ELSEWHERE = frozenset({"briefing"})


def laid_out(value: object, indent: int = 0) -> str:
    """JSON with line breaks where a line would be too long; `indent` is of the line it begins on.

    >>> laid_out({"a": [1, 2], "briefing": {"text": "x"}})
    '{"a": [1, 2], "briefing": {…}}'
    """
    whole = _on_one_line(value)
    if len(whole) + indent <= _WIDTH or not isinstance(value, dict | list) or not value:
        return whole
    inner = indent + 2
    if isinstance(value, dict):
        lines = (f'"{key}": {_member(key, one, inner)}' for key, one in value.items())
        return _within("{", lines, "}", indent)
    return _within("[", (laid_out(one, inner) for one in value), "]", indent)


def _member(key: str, value: object, indent: int) -> str:
    return "{…}" if key in _ELSEWHERE else laid_out(value, indent)


def _on_one_line(value: object) -> str:
    if isinstance(value, dict):
        members = (
            f"{json.dumps(key, ensure_ascii=False)}: "
            + ("{…}" if key in _ELSEWHERE else _on_one_line(one))
            for key, one in value.items()
        )
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_on_one_line, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _within(opening: str, lines: Iterable[str], closing: str, indent: int) -> str:
    space = " " * indent
    inside = ",\n".join(f"{space}  {line}" for line in lines)
    return f"{opening}\n{inside}\n{space}{closing}"
