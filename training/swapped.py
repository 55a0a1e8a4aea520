"""Questions that a text looks to answer and does not: one name or number of a question that the
text does answer, replaced by another that stands in the text.

Rules like these make part of what people write who are asked for questions that cannot be answered
(Rajpurkar et al. 2018, "Know what you don't know", arXiv:1806.03822).
"""

import random
import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

from ingest.korean import morphemes
from ingest.language import has_hangul
from training.material import Excerpt

_NUMBER = re.compile(r"\d(?:[\d,.]*\d)?")
# Not at the start of a sentence, where a capital says nothing.
_CAPITALS = re.compile(r"(?<=[^.?!\n] )[A-Z][\w.-]*\w(?: [A-Z][\w.-]*\w)*")
_WORD = re.compile(r"\S+")
_OPEN = 2


def swapped(question: str, excerpt: Excerpt, chance: random.Random) -> str | None:
    """The question about something else that the excerpt names; None where they share no name and
    no number, or the excerpt has no other of its kind outside of its answers."""
    found = _things(excerpt.title) | _things(excerpt.text)
    answers = [excerpt.text[start:end] for start, end in excerpt.answers]
    others = [
        thing
        for thing in found
        if thing not in question and not any(thing in one or one in thing for one in answers)
    ]
    shared = _things(question) & found
    changes = [(old, new) for old in shared for new in others if _alike(old, new)]
    if not changes:
        return None
    old, new = chance.choice(sorted(changes))
    return question.replace(old, new, 1)


def _alike(one: str, other: str) -> bool:
    """Whether one may stand for the other: numbers of as many digits, or names in one script that
    take the same particles and are not the same name made longer."""
    if one in other:
        return False
    if one[0].isdigit() or other[0].isdigit():
        return one[0].isdigit() and other[0].isdigit() and len(one) == len(other)
    return has_hangul(one) == has_hangul(other) and _is_open(one) == _is_open(other)


def _is_open(name: str) -> bool:
    """Whether a Korean name ends with a vowel: its last syllable is of two letters, not three."""
    return has_hangul(name[-1]) and len(normalize("NFD", name[-1])) == _OPEN


@lru_cache(maxsize=100_000)
def _things(text: str) -> frozenset[str]:
    """The names and numbers in a text."""
    found = frozenset([*_NUMBER.findall(text), *_CAPITALS.findall(text), *_korean_names(text)])
    return frozenset(thing for thing in found if len(thing) > 1)


def _korean_names(text: str) -> Iterator[str]:
    """The names at the beginnings of words, as the analyser marks them."""
    ends = {one.start: one.end for one in morphemes(text) if one.tag == "NNP"}
    for word in _WORD.finditer(text):
        end = word.start()
        while end in ends:
            end = ends[end]
        if end > word.start():
            yield text[word.start() : end]
