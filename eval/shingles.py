"""How much of a text another one holds, by runs of four words.

The measure of the article extraction benchmark (scrapinghub/article-extraction-benchmark): words
are runs of word characters, compared as they are written; a run of four in both texts counts as
often as it stands in both; F1 is taken of the mean precision and the mean recall.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

_WORD = re.compile(r"\w+")
# Words in a run, as the benchmark counts them.
_RUN = 4


@dataclass(frozen=True, slots=True)
class Overlap:
    """One text measured against the true one; a share is None where it has nothing to share."""

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 0 where either is missing or 0."""
        return harmonic(self.precision or 0.0, self.recall or 0.0)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every run of four words with its count; a shorter text is one run, an empty one none.

    >>> sorted(shingles("one two three four five"))
    [('one', 'two', 'three', 'four'), ('two', 'three', 'four', 'five')]
    """
    words = _WORD.findall(text)
    runs = (tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
    return Counter(run for run in runs if run)


def overlap(found: str, true: str) -> Overlap:
    """The share of the found runs that are true, and of the true ones that are found.

    >>> overlap("a b c d e", "a b c d f g")
    Overlap(precision=0.5, recall=0.3333333333333333)
    """
    ours, theirs = shingles(found), shingles(true)
    shared = (ours & theirs).total()
    return Overlap(
        precision=shared / ours.total() if ours else None,
        recall=shared / theirs.total() if theirs else None,
    )


def mean(overlaps: Sequence[Overlap]) -> Overlap:
    """Precision over the texts where anything was found, recall over those with a true text."""
    return Overlap(
        precision=_mean([one.precision for one in overlaps]),
        recall=_mean([one.recall for one in overlaps]),
    )


def harmonic(precision: float, recall: float) -> float:
    """F1; 0 where both are 0.

    >>> harmonic(0.5, 1.0)
    0.6666666666666666
    """
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0


def _mean(shares: Sequence[float | None]) -> float | None:
    counted = [share for share in shares if share is not None]
    return fmean(counted) if counted else None
