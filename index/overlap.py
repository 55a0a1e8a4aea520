"""How far two texts say the same: shared pairs of words, sentence by sentence, and shared numbers.

A text is compared as pairs of neighbouring terms (Broder 1997 calls them shingles). Terms are words
without particles and endings, so a sentence that only ends another way still shares its pairs. An
outlet may change any word of a wire story but not its numbers, and a release of the same form as
last week's differs in nothing but its numbers: so numbers are compared on their own.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

Shingles = frozenset[tuple[str, ...]]

# A sentence is held by a text that has this share of its shingles. With 30% of a sentence's words
# changed about half of its pairs are left; unrelated sentences share hardly any.
_HELD = 0.4
# Two texts are one story when on average they hold this share of each other, in sentences weighed
# by their length. Copies made with 30% of the words changed have 0.4 to 0.9, nine in ten over 0.6;
# follow-ups that repeat two paragraphs have 0.49 at most, other authors' reports of the same words
# and numbers 0.6 (benchmarks/stories.py; figures for other values in docs/ingest.md).
_STORY = 0.55
# And this share of the numbers of the one that has fewer: copies have all of them, the next release
# of the same form 0.8 at most, though half of its numbers stay as they were.
_NUMBERS = 0.85
# And this share of all their shingles: copies of which half is left out have 0.22 at least, and a
# paragraph within a long report is not the report.
_OVERLAP = 0.2
# Shorter texts share what they share by accident ("10월 3일 뉴스브리핑").
_FEWEST_SHINGLES = 25
# Texts under one address are of one article when they share this much of what the shorter one has:
# with half of its words changed a text still has 0.25, while two reports of the samples share 0.1
# at most (copies of one report aside).
_ONE_ARTICLE = 0.15
# Of a passage that says nothing more than others, so much at most stands in sentences that the
# others lack: a caption of its own does not make a copy worth a second place in the results.
_MORE = 0.15

# Names the rule, so that stories found by another one are found anew.
RULE = f"held {_HELD} story {_STORY} numbers {_NUMBERS} overlap {_OVERLAP} from {_FEWEST_SHINGLES}"

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Words:
    """A text to be compared: the shingles of each sentence that has any, and its numbers."""

    sentences: tuple[Shingles, ...]
    numbers: frozenset[str]

    @cached_property
    def shingles(self) -> Shingles:
        """The shingles of all sentences."""
        return frozenset().union(*self.sentences)

    def __or__(self, other: "Words") -> "Words":
        return Words(self.sentences + other.sentences, self.numbers | other.numbers)


NOTHING = Words((), frozenset())


def words(sentences: Iterable[Sequence[str]], text: str) -> Words:
    """A text by the terms of its sentences, in order.

    >>> words([["3", "도즈", "공급"]], "1,180만 도즈를 3.5배 공급").numbers == {"1180", "3.5"}
    True
    """
    shingles = (frozenset(pairwise(terms)) for terms in sentences)
    return Words(tuple(found for found in shingles if found), numbers_in(text))


def numbers_in(text: str) -> frozenset[str]:
    """The distinct numbers of a text, without their commas."""
    return frozenset(found.replace(",", "") for found in _NUMBER.findall(text))


def same_story(one: Words, other: Words) -> bool:
    """Whether two articles carry one report, whoever rewrote it; the order does not matter."""
    fewest = min(len(one.shingles), len(other.shingles))
    if fewest < _FEWEST_SHINGLES:
        return fewest > 0 and (one.shingles, one.numbers) == (other.shingles, other.numbers)
    shared = len(one.shingles & other.shingles)
    if shared < _OVERLAP * (len(one.shingles) + len(other.shingles) - shared):
        return False
    return same_numbers(one.numbers, other.numbers) and alike(one, other) >= _STORY


def may_be_one(one: Words, other: Words) -> bool:
    """Whether texts under one address can be versions of one article; short ones always can."""
    fewest = min(len(one.shingles), len(other.shingles))
    if fewest < _FEWEST_SHINGLES:
        return True
    return len(one.shingles & other.shingles) >= _ONE_ARTICLE * fewest


def same_numbers(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether texts with these numbers can be one story at all."""
    return len(one & other) >= _NUMBERS * min(len(one), len(other))


def alike(one: Words, other: Words) -> float:
    """The mean of the shares that two texts, both with shingles, hold of each other."""
    return (_held(one, other) + _held(other, one)) / 2


def says_nothing_more(one: Words, others: Words) -> bool:
    """Whether a passage adds nothing to what has been shown of its story: the others hold its
    sentences, and every number of it.

    A passage without two words together says nothing more than one with the same words can show:
    it stays.
    """
    if not one.sentences or not one.numbers <= others.numbers:
        return False
    return _held(one, others) >= 1 - _MORE


def _held(one: Words, other: Words) -> float:
    """The share of a text that stands in sentences the other holds, by their shingles."""
    sizes = [(len(s), len(s & other.shingles)) for s in one.sentences]
    held = sum(size for size, shared in sizes if shared >= _HELD * size)
    return held / sum(size for size, _ in sizes)
