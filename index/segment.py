"""A run of passages as arrays: their words, sentences and vectors. Made once and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.arrays import Column
from index.postings import Integers, Leg, Postings
from ingest.document import Language

# Languages as numbers; new ones go to the end.
LANGUAGES = (Language.KO, Language.EN)


@dataclass(frozen=True, slots=True)
class Segment:
    """n passages in the order of their rows, numbered from 0.

    `rows` int64 (n,), ascending: the passages in the database. `languages` uint8 (n,): places in
    LANGUAGES. `contents` uint64 (n,): the beginnings of their content hashes, by which a segment is
    known to be of this database.

    A passage has a line for itself under its title and one for each of its sentences: those of
    passage i are `lines[i]` to `lines[i + 1]`, int64 (n + 1,). For every line l there is its place
    in the document, `begins[l]` to `ends[l]`, int32; its vector `vectors[l]`, float16 (lines, d),
    as the model gave it; and its terms, `tokens[token_starts[l]:token_starts[l + 1]]`, int32, which
    number the terms of `words[Leg.TERMS]`. The first line has the title's terms.
    """

    rows: Integers
    languages: NDArray[np.uint8]
    contents: NDArray[np.uint64]
    lines: Integers
    begins: NDArray[np.int32]
    ends: NDArray[np.int32]
    token_starts: Integers
    tokens: NDArray[np.int32]
    vectors: NDArray[np.float16]
    words: Mapping[Leg, Postings]

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """A segment out of its file. Raises ValueError when an array is missing."""
        try:
            words = {leg: Postings.from_arrays(arrays, leg) for leg in Leg}
            return cls(**{name: arrays[name] for name in FIELDS}, words=words)
        except KeyError as error:
            raise ValueError(f"a segment without {error}") from error

    def to_columns(self) -> dict[str, Column]:
        """The same, for a file."""
        arrays = {name: getattr(self, name) for name in FIELDS}
        for leg in Leg:
            arrays |= self.words[leg].to_arrays(leg)
        return {name: Column.of(array) for name, array in arrays.items()}


FIELDS = (
    "rows",
    "languages",
    "contents",
    "lines",
    "begins",
    "ends",
    "token_starts",
    "tokens",
    "vectors",
)


def spread(starts: Integers, ends: Integers) -> Integers:
    """All numbers from each start up to its end, one range after the other."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    spread: Integers = np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
    return spread
