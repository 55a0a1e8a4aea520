"""The only home of rensa: fingerprints by which texts that share much are found without comparing.

MinHash (Broder 1997): of two sets' signatures as many places agree, on average, as the sets'
Jaccard index. Places are taken two by two as bands, and a band is a key: two texts that share J of
their shingles share one of n keys with probability 1 - (1 - J^2)^n (Leskovec, Rajaraman & Ullman,
"Mining of Massive Datasets", 3.4).
"""

from rensa import RMinHash

from index.overlap import Shingles

# Names what a stored fingerprint was made by.
RULE = "rensa-0.5 pairs 40x2"
# With 40 bands of 2, copies with 30% of the words changed (J = 0.2 to 0.5) are found with a
# probability of 0.8 to 1, and of Wikinews' pairs 5 in 10,000 are compared for nothing.
_BANDS, _ROWS = 40, 2
_SEED = 1
# rensa's places are 32 bits wide; a key is a band's number and two places, mixed into the 64 bits
# of a signed integer of the database by an odd multiplier (Knuth's, for 64 bits).
_PLACE, _WORD, _MIX = 1 << 32, (1 << 64) - 1, 6364136223846793005


def fingerprint(shingles: Shingles) -> tuple[int, ...]:
    """The keys of a text, signed 64-bit integers; none for a text without shingles."""
    if not shingles:
        return ()
    sketch = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    sketch.update([" ".join(shingle) for shingle in shingles])
    places = sketch.digest()
    return tuple(
        _key(band, places[band * _ROWS], places[band * _ROWS + 1]) for band in range(_BANDS)
    )


def _key(band: int, first: int, second: int) -> int:
    mixed = ((first * _PLACE + second + band) * _MIX + band) & _WORD
    return mixed - (1 << 64) if mixed >> 63 else mixed
