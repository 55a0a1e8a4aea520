"""What a name or title says about who is meant: names, offices and organisations, in both
languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.language import has_hangul
from ingest.titles import PLURAL, could_be_name, is_surname, title_of
from ingest.word_lists import listed
from service.answering.honorifics import without_honorifics
from service.answering.in_korean import in_korean
from service.answering.role_words import (
    ENGLISH,
    ENGLISH_TITLE,
    KINDS_OF_COMPANY,
    ORGANISATION_WORDS,
    TITLES,
)

SMALL_WORDS = listed("the a an of and for in at on its his her to by all s")
_UNIONS = ("노조", "노동조합", "노총")
# Their last syllable alone is the title, behind what they head.
_HEADS = listed(
    """
    원장 청장 처장 소장 위원장 회장 단장 관장 시장 국장 실장 팀장 과장 부장 반장 계장 센터장 본부장
    """
)
# Capitalised words in a row, or one word in small letters.
_RUN = re.compile(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*|[a-z][\w'’-]*")
_WORDS = re.compile(r"[가-힣A-Za-z0-9&'’-]+")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a phrase says about who is meant."""

    names: tuple[str, ...]  # full personal names, in Hangul or Latin letters
    surnames: tuple[str, ...]
    titles: frozenset[str]  # English words for the office
    offices: frozenset[str]  # the same as a Korean phrase says it
    places: tuple[str, ...]  # organisations and other words
    korean: bool

    @property
    def organisations(self) -> tuple[str, ...]:
        """The places without the words of a person's own name."""
        if not self.titles:
            return self.places
        own = {word for name in self.names for word in name.split()}
        return tuple(place for place in self.places if place not in own)


def profile_of(text: str, aliases: Mapping[str, str]) -> Profile:
    """Of a phrase from a question or an article; `aliases` lead from short names to long ones."""
    return _korean(text, aliases) if has_hangul(text) else _english(text)


def names_somebody(phrase: str) -> bool:
    """Whether a phrase of a question says a person's name or office.

    >>> names_somebody("the union leader"), names_somebody("Haesol Shipbuilding")
    (True, False)
    """
    profile = profile_of(phrase, {})
    return bool(profile.names or profile.titles)


def _korean(text: str, aliases: Mapping[str, str]) -> Profile:
    found = (word.removesuffix(PLURAL) for word in _WORDS.findall(without_honorifics(text)))
    words = [word for word in found if word not in ("겸", "전", "씨", "소속", "측", "쪽")]
    defined = set(aliases) | set(aliases.values())
    names: list[str] = []
    surnames: list[str] = []
    titles: set[str] = set()
    offices: set[str] = set()
    places: list[str] = []
    for at, word in enumerate(words):
        title = title_of(word)
        place = word.removesuffix(title) if title else word
        if title is not None:
            office = _office(word, title)
            offices.add(office)
            titles.update(TITLES.get(office, (office,)))
        if word in defined or word in KINDS_OF_COMPANY:
            places.append(word)
        elif title is None and is_surname(word) and at + 1 < len(words):
            surnames.append(word)
        elif title is None and could_be_name(word, proper=True):
            names.append(word)
        elif place:
            places.append(_whole(place, title, word))
    if "위원장" in offices and any(place.endswith(_UNIONS) for place in places):
        titles.update(TITLES["노조위원장"])
    return Profile(
        tuple(names),
        tuple(surnames),
        frozenset(titles),
        frozenset(offices),
        tuple(places),
        korean=True,
    )


def _whole(place: str, title: str | None, word: str) -> str:
    """As "한빛과학기술연구원장" heads 한빛과학기술연구원: title and place share a syllable."""
    return word[:-1] if title in _HEADS and place else place


def _office(word: str, title: str) -> str:
    """The longest office that a word ends in: 노조위원장, not its 위원장."""
    longer = (word[at:] for at in range(max(0, len(word) - len(title))) if word[at:] in TITLES)
    return next(longer, title)


def _english(text: str) -> Profile:
    titles: set[str] = set()
    rest: list[str] = []
    at = 0
    for match in ENGLISH_TITLE.finditer(text):
        rest.append(text[at : match.start()])
        at = match.end()
        titles.add(next(ENGLISH[int(k[1:])][1] for k, v in match.groupdict().items() if v))
    rest.append(text[at:])
    names: list[str] = []
    surnames: list[str] = []
    places: list[str] = []
    for number, piece in enumerate(rest, 1):
        runs = [_words_of(run) for run in _RUN.findall(piece)]
        for place, run in enumerate(runs, 1):
            _sort(run, titles, names, surnames, places)
            # "Economy Minister": what the office is for, and nobody's family name.
            if (
                place == len(runs)
                and number < len(rest)
                and surnames[-1:] == run
                and in_korean(run[0])
            ):
                surnames.pop()
    if not (titles or names or surnames or places):
        places = [word for word in text.lower().split()[-1:] if word.isalpha()]
    return Profile(
        tuple(names),
        tuple(surnames),
        frozenset(titles),
        frozenset(),
        tuple(places),
        korean=False,
    )


def _words_of(run: str) -> list[str]:
    return [re.sub(r"['’]s?$", "", word) for word in run.split()]


def _sort(
    run: list[str], titles: set[str], names: list[str], surnames: list[str], places: list[str]
) -> None:
    """File a run of capitalised words as a full name, a family name, or an organisation."""
    known = any(word.lower() in ORGANISATION_WORDS or word.isupper() for word in run)
    capital = run[0][0].isupper()
    if capital and not known and 2 <= len(run) <= 3:
        names.append(" ".join(run))
    elif capital and not known and len(run) == 1 and titles:
        surnames.append(run[0])
    if capital or run[0] in ORGANISATION_WORDS:
        places.extend(word for word in run if word.lower() not in SMALL_WORDS)
