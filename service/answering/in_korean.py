"""What the glossary calls an English word in Korean."""

import functools

from index.analyzer import terms
from index.glossary import glossary
from ingest.document import Morpheme


@functools.lru_cache(maxsize=4096)
def in_korean(word: str) -> tuple[str, ...]:
    """The Korean words for one of English; without lone syllables, which are in too many others.

    >>> in_korean("shipyard"), in_korean("Gaoncell")
    (('조선소',), ())
    """
    known = glossary().renderings(terms([Morpheme(word, "SL", 0, len(word))]))
    return tuple(korean for one in known if len(korean := "".join(one.terms)) > 1)
