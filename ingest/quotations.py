"""Where quotation marks open and close, so that nothing cuts a quotation in half."""

import re

from ingest.document import Span

_CLOSERS = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"', "'": "'", "＂": "＂"}
_OPENER = re.compile("[" + "".join(_CLOSERS) + "]")
# Straight marks open and close alike; what stands beside them tells which it is.
_DOUBLE = frozenset('"”')
_DOUBLE_MARK = re.compile('["“”]')
_STRAIGHT = frozenset("\"'＂")


def find_quotations(text: str, limit: int) -> list[Span]:
    """The outermost quotations of one line, marks included, none longer than `limit` characters.

    A mark that never closes, or closes beyond the limit, opens nothing: one stray quotation mark
    must not swallow the rest of an article.

    >>> find_quotations('그는 "안 된다. 곤란하다."고 했다.', 100)
    [Span(start=3, end=16)]
    """
    spans: list[Span] = []
    position = 0
    while opener := _OPENER.search(text, position):
        start = opener.start()
        end = _closing(text, start, _CLOSERS[opener.group()], limit)
        if end is not None:
            spans.append(Span(start, end))
        position = end or start + 1
    return spans


def _closing(text: str, start: int, closer: str, limit: int) -> int | None:
    if closer in _STRAIGHT and not _opens(text, start):
        return None
    if closer in _DOUBLE:
        return _closing_double(text, start, min(len(text), start + limit))
    end = start + 1
    stop = min(len(text), start + limit)
    while (end := text.find(closer, end, stop)) != -1:
        if closer not in _STRAIGHT or _closes(text, end):
            return end + 1
        end += 1
    return None


def _closing_double(text: str, start: int, stop: int) -> int | None:
    """Where a double quotation ends. Old pages mix the marks (“…" and "…”), so either closes it,
    but for those of a quotation inside."""
    inside: list[str] = []
    for mark in _DOUBLE_MARK.finditer(text, start + 1, stop):
        sign, at = mark.group(), mark.start()
        if sign == "“" or (sign == '"' and text[start] == "“" and text[at - 1].isspace()):
            inside.append(sign)
        elif inside:
            inside.pop()
        elif sign == "”" or _closes(text, at):
            return at + 1
    return None


def _opens(text: str, position: int) -> bool:
    before = text[position - 1] if position else " "
    after = text[position + 1 : position + 2]
    return not before.isalnum() and after.strip() != ""


def _closes(text: str, position: int) -> bool:
    # "고 follows a Korean quotation directly; an apostrophe is followed by Latin letters (it's).
    after = text[position + 1 : position + 2]
    return not (after.isascii() and after.isalnum()) or text[position] != "'"
