"""Whether what stands in quotation marks in a Korean sentence is speech, by what follows it."""

import re

from ingest.document import Span
from ingest.language import is_hangul

# What may follow a closing quotation mark, joined to it, when speech is reported.
TAIL = re.compile(
    r"(?:이?라)?(?:고|며|면서|지만|더니)(?:도|는)?|이?라는|이?란|는|던|라|이라|이?라던"
)
ADNOMINAL = re.compile(r"이?라는|이?란|는|던|이?라던")
_SENTENCE_LIKE = re.compile(r"[다라자까요냐죠네지음함임나걸군오것길]['’\"”.!?…~]*$|[.!?…]['’\"”]*$")
_SENTENCE = re.compile(r"[다까요]$|[.!?…]$")
_SINGLE = frozenset("‘'")
_DOUBLE = frozenset('"“「＂')
# What ends a part of a headline; nothing, where the text ends.
_PART_ENDS = ("", "\n", "…", "·", "/")
# Shorter things in quotation marks and without a quotative particle are names and catchwords.
_MIN_BARE_QUOTE = 8
# Behind the first of two that share a verb: “…”, 야당은 “…”고 각각 말했다.
_NEXT_OF_TWO = re.compile(r",\s?[^“”\"\n]{1,40}[은는]\s?[“\"]")


def is_speech(text: str, quote: Span) -> bool:
    """Whether a quotation (marks included) holds speech rather than a name or a catchword."""
    inside = text[quote.start + 1 : quote.end - 1].strip()
    like = _SENTENCE_LIKE.search(inside) is not None
    tail = TAIL.match(text, quote.end)
    if tail is None and _headed(text, quote):
        return len(inside) >= _MIN_BARE_QUOTE
    if tail is None:
        # Any other particle joined to it makes it a noun: 'A'를 개최한다.
        joined = quote.end < len(text) and is_hangul(text[quote.end])
        if text[quote.start] in _SINGLE:  # '소통 불가 이미지': a name but for a full sentence
            like = _SENTENCE.search(inside) is not None
        shares = _SENTENCE.search(inside) and _NEXT_OF_TWO.match(text, quote.end)
        return like and (len(inside) >= _MIN_BARE_QUOTE or bool(shares)) and not joined
    if ADNOMINAL.fullmatch(tail.group()) or tail.group() in ("라", "이라"):
        return like or len(inside) >= 2 * _MIN_BARE_QUOTE
    if text[quote.start] in _SINGLE:  # as often a name: '솟대'라고 부른다
        return len(inside) >= _MIN_BARE_QUOTE or (like and " " in inside)
    return True


def _headed(text: str, quote: Span) -> bool:
    """As in the headline 국재하 "장비보다 사람 예산"…: behind a bare word, ending its part."""
    if text[quote.start] not in _DOUBLE:
        return False
    before, after = text[max(0, quote.start - 2) : quote.start], text[quote.end : quote.end + 1]
    return before[-1:] == " " and is_hangul(before[0]) and after in _PART_ENDS
