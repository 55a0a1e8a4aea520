"""Words of a question that texts need not have: units that they write as signs ("10%" answers "몇
퍼센트"), and the 님 that only who speaks puts behind a title."""

from collections.abc import Sequence

from ingest.document import Morpheme
from ingest.word_lists import listed

_ASKING = listed("몇 many what which")
_NUMBERS = frozenset({"NR", "SN"})  # between them, as in "몇 억 달러"
_SIGNS = listed(
    """
    퍼센트 프로 퍼센트포인트 달러 유로 엔 킬로미터 미터 센티미터 밀리미터 제곱미터 킬로그램
    percent percentage cent dollars euros pounds kilometres kilometers metres meters
    """
)
_HONORIFIC = ("님", "XSN")


def unwritten(question: Sequence[Morpheme]) -> frozenset[Morpheme]:
    """The morphemes of a question that only name the unit of what it asks for, or are polite.

    >>> unwritten([Morpheme("몇", "MM", 0, 1), Morpheme("퍼센트", "NNB", 2, 5)])
    frozenset({Morpheme(form='퍼센트', tag='NNB', start=2, end=5)})
    """
    found, asked = set(), False
    for one in question:
        word = one.form.lower()
        if (asked and word in _SIGNS) or (one.form, one.tag) == _HONORIFIC:
            found.add(one)
        asked = word in _ASKING or (asked and one.tag in _NUMBERS)
    return frozenset(found)
