"""What Korean grammar puts behind a noun: taken off (“장관을” is answered by “장관”), or made to
agree with another noun (“대표는”, “위원장은”)."""

import re
from collections.abc import Sequence

from ingest import korean
from ingest.document import Morpheme

# What ends the words of somebody else before a verb of saying; without its "고" they stand alone.
_QUOTING = ("다고", "라고", "자고", "냐고")

# What a particle or "이다" follows (tags of the Sejong set): nouns, numbers, foreign words, marks.
_NAMES = ("N", "SN", "SL", "SH", "SW", "SSC", "XSN", "W_")


# Behind a consonant, and behind none.
_PAIRS = (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"))
# The number of the final consonant behind which 로 stays ("서울로").
_RIEUL = 8
_PAIR_OF = {one: pair for pair in _PAIRS for one in pair}
_BEHIND = rf"(?:(?P<particle>{'|'.join(_PAIR_OF)})(?![가-힣]))?"


def exchanged(text: str, old: str, new: str) -> str:
    """The text with another name, whose particles agree with it.

    >>> exchanged("해솔조선 대표는 뭐라고 했어?", "해솔조선 대표", "노조위원장")
    '노조위원장은 뭐라고 했어?'
    """

    def other(found: re.Match[str]) -> str:
        particle = found["particle"]
        return new + _agreeing(new, particle) if particle else new

    return re.sub(re.escape(old) + _BEHIND, other, text)


def _agreeing(noun: str, particle: str) -> str:
    """The form of a particle behind a noun; as it is behind what is not written in Hangul."""
    if not "가" <= noun[-1] <= "힣":
        return particle
    final = (ord(noun[-1]) - ord("가")) % 28
    closed, opened = _PAIR_OF[particle]
    return opened if not final or (closed == "으로" and final == _RIEUL) else closed


def without_particles(sentence: str, start: int, end: int) -> int:
    """Where the words at a place of a sentence end without particles and the copula behind them, or
    without the "고" that quotes them; `end` where nothing of that is behind.

    >>> text = "표민서 장관은 인력을 두 배로 늘려 달라고 요청했다."
    >>> text[8 : without_particles(text, 8, 11)], text[12 : without_particles(text, 12, 16)]
    ('인력', '두 배')
    """
    inside = [one for one in korean.morphemes(sentence) if start < one.end <= end]
    if inside and inside[-1].tag == "EC" and sentence[start:end].endswith(_QUOTING):
        return end - 1
    kept = len(inside)
    while behind := _behind(inside[:kept]):
        kept -= behind
    if not 0 < kept < len(inside) or not inside[kept - 1].tag.startswith(_NAMES):
        return end
    # A particle that is written in one syllable with its word cannot be cut off.
    cut = inside[kept - 1].end
    return cut if start < cut <= inside[kept].start else end


def _behind(morphemes: Sequence[Morpheme]) -> int:
    """How many of the last morphemes are one particle, or the copula with its ending."""
    tags = [one.tag for one in morphemes]
    if tags and tags[-1].startswith("J"):
        return 1
    endings = 0
    while endings < len(tags) and tags[-1 - endings].startswith("E"):
        endings += 1
    is_copula = endings < len(tags) and tags[-1 - endings] == "VCP"
    return endings + 1 if endings and is_copula else 0
