"""A passage as rows of tokens that fit the model, and which tokens are which sentence's."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.encoder import Encoded

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of one passage that fits the model: token ids, and who owns which token."""

    passage: int
    ids: tuple[int, ...]
    sentences: tuple[tuple[int, int, int], ...]  # sentence number, first token, last token + 1


def windows(
    passage: int, encoded: Encoded, head: int, sentences: Sequence[Span], limit: int
) -> Iterator[Window]:
    """The windows of a passage, at most `limit` tokens each, cut between sentences where possible.

    `encoded` is the passage with `head` code points before it, which every window begins with.
    `sentences` are code points of the passage.
    """
    ids = encoded.ids
    offsets = [_moved(span, head) for span in encoded.offsets]
    bounds = token_spans(offsets[1:-1], sentences)
    spans = tuple((s, a + 1, b + 1) for s, a, b in bounds)
    if len(ids) <= limit:
        yield Window(passage, tuple(ids), spans)
        return
    prefix = next((i for i, (a, _) in enumerate(offsets) if i and a >= 0), 1)
    prefix = min(prefix, limit // 4)  # a title must leave room for the text
    room = limit - prefix - 1
    cuts = _cuts(prefix, len(ids) - 1, room, [first for _, first, _ in spans])
    for start, end in itertools.pairwise(cuts):
        yield Window(
            passage,
            (*ids[:prefix], *ids[start:end], *ids[-1:]),
            tuple(
                (s, max(a, start) - start + prefix, min(b, end) - start + prefix)
                for s, a, b in spans
                if a < end and b > start
            ),
        )


def _moved(span: Span, shift: int) -> Span:
    """A span counted from `shift`. The first token of a text holds the space before it, too; that
    space is not the text's.

    >>> _moved((8, 10), 9), _moved((2, 8), 9)
    ((0, 1), (-7, -1))
    """
    start, end = span[0] - shift, span[1] - shift
    return (max(start, 0) if end > 0 else start), end


def token_spans(
    offsets: Sequence[Span], sentences: Sequence[Span]
) -> Iterator[tuple[int, int, int]]:
    """(sentence number, first token, last token + 1) for every sentence that has a token.

    >>> list(token_spans([(0, 3), (3, 4), (5, 9)], [(0, 4), (5, 9)]))
    [(0, 0, 2), (1, 2, 3)]
    """
    token = 0
    for number, (start, end) in enumerate(sentences):
        while token < len(offsets) and offsets[token][1] <= start:
            token += 1
        first = token
        while token < len(offsets) and offsets[token][0] < end:
            token += 1
        if token > first:
            yield number, first, token


def _cuts(start: int, end: int, room: int, firsts: Sequence[int]) -> list[int]:
    """Where to cut tokens [start, end) into windows of at most `room`, at sentence starts if any.

    >>> _cuts(0, 10, 4, [0, 3, 6])
    [0, 3, 6, 10]
    """
    cuts = [start]
    while end - cuts[-1] > room:
        inside = [first for first in firsts if cuts[-1] < first <= cuts[-1] + room]
        cuts.append(max(inside, default=cuts[-1] + room))
    return [*cuts, end]
