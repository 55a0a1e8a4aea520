"""Terms as numbers, so that an index keeps no words."""

import functools
import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]


@functools.lru_cache(maxsize=65_536)  # the same terms are in many passages and questions
def key_of(term: str) -> int:
    """A term's number: 64 bits of BLAKE2b.

    A million passages have some ten million distinct terms; that any two of them share a number has
    a chance of one in 400,000.
    """
    # A question may hold half a surrogate pair, which no document does.
    content = term.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "little")


def keys_of(terms: Iterable[str]) -> Keys:
    """The numbers of terms, in their order."""
    return np.fromiter(map(key_of, terms), np.uint64)
