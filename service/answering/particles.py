"""A Korean answer without what grammar puts behind it: “장관을” is answered by “장관”."""

from collections.abc import Sequence

from ingest import korean
from ingest.document import Morpheme

# What ends the words of somebody else before a verb of saying; without its "고" they stand alone.
_QUOTING = ("다고", "라고", "자고", "냐고")

# What a particle or "이다" follows (tags of the Sejong set): nouns, numbers, foreign words, marks.
_NAMES = ("N", "SN", "SL", "SH", "SW", "SSC", "XSN", "W_")


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
