"""Sentences of a text: lines first, then Kiwi for Korean and a small rule for English.

Sentences tile the text: every character that is not white space belongs to exactly one.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from ingest import korean
from ingest.document import Language, Morpheme, Sentence, Span
from ingest.english import sentence_starts
from ingest.going_on import GivenUp, going_on, never
from ingest.language import detect, has_hangul
from ingest.quotations import find_quotations

# Kiwi needs 11 s for one unbroken line of 128,000 characters and milliseconds for the same text in
# lines; no line of a real article comes near this.
MAX_LINE = 2_000
# So many lines are analysed between two looks whether the work is still wanted: seconds.
_LOOK_EVERY = 1_000
# A quotation that fits a passage is kept in one sentence; a longer one may be divided.
MAX_QUOTATION = 600

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Briefings run their points together on one line: "... 확정했다. ■ 예산 ..." starts a new one.
_MARKER = re.compile(r"(?<=[.!?다요음함임])\s+(?=[■◆◇□○●※▶]\s?\S)")
_SENTENCE_LIKE = re.compile(r"[.!?。…][\"'”’)\]]*\s")
_SPACE = re.compile(r"\s")


def find_sentences(text: str, language: Language) -> tuple[Sentence, ...]:
    """The sentences of `text` in order, trimmed of white space, with their morphemes.

    A line break always ends a sentence; a boundary inside a quotation never does, as long as the
    quotation is at most 600 characters. Offsets are code points into `text`.
    """
    return next(find_sentences_of_all([(text, language)]))


def find_sentences_of_all(
    texts: Sequence[tuple[str, Language]], given_up: GivenUp = never
) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of several texts, one text after the other. Raises LeftOff in a long one.

    All are analysed in one call: while the caller is busy with one text, other cores analyse the
    next ones.
    """
    lines = [[piece for one in _lines(text) for piece in _capped(text, one)] for text, _ in texts]
    flat = [(text, line) for (text, _), own in zip(texts, lines, strict=True) for line in own]
    analysed = korean.analyse(
        [line.of(text) for text, line in flat], [line.start for _, line in flat]
    )
    for (text, language), own in zip(texts, lines, strict=True):
        pieces_of = zip(own, itertools.islice(analysed, len(own)), strict=True)
        found = going_on(pieces_of, given_up, _LOOK_EVERY)
        yield tuple(
            sentence
            for line, pieces in found
            for sentence in _of_line(text, line, pieces, language)
        )


def _lines(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        marks = [marker.end() for marker in _MARKER.finditer(match.group())]
        yield from _spans(text, [match.start() + at for at in (0, *marks)], match.end())


def _spans(text: str, starts: Iterable[int], end: int) -> Iterator[Span]:
    """The trimmed, non-empty slices between the starts and up to the end."""
    for first, last in itertools.pairwise((*starts, end)):
        piece = text[first:last]
        lead = len(piece) - len(piece.lstrip())
        if piece := piece.strip():
            yield Span(first + lead, first + lead + len(piece))


def _capped(text: str, line: Span) -> Iterator[Span]:
    """The line itself, or its parts where it is longer than Kiwi should see."""
    starts = [line.start]
    while line.end - starts[-1] > MAX_LINE:
        start = starts[-1]
        # A quotation that begins in the window may end behind it.
        stop = min(line.end, start + MAX_LINE + MAX_QUOTATION)
        starts.append(start + _cut(text[start:stop]))
    return _spans(text, starts, line.end)


def _cut(window: str) -> int:
    """Where to cut a window: behind a sentence's end, else at a space, else where it ends.

    A place inside a quotation is taken only where there is no other.
    """
    quotations = find_quotations(window, MAX_QUOTATION)
    for pattern in (_SENTENCE_LIKE, _SPACE):
        ends = [match.end() for match in pattern.finditer(window, MAX_LINE // 4, MAX_LINE)]
        outside = [end for end in ends if not _inside(end, quotations)]
        if outside:
            return outside[-1]
    return MAX_LINE


def _inside(position: int, spans: Sequence[Span]) -> bool:
    return any(span.start < position < span.end for span in spans)


def _of_line(
    text: str, line: Span, pieces: Sequence[Sentence], language: Language
) -> Iterator[Sentence]:
    content = line.of(text)
    if _reads_as_english(content, language):
        starts = sentence_starts(content)
    else:
        starts = [piece.start - line.start for piece in pieces]
    quotations = find_quotations(content, MAX_QUOTATION)
    starts = [0, *(at for at in starts if at > 0 and not _inside(at, quotations))]
    morphemes = [morpheme for piece in pieces for morpheme in piece.morphemes]
    spans = list(_spans(text, [line.start + at for at in starts], line.end))
    yield from _assigned(spans, morphemes)


def _reads_as_english(content: str, language: Language) -> bool:
    """Whether a line goes by the English rule: by its own letters, in doubt as its article does."""
    if language is Language.EN:
        return detect(content) is Language.EN
    return not has_hangul(content)


def _assigned(spans: Sequence[Span], morphemes: Sequence[Morpheme]) -> Iterator[Sentence]:
    """Each span with the morphemes that start in it; the last one takes what is left."""
    at = 0
    for index, span in enumerate(spans):
        first = at
        last = index == len(spans) - 1
        while at < len(morphemes) and (last or morphemes[at].start < span.end):
            at += 1
        yield Sentence(span.start, span.end, tuple(morphemes[first:at]))
