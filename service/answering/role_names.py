"""Whether a name or title in a question means the person or organisation an article names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ingest.belonging import names_another, without_whose
from ingest.language import has_hangul
from ingest.romanise import romanise, sound, surname_sounds
from ingest.titles import ORGANISATIONS, names_organisation, surname_of
from service.answering.role_places import is_part, is_place, same_sound
from service.answering.role_profile import Profile, profile_of
from service.answering.role_words import KINDS, KINDS_OF_COMPANY, ORGANISATION_WORDS

# How sure a match is; only their order and the rough spacing matter to the ranking.
SAME = 1.0  # the same full name or the same organisation
SURNAME = 0.9  # family name and office
OFFICE = 0.8  # the office alone, with the organisation where the question names it
MEMBER = 0.6  # the question names an organisation, the article its head
THEIRS = 0.6  # the question names a person, the article who speaks for that person
KIND = 0.5  # "the institute": the kind of organisation alone
# "각 부처" and "부처" are the same ones.
_EVERY = re.compile(r"^(?:the|all(?: the)?|each|every|각|모든|해당) ")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*")


def matches(phrase: str, name: str, aliases: Mapping[str, str]) -> float:
    """How surely `phrase`, from a question, means `name`, from an article: in [0, 1].

    Either may be Korean or English. `aliases` lead from short names to long ones, as documents
    define them. A vice minister is not a minister, nobody is somebody with another name, and who
    speaks for a person is not that person.

    >>> matches("Minister Pyo Min-seo", "표민서 부총리 겸 미래과학부 장관", {})
    1.0
    """
    if not phrase.strip() or not name.strip():
        return 0.0
    if _plain(phrase) == _plain(name):
        return SAME
    phrase, name = without_whose(phrase), without_whose(name)
    sure = _matches(phrase, name, aliases)
    return sure if names_another(phrase) == names_another(name) else min(sure, THEIRS)


def _matches(phrase: str, name: str, aliases: Mapping[str, str]) -> float:
    asked, found = profile_of(phrase, aliases), profile_of(name, aliases)
    if asked.names or asked.surnames or asked.titles:
        person = _person(asked, found, aliases)
        if person or asked.titles or asked.surnames:
            return person
    if len(asked.places) == 1 and _has_surname(found, asked.places[0]):
        return SURNAME
    return _organisation(asked, found, aliases)


def matches_among(
    phrase: str, names: Iterable[str], aliases: Mapping[str, str]
) -> dict[str, float]:
    """`matches` for everybody whom one article names: somebody of the right kind ("위원장") is
    nobody meant where somebody of the very office ("노조위원장") is there.

    >>> names = ["좌은결 위원장", "엄두레 해솔조선 노조위원장"]
    >>> list(matches_among("노조위원장", names, {}).values())
    [0.0, 0.8]
    """
    found = {name: matches(phrase, name, aliases) for name in names}
    surest = max(found.values(), default=0.0)
    return {
        name: 0.0 if sure <= KIND and surest >= OFFICE else sure for name, sure in found.items()
    }


def is_known(phrase: str, names: Iterable[str], aliases: Mapping[str, str]) -> bool:
    """Whether somebody of these, or what an abbreviation stands for, is surely whom a phrase of a
    question means.

    >>> is_known("해솔조선", ["해솔조선 노조"], {}), is_known("회사 측", ["해솔조선"], {})
    (True, False)
    """
    if phrase in aliases or phrase in aliases.values():
        return True
    return any(matches(phrase, name, aliases) >= OFFICE for name in names)


def is_another(phrase: str, name: str, aliases: Mapping[str, str]) -> bool:
    """Whether a name is of somebody else than a phrase that is known means: neither may stand for
    the other, though it says who is meant. A person is not told from an institute that may be the
    person's.

    >>> is_another("한빛연", "해솔조선", {}), is_another("한빛연", "국재하 원장", {})
    (True, False)
    """
    if matches(phrase, name, aliases) or matches(name, phrase, aliases):
        return False
    asked, found = profile_of(phrase, aliases), profile_of(name, aliases)
    if asked.titles or asked.surnames:
        return bool(found.names or found.surnames or found.titles)
    return any(_is_proper(place, aliases) for place in found.places)


def _is_proper(place: str, aliases: Mapping[str, str]) -> bool:
    """Whether a word names one organisation, and not a kind of them ("회사", "institute")."""
    if place in aliases or place in aliases.values():
        return True
    if has_hangul(place):
        return names_organisation(place) and place not in ORGANISATIONS
    return place[:1].isupper() and place.lower() not in ORGANISATION_WORDS


def _plain(text: str) -> str:
    return _EVERY.sub("", text.strip().lower())


def _person(asked: Profile, found: Profile, aliases: Mapping[str, str]) -> float:
    if asked.names:
        if any(_same_name(one, other) for one in asked.names for other in found.names):
            return SAME
        if not _reads_as_place(asked, found, aliases):
            return _in_part(asked, found)
    title = bool(asked.titles & found.titles)
    if asked.surnames:
        family = any(_has_surname(found, one) for one in asked.surnames)
        if family and (title or not found.titles):
            return SURNAME
        # "Gaoncell CEO": what stands before an English title may be a company.
        housed = title and all(is_place(one, found, aliases) for one in asked.surnames)
        return OFFICE if housed else 0.0
    if not title:
        if not found.titles and any(same_sound(one, found) for one in asked.places):
            return SURNAME  # "소콜로바 총리", whom the article calls "Sokolova"
        return KIND if _cabinet(asked, found) else 0.0
    places = [*asked.places, *asked.names]
    wanted = [p for p in places if p.lower() not in KINDS]
    sure = OFFICE if _same_office(asked, found) else KIND
    if not wanted or not (found.places or found.names):
        return sure
    if all(is_place(p, found, aliases) or is_part(p, found) for p in wanted):
        return sure
    # "좌은결 위원장": the article has said before whose chair that is.
    return 0.0 if found.organisations else KIND


def _in_part(asked: Profile, found: Profile) -> float:
    """Of a full name in a question, an article may have the family name or the office alone."""
    office = bool(asked.titles & found.titles)
    if found.names or (asked.titles and found.titles and not office):
        return 0.0
    families = (part for name in asked.names for part in _families(name))
    if any(_has_surname(found, one) for one in families):
        return SURNAME
    return KIND if office and not found.surnames and not found.organisations else 0.0


def _families(name: str) -> tuple[str, ...]:
    """The family name: in Latin letters it stands first or last."""
    if has_hangul(name):
        return (surname_of(name) or name[0],)
    words = name.split()
    return words[0], words[-1]


def _same_office(asked: Profile, found: Profile) -> bool:
    """A "head" of English may be any; in Korean a 대표 is no 노조위원장, though both are heads."""
    if not asked.offices or not found.offices:
        return True
    return any(one in other or other in one for one in asked.offices for other in found.offices)


def _reads_as_place(asked: Profile, found: Profile, aliases: Mapping[str, str]) -> bool:
    """What looked like a name ("한빛연 원장") may abbreviate the article's organisation."""
    return all(is_place(name, found, aliases) for name in asked.names)


