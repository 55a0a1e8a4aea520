"""Passages: whole consecutive sentences packed to a size, with exact offsets.

langchain-text-splitters does the packing. It is given pieces that tile the text, so the lengths of
what it returns, added up, are the offsets: nothing is searched for and nothing is joined again.
"""

from collections.abc import Iterable, Iterator, Sequence

from langchain_text_splitters import RecursiveCharacterTextSplitter, TextSplitter

from ingest.document import Document, Language, Passage, Sentence, Span
from ingest.quotations import find_quotations

# About 300 tokens of the default model in either language: well inside its 512, and the size at
# which one passage still speaks of one thing.
MAX_CHARS = {Language.KO: 600, Language.EN: 1_200}
# A last passage under this share of the size joins the one before: on its own it has no context.
TINY = 0.25
# Sub-headlines are shorter than this and have no stop behind them; items of lists are no headings.
_HEADING = 40
_STOPS = (".", "!", "?", "…", ":", ",", '"', "”", ")")
# Where a sentence longer than a passage is cut, best place first.
_SEPARATORS = ["\n", ". ", "; ", ", ", " ", ""]


def split(
    document: Document, sentences: Sequence[Sentence], max_chars: int | None = None
) -> tuple[Passage, ...]:
    """The document's passages in order, without overlap: `document.text[start:end] == text`.

    `max_chars` is the size aimed at (default by language). A passage grows past it only by a
    tiny remainder; a sentence longer than it is cut, outside its quotations where they fit.
    """
    size = max_chars or MAX_CHARS[document.language]
    text = document.text
    spans = _merge_tiny(list(_packed(text, sentences, size)), size)
    return tuple(passage_of(document, ordinal, span) for ordinal, span in enumerate(spans))


def passage_of(document: Document, ordinal: int, span: Span) -> Passage:
    """The passage at a span; its id is the document's with the ordinal behind it."""
    return Passage(
        passage_id=f"{document.doc_id}-{ordinal}",
        doc_id=document.doc_id,
        start=span.start,
        end=span.end,
        text=span.of(document.text),
    )


class _SentencePacker(TextSplitter):
    """Packs given pieces greedily instead of finding its own."""

    def __init__(self, size: int) -> None:
        # The space behind the last sentence is counted here and is no part of the passage.
        super().__init__(chunk_size=size + 1, chunk_overlap=0, strip_whitespace=False)

    def split_text(self, text: str) -> list[str]:
        return self.pack([text])

    def pack(self, pieces: Iterable[str]) -> list[str]:
        return self._merge_splits(pieces, "")


def _packed(text: str, sentences: Sequence[Sentence], size: int) -> Iterator[Span]:
    if not sentences:
        return
    start = sentences[0].start
    for chunk in _SentencePacker(size).pack(_pieces(text, sentences, size)):
        end = start + len(chunk)
        kept = chunk.rstrip()
        lead = len(kept) - len(kept.lstrip())
        if kept:
            yield Span(start + lead, start + len(kept))
        start = end


def _pieces(text: str, sentences: Sequence[Sentence], size: int) -> Iterator[str]:
    """Slices that tile the text from the first sentence on, none longer than `size`.

    A heading goes with the sentence it heads where both fit: at the end of a passage it would head
    nothing.
    """
    ends = [following.start for following in sentences[1:]] + [sentences[-1].end]
    start = sentences[0].start
    for sentence, end in zip(sentences, ends, strict=True):
        if sentence.start > start and end - start > size:
            yield text[start : sentence.start]
            start = sentence.start
        if end - start > size:
            yield from _cut(text[start:end], size)
        elif _is_heading(text[sentence.start : end]) and end < sentences[-1].end:
            continue
        else:
            yield text[start:end]
        start = end
    if start < sentences[-1].end:
        yield text[start : sentences[-1].end]


def _is_heading(piece: str) -> bool:
    """Whether a sentence, with the space behind it, is a short line without a full stop."""
    line = piece.rstrip()
    return (
        piece.endswith("\n")
        and len(line) <= _HEADING
        and not line.endswith(_STOPS)
        and line[0] not in "-•·|"
    )


def _cut(sentence: str, size: int) -> Iterator[str]:
    """An over-long sentence in pieces that fit; a quotation that fits is a piece of its own."""
    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        keep_separator="end",
        chunk_size=size,
        chunk_overlap=0,
        strip_whitespace=False,
    )
    at = 0
    for quotation in find_quotations(sentence, size):
        yield from splitter.split_text(sentence[at : quotation.start])
        yield quotation.of(sentence)
        at = quotation.end
    yield from splitter.split_text(sentence[at:])


def _merge_tiny(spans: list[Span], size: int) -> list[Span]:
    if len(spans) > 1 and spans[-1].end - spans[-1].start < size * TINY:
        *earlier, before, last = spans
        return [*earlier, Span(before.start, last.end)]
    return spans
