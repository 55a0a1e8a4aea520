"""Whether a word of a question means an organisation, or a group of people, that an article names:
in either language, short or in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from ingest.language import has_hangul
from ingest.romanise import romanise, sound
from ingest.titles import names_organisation
from service.answering.in_korean import in_korean
from service.answering.role_profile import SMALL_WORDS, Profile
from service.answering.role_words import KINDS_OF_COMPANY, ORGANISATION_WORDS

# Spellings of one name in two scripts ("Gaoncell", 가온셀) are at least this alike.
_ALIKE = 0.82
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*")


def is_place(word: str, found: Profile, aliases: Mapping[str, str]) -> bool:
    """Whether a word means what a phrase of an article names; `aliases` as for `matches`."""
    forms = _forms(word, aliases)
    return any(_same_place(one, other) for other in _all_forms(found, aliases) for one in forms)


def is_part(word: str, found: Profile) -> bool:
    """As 소방 of "소방서장" is of 샛별소방서: enough beside an office, and for nothing else."""
    return has_hangul(word) and len(word) > 1 and any(word in one for one in found.organisations)


def same_sound(word: str, found: Profile) -> bool:
    """Whether a Korean word spells a name that an English phrase has."""
    if not has_hangul(word) or found.korean:
        return False
    return any(_alike(one, word) for one in found.places if len(one) > 2)


def _all_forms(found: Profile, aliases: Mapping[str, str]) -> Iterable[str]:
    for place in (*found.organisations, *found.names):
        # Of an English name "Institute" alone is any institute's.
        if found.korean or place.lower() not in ORGANISATION_WORDS:
            yield from _forms(place, aliases)
    if not found.korean:
        yield " ".join(found.organisations)


def _forms(word: str, aliases: Mapping[str, str]) -> frozenset[str]:
    """A name and what the documents say it is short for."""
    long = aliases.get(word) or aliases.get(word.upper())
    return frozenset({word, long} if long else {word})


def _same_place(asked: str, found: str) -> bool:
    if asked.lower() == found.lower():
        return True
    if has_hangul(asked) and has_hangul(found):
        of_kind = found.endswith(KINDS_OF_COMPANY.get(asked, ())) and asked != found
        return of_kind or _abbreviates(asked, found) or _abbreviates(found, asked)
    if has_hangul(asked) or has_hangul(found):
        latin, korean = (found, asked) if has_hangul(asked) else (asked, found)
        return _translates(latin, korean)
    words, others = asked.lower().split(), found.lower().split()
    return all(w in others for w in words if w not in SMALL_WORDS)


def _abbreviates(short: str, long: str) -> bool:
    """As in "한빛연" for 한빛과학기술연구원: same beginning, syllables in order."""
    if len(short) < 2 or len(short) > len(long):
        return False
    if long.endswith(short) and (names_organisation(short) or len(short) > 2):
        return True
    rest = iter(long)
    return short[0] == long[0] and all(syllable in rest for syllable in short)


def _translates(latin: str, korean: str) -> bool:
    """Whether every word of an English name is in the Korean one, by meaning or by sound."""
    words = [w for w in _LATIN.findall(latin) if w.lower() not in SMALL_WORDS]
    if not words:
        return False
    if _alike("".join(words), korean):
        return True
    spelt = sound(romanise(korean))
    return all(_word_in(word.lower(), korean, spelt) for word in words)


def _alike(latin: str, korean: str) -> bool:
    return SequenceMatcher(None, sound(latin), sound(romanise(korean))).ratio() >= _ALIKE


def _word_in(word: str, korean: str, spelt: str) -> bool:
    if any(part in korean for part in (*ORGANISATION_WORDS.get(word, ()), *in_korean(word))):
        return True
    key = sound(word)
    return len(key) >= 3 and spelt.startswith(key)