def _cabinet(asked: Profile, found: Profile) -> bool:
    """A deputy prime minister runs a ministry as well, though the article may not say so."""
    return asked.titles == {"minister"} and found.titles == {"deputy prime minister"}


def _same_name(one: str, other: str) -> bool:
    if has_hangul(one) and has_hangul(other):
        return one == other
    return bool(_spellings(one) & _spellings(other))


def _spellings(name: str) -> frozenset[str]:
    """The sounds of a name in either order, with the family name in every usual spelling."""
    if not has_hangul(name):
        words = _LATIN.findall(name)
        own = words[-2:]  # of three, the first may be a rank ("Superintendent Bin Ma-ro")
        orders = (words, [*words[-1:], *words[:-1]], own, own[::-1])
        return frozenset(sound("".join(order)) for order in orders)
    surname = surname_of(name) or name[0]
    given = sound(romanise(name[len(surname) :]))
    joined = sound(romanise(name))
    return frozenset({joined, *(family + given for family in surname_sounds(surname))})


def _has_surname(found: Profile, surname: str) -> bool:
    own = [*(surname_of(n) or n for n in found.names if has_hangul(n)), *found.surnames]
    latin = [w for n in found.names if not has_hangul(n) for w in (n.split()[0], n.split()[-1])]
    sounds = surname_sounds(surname) if has_hangul(surname) else {sound(surname)}
    if has_hangul(surname) and surname in own:
        return True
    for one in (*own, *latin):
        if has_hangul(one) and has_hangul(surname):
            continue
        if (surname_sounds(one) if has_hangul(one) else {sound(one)}) & sounds:
            return True
    return False


def _organisation(asked: Profile, found: Profile, aliases: Mapping[str, str]) -> float:
    wanted = [*asked.places, *asked.names]
    if not wanted:
        return 0.0
    kinds = [p for p in wanted if p.lower() in KINDS or p in KINDS_OF_COMPANY]
    if len(kinds) == len(wanted):
        return KIND if any(is_place(p, found, aliases) for p in kinds) else 0.0
    if not all(is_place(p, found, aliases) for p in wanted):
        return KIND if _shortens(found, asked) else 0.0
    return MEMBER if found.titles else SAME


def _shortens(found: Profile, asked: Profile) -> bool:
    """As an article's "Mir" does "Mir Aerospace"."""
    if asked.korean or found.korean or found.titles or not found.places:
        return False
    proper = all(place.lower() not in ORGANISATION_WORDS for place in found.places)
    return proper and set(found.places) <= set(asked.places)
