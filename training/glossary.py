"""Makes index/glossary.tsv, in terms and from both sides, of training/glossary.tsv, in words.

    python -m training.glossary

A line of what is written is an English word, a tab, and the Korean words that news writes for it,
the likeliest first, with commas between.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from index import analyzer
from index.glossary import LONGEST
from ingest import korean

WRITTEN = Path(__file__).with_name("glossary.tsv")
MADE = Path(__file__).parent.parent / "index" / "glossary.tsv"

# A sentence in which any noun may stand.
_BEFORE, _AFTER = "그것은 ", "의 이야기다."


def main() -> None:
    """Write the file anew."""
    MADE.write_text(made(WRITTEN.read_text(encoding="utf-8").splitlines()), encoding="utf-8")


def made(written: Iterable[str]) -> str:
    r"""The glossary in terms; words that have none, or too many, are left out.

    >>> made(["minister\t장관, 각료"])
    'minist\t장관,각료\n각료\tminist\n장관\tminist\n'
    """
    found: dict[str, dict[str, None]] = {}
    for english, korean_word in _pairs(written):
        found.setdefault(english, {})[korean_word] = None
        found.setdefault(korean_word, {})[english] = None
    return "".join(f"{word}\t{','.join(others)}\n" for word, others in sorted(found.items()))


def _pairs(written: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in written:
        english, words = line.split("\t")
        own = analyzer.terms(korean.morphemes(english))
        for word in words.split(","):
            for other in _korean_terms(word.strip()):
                if all(1 <= len(terms) <= LONGEST for terms in (own, other)):
                    yield " ".join(own), " ".join(other)


def _korean_terms(word: str) -> list[list[str]]:
    """A word's terms, as it is cut alone and as it is cut in a sentence, where these differ: texts
    have both. A cut that makes other words of it (제방 as 저 and 방) is none."""
    alone = analyzer.terms(korean.morphemes(word))
    if word.endswith("다"):  # a verb, which ends a sentence by itself
        return [alone]
    letters = word.replace(" ", "").lower()
    cuts = alone, _terms_inside(word)
    whole = [terms for terms in cuts if "".join(terms) == letters]
    parts = [terms for terms in cuts if all(term in letters for term in terms)]
    return whole or parts or [[letters]]


def _terms_inside(word: str) -> list[str]:
    start = len(_BEFORE)
    text = f"{_BEFORE}{word}{_AFTER}"
    inside = (one for one in korean.morphemes(text) if start <= one.start < start + len(word))
    return analyzer.terms(inside)


if __name__ == "__main__":
    main()
