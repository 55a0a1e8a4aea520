"""Abbreviations an article defines for itself: "한국과학기술연구원(KIST)", "과학부(이하 과부)".

A pair is taken only when the short side can be read out of the long one (its letters or syllables
occur there in order), when the article says so ("이하"), or when Latin capitals follow a Korean
compound that names something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Alias
from ingest.language import is_hangul
from ingest.long_names import (
    HANGUL,
    english_long,
    expansion,
    in_order,
    last_word,
    named,
    quoted,
    translated,
)
from ingest.titles import ORGANISATIONS
from ingest.word_lists import listed

_BRACKET = re.compile(r"[(（]([^()（）\n]{2,80})[)）]")
# How much of the line before a bracket may belong to the long name: eight English words.
_WINDOW = 90
_HEREAFTER = re.compile(
    r"^(?:이하|약칭|hereafter|hereinafter|or)\s*:?\s+?(?=\S)|^(?:이하)(?=['‘\"“])"
)
_QUOTES = "'\"‘’“” "
_CLOSING_QUOTES = tuple("’”'\"」』》〉")
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&\-]{1,9}")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z]{3,}")
_LATIN_ORGANISATION = re.compile(
    r"(?:[A-Z][\w&'-]*|of|and|for|the|on)(?: (?:[A-Z][\w&'-]*|of|and|for|the|on)){1,9}"
)
# Capitals that stand for an office, a unit or a medium, never for the word before them.
_NOT_ACRONYMS = listed(
    """
    CEO CFO CTO COO CIO VIP PDF TV DB HWP URL KST AM PM FA GK MF FW DF
    """
)
_MAX_SHORT = 20


def find_aliases(text: str) -> tuple[Alias, ...]:
    """Every abbreviation the text defines, in order, each short form once.

    >>> find_aliases("한국과학기술연구원(KIST)이")
    (Alias(short='KIST', long='한국과학기술연구원'),)
    """
    found: dict[str, Alias] = {}
    for match in _BRACKET.finditer(text):
        left = text[max(0, match.start() - _WINDOW) : match.start()].rpartition("\n")[2]
        for alias in _pairs(left, match[1]):
            found.setdefault(alias.short, alias)
    return tuple(found.values())


def _pairs(left: str, inside: str) -> Iterator[Alias]:
    for part in re.split(r"[,·;/]|\s및\s", inside):
        part = part.strip()
        declared = _HEREAFTER.match(part)
        short = (part[declared.end() :] if declared else part).strip(_QUOTES)
        if not 2 <= len(short) <= 80 or "=" in short:
            continue
        alias = _declared(left, short) if declared else _guessed(left, short)
        if alias is not None and alias.short != alias.long:
            yield alias


def _declared(left: str, short: str) -> Alias | None:
    """What the article itself calls a short form; the long one is the compound before it."""
    if len(short) > _MAX_SHORT:
        return None
    if not any(map(is_hangul, left[-12:])):
        long = english_long(left, short)
        return Alias(short, long) if long else None
    closed = left.rstrip()[-1:] in _CLOSING_QUOTES
    long = quoted(left) if closed else named(left, short)
    if not closed and _is_acronym(short):
        long = expansion(left, short)
    return Alias(short, long) if long and len(long) > len(short) else None


def _guessed(left: str, inside: str) -> Alias | None:
    word = last_word(left)
    if HANGUL.fullmatch(inside):
        return _korean_pair(left, word, inside)
    if not word or left[-1:].isspace() or not is_hangul(word[-1]):
        return _english_pair(left, inside)
    if _is_acronym(inside):
        long = expansion(left, inside)
        return Alias(inside, long) if long and _may_expand(inside, long) else None
    if _LATIN_NAME.fullmatch(inside) and len(word) >= 3:
        return Alias(inside, word)
    if _LATIN_ORGANISATION.fullmatch(inside) and _names_organisation(word):
        long = translated(left, inside)
        return Alias(inside, long) if long else None
    return None


def _korean_pair(left: str, word: str, inside: str) -> Alias | None:
    if _ACRONYM.fullmatch(word) and word.isupper() and _names_organisation(inside):
        return Alias(word, inside)
    # "회의(한빛조정회의)": a name in full behind the kind of thing it is.
    if _shortens(word, inside) and not inside.endswith(word):
        return Alias(word, inside)
    long = named(left, inside)
    # "가온법위반(가온)": what it is about, not what it is called.
    bare = long.replace(" ", "")
    return Alias(inside, long) if _shortens(inside, bare) and not bare.startswith(inside) else None


def _may_expand(acronym: str, long: str) -> bool:
    """Not a time zone behind a time; a number in the short form stands in the long one too."""
    digits = re.findall(r"\d+", acronym)
    timed = long.endswith(("시각", "시간"))
    return is_hangul(long[0]) and not timed and all(number in long for number in digits)


def _is_acronym(word: str) -> bool:
    capitals = sum(char.isupper() for char in word)
    return _ACRONYM.fullmatch(word) is not None and capitals >= 2 and word not in _NOT_ACRONYMS


def _english_pair(left: str, inside: str) -> Alias | None:
    if _is_acronym(inside):
        long = english_long(left, inside)
        return Alias(inside, long) if long else None
    short = left.split()[-1] if left.split() else ""
    if _is_acronym(short) and _LATIN_ORGANISATION.fullmatch(inside):
        return Alias(short, inside) if english_long(inside, short) else None
    return None


def _shortens(short: str, long: str) -> bool:
    """Whether Hangul `short` can be read out of `long`, leaving out at least two syllables."""
    return len(short) >= 2 and len(long) >= len(short) + 2 and in_order(short, long)


def _names_organisation(word: str) -> bool:
    return word.endswith(ORGANISATIONS) or word.endswith(("부", "처", "청", "원", "회", "사", "소"))
