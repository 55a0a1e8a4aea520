"""Which passages hold a term and how often, as arrays: a compressed sparse matrix by terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.term_keys import Keys

Integers = NDArray[np.int64]

# Occurrences are kept in a byte. BM25 has had nearly all it can get from a term long before: of 255
# and of a thousand occurrences it makes a difference of 1%.
MOST_COUNTED = 255


class Leg(StrEnum):
    """The two ways a passage's words are cut; each has its own postings."""

    TERMS = "terms"
    BIGRAMS = "bigrams"


# Gone through at once, so that a large collection's postings need not be in memory.
_TERMS_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Postings:
    """The terms of n passages, which are numbered from 0.

    `terms` uint64 (t,), ascending: see index.term_keys. The passages that hold term i, ascending,
    are `passages[starts[i]:starts[i + 1]]`, int32, and `counts`, uint8, how often each does.
    `lengths` int32 (n,): how many terms a passage has, repeats counted.
    """

    terms: Keys
    starts: Integers
    passages: NDArray[np.int32]
    counts: NDArray[np.uint8]
    lengths: NDArray[np.int32]

    @classmethod
    def of(cls, keys: Keys, lengths: NDArray[np.int32]) -> Self:
        """The postings of passages with these terms, one passage after the other."""
        count = len(lengths)
        terms, ids = np.unique(keys, return_inverse=True)
        owners = np.repeat(np.arange(count), lengths)
        pairs, counts = np.unique(ids * max(count, 1) + owners, return_counts=True)
        of_term, passages = np.divmod(pairs, max(count, 1))
        return cls(
            terms,
            np.searchsorted(of_term, np.arange(len(terms) + 1)).astype(np.int64),
            passages.astype(np.int32),
            np.minimum(counts, MOST_COUNTED).astype(np.uint8),
            lengths,
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], leg: Leg) -> Self:
        """The postings of one leg among a file's arrays. Raises KeyError."""
        return cls(*(arrays[f"{leg}.{name}"] for name in FIELDS))

    def to_arrays(self, leg: Leg) -> dict[str, NDArray[Any]]:
        """The same, for a file."""
        return {f"{leg}.{name}": getattr(self, name) for name in FIELDS}

    def digests(self) -> NDArray[np.uint64]:
        """A number for each passage that is another one, all but surely, when it has other terms or
        has them another number of times: the sum of their keys times their counts."""
        sums = np.zeros(len(self.lengths), np.uint64)
        for first in range(0, len(self.terms), _TERMS_AT_ONCE):
            bounds = self.starts[first : first + _TERMS_AT_ONCE + 1]
            some = slice(int(bounds[0]), int(bounds[-1]))
            keys = np.repeat(self.terms[first : first + _TERMS_AT_ONCE], np.diff(bounds))
            np.add.at(sums, self.passages[some], keys * self.counts[some])
        return sums

    def find(self, keys: Keys) -> tuple[Integers, Integers]:
        """Where the passages of each term start and end; nothing between for an unknown one."""
        if not len(self.terms):
            return np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
        at = np.minimum(np.searchsorted(self.terms, keys), len(self.terms) - 1)
        starts = self.starts[at]
        return starts, np.where(self.terms[at] == keys, self.starts[at + 1], starts)


FIELDS = ("terms", "starts", "passages", "counts", "lengths")
