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
from ingest.titles import ORGANISATIONS
from ingest.word_lists import listed, ordered

_BRACKET = re.compile(r"[(（]([^()（）\n]{2,80})[)）]")
# How much of the line before a bracket may belong to the long name: eight English words.
_WINDOW = 90
_HEREAFTER = re.compile(
    r"^(?:이하|약칭|hereafter|hereinafter|or)\s*:?\s+?(?=\S)|^(?:이하)(?=['‘\"“])"
)
_QUOTES = "'\"‘’“” "
_HANGUL = re.compile(r"[가-힣]+")
_KOREAN_WORD = re.compile(r"[가-힣A-Za-z0-9·&-]+$")
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&\-]{1,9}")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z]{3,}")
_LATIN_ORGANISATION = re.compile(
    r"(?:[A-Z][\w&'-]*|of|and|for|the|on)(?: (?:[A-Z][\w&'-]*|of|and|for|the|on)){1,9}"
)
_ENGLISH_WORDS = re.compile(r"[A-Za-z][\w&'’-]*")
_SMALL_WORDS = listed("of and for the on in at de &")
# Capitals that stand for an office, a unit or a medium, never for the word before them.
_NOT_ACRONYMS = listed(
    """
    CEO CFO CTO COO CIO VIP PDF TV DB HWP URL KST AM PM FA GK MF FW DF
    """
)
# A compound this general needs the words before it to name anything.
_GENERIC = listed(
    """
    연구원 연구소 센터 위원회 협회 재단 공사 공단 대학교 대학 병원 학회 법인 본부 은행
    """
)
_MAX_SHORT = 20
# A Korean word of fewer syllables is the last of several that the capitals stand for.
_MIN_EXPANSION = 4
# A word ending like this belongs to the sentence, not to a name.
_PARTICLES = ordered("은 는 이 가 을 를 의 에 서 로 와 과 도 한 된 등 및")


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
        long = _english_long(left, short)
        return Alias(short, long) if long else None
    long = _korean_long(left, short)
    return Alias(short, long) if len(long) > len(short) else None


def _guessed(left: str, inside: str) -> Alias | None:
    word = _last_word(left)
    if _HANGUL.fullmatch(inside):
        if _ACRONYM.fullmatch(word) and word.isupper() and _names_organisation(inside):
            return Alias(word, inside)
        if _shortens(word, inside):
            return Alias(word, inside)
        long = _korean_long(left, inside)
        return Alias(inside, long) if _shortens(inside, long.replace(" ", "")) else None
    if not word or left[-1:].isspace() or not is_hangul(word[-1]):
        return _english_pair(left, inside)
    if _is_acronym(inside):
        expanded = _expansion(left, word, inside)
        return Alias(inside, expanded) if expanded and is_hangul(expanded[0]) else None
    named = _LATIN_NAME.fullmatch(inside) and len(word) >= 3
    organisation = _LATIN_ORGANISATION.fullmatch(inside) and _names_organisation(word)
    return Alias(inside, word) if named or organisation else None


def _is_acronym(word: str) -> bool:
    capitals = sum(char.isupper() for char in word)
    return _ACRONYM.fullmatch(word) is not None and capitals >= 2 and word not in _NOT_ACRONYMS


def _english_pair(left: str, inside: str) -> Alias | None:
    if _is_acronym(inside):
        long = _english_long(left, inside)
        return Alias(inside, long) if long else None
    short = left.split()[-1] if left.split() else ""
    if _is_acronym(short) and _LATIN_ORGANISATION.fullmatch(inside):
        return Alias(short, inside) if _english_long(inside, short) else None
    return None


def _english_long(left: str, acronym: str) -> str | None:
    """The shortest run of words before the bracket whose initials spell the acronym."""
    words = list(_ENGLISH_WORDS.finditer(left.rstrip()))
    letters = acronym.replace("&", "").replace("-", "").lower()
    for first in range(len(words) - 1, -1, -1):
        word = words[first].group()
        if not word[0].isupper() and word not in _SMALL_WORDS:
            return None
        if left[words[first].end() :].lstrip(" ").startswith((",", ".", ";", ":")):
            return None
        initials = [w.group()[0].lower() for w in words[first:] if w.group() not in _SMALL_WORDS]
        if word[0].isupper() and initials[0] == letters[0] and _in_order(letters, initials):
            return left[words[first].start() : words[-1].end()]
    return None


def _korean_long(left: str, short: str) -> str:
    """The compound before the bracket, with words before it where it alone is too general."""
    words = left.rstrip().split()
    match = _KOREAN_WORD.search(words[-1]) if words else None
    if match is None:
        return ""
    long = match.group()
    taken = 1
    while taken < min(4, len(words)) and match.start() == 0 and _wants_more(long, short):
        match = _KOREAN_WORD.fullmatch(words[-taken - 1])
        if match is None or match.group().endswith(_PARTICLES):
            break
        long = f"{match.group()} {long}"
        taken += 1
    return long


def _expansion(left: str, word: str, acronym: str) -> str | None:
    """What Latin capitals behind a Korean word stand for: a compound of four syllables or more,
    else a run of bare nouns no longer than the acronym has letters."""
    if len(word) >= min(_MIN_EXPANSION, len(acronym) + 1) and word not in _GENERIC:
        return word
    run: list[str] = []
    for candidate in reversed(left.split()):
        if _HANGUL.fullmatch(candidate) is None or (run and candidate.endswith(_PARTICLES)):
            break
        run.insert(0, candidate)
    return " ".join(run) if 1 < len(run) <= len(acronym) else None


def _wants_more(long: str, short: str) -> bool:
    if long in _GENERIC:
        return True
    return bool(_HANGUL.fullmatch(short)) and not _in_order(short, long) and len(long) < 8


def _shortens(short: str, long: str) -> bool:
    """Whether Hangul `short` can be read out of `long`, leaving out at least two syllables."""
    return len(short) >= 2 and len(long) >= len(short) + 2 and _in_order(short, long)


def _in_order(short: str, long: str | list[str]) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)


def _last_word(left: str) -> str:
    match = _KOREAN_WORD.search(left.rstrip())
    return match.group() if match else ""


def _names_organisation(word: str) -> bool:
    return word.endswith(ORGANISATIONS) or word.endswith(("부", "처", "청", "원", "회", "사", "소"))
