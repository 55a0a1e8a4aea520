"""English lines: where sentences start, and their words in the analyser's terms.

Kiwi reads Latin text as an aside in Korean and breaks it ("s|aid."), so lines without any Hangul
are read here.
"""

import re
from collections.abc import Iterator

from ingest.document import Morpheme

# Never at a sentence's end: a name, a number or a title follows.
_TITLES_TEXT = """
mr mrs ms dr prof gen col maj capt lt sgt sen rep gov pres hon rev st no nos vol fig art sec vs
cf eg ie e.g i.e jan feb mar apr jun jul aug sep sept oct nov dec approx est dept
"""
_TITLES = frozenset(_TITLES_TEXT.split())
# May end a sentence, and then a word follows that rarely stands in the middle of one.
_OPEN_TEXT = """
u.s u.k u.n e.u a.m p.m inc corp co ltd jr sr etc al ph.d d.c
"""
_OPEN = frozenset(_OPEN_TEXT.split())
_STARTERS_TEXT = """
the a an he she it they we i you this that these those in on at but and however so as if when
after before while his her its their our there officials meanwhile for to
"""
_STARTERS = frozenset(_STARTERS_TEXT.split())
_END = re.compile(r"""(?P<word>\S*?)[.!?…]+["'”’)\]]*\s+(?=(?P<next>["'“‘(\[]*[\w$€£₩#]\S*))""")
# A word keeps its apostrophe and the inner full stops of an abbreviation; a number its separators.
_TOKEN = re.compile(
    r"(?P<SL>(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<SN>\d+(?:[.,]\d+)*)|(?P<SF>[.!?…])|(?P<SP>[,;:/])|(?P<SW>\S)"
)


def words(line: str) -> Iterator[Morpheme]:
    """Words (SL), numbers (SN) and marks (SF, SP, SW) of an English line, as morphemes.

    >>> [word.form for word in words("The U.S. gave KIST $3.5 million.")]
    ['The', 'U.S.', 'gave', 'KIST', '$', '3.5', 'million', '.']
    """
    for match in _TOKEN.finditer(line):
        yield Morpheme(match.group(), match.lastgroup or "SW", match.start(), match.end())


def sentence_starts(line: str) -> list[int]:
    """Offsets at which the line's sentences start; the first is 0.

    >>> sentence_starts("Dr. Han met Mr. Lee. They agreed on No. 5.")
    [0, 21]
    """
    return [0, *(match.end() for match in _END.finditer(line) if _ends(match))]


def _ends(match: re.Match[str]) -> bool:
    following = match["next"].lstrip("\"'“‘([")
    if following[:1].islower():
        return False
    if "." not in match.group()[len(match["word"]) :]:
        return True
    word = match["word"].lower().lstrip("\"'“‘([")
    if word in _TITLES or (len(word) == 1 and word.isalpha() and word != "i"):
        return False
    return word not in _OPEN or following.lower().rstrip(",.") in _STARTERS
