"""A question and a passage as the one row of tokens that the reader sees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.tokens import Marks

# Tokens a row may have; the question and the title are cut so that the passage keeps most of it.
LIMIT, MOST_QUESTION, MOST_TITLE = 448, 64, 24

Tokenise = Callable[[str], tuple[Sequence[int], Sequence[tuple[int, int]]]]
"""Token ids of a text without special tokens, and each token's (start, end) code points."""


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids of one row; `spans` are the code points in the passage of the tokens that stand
    from `first` on."""

    ids: tuple[int, ...]
    first: int
    spans: tuple[tuple[int, int], ...]


def windows(
    question: str,
    title: str,
    text: str,
    tokenise: Tokenise,
    marks: Marks,
    *,
    parts: Sequence[tuple[int, int]] | None = None,
    overlap: int = 96,
) -> list[Window]:
    """The rows for a passage: one, or several that share `overlap` tokens if it is long.

    Of the text, the tokens in `parts` (code points of it) are taken, as if they stood together.
    """
    asked = tokenise(question)[0][:MOST_QUESTION]
    head = f"{title}\n" if title else ""
    ids, spans = tokenise(head + text)
    inside = sum(end <= len(head) for _, end in spans) if head else 0
    before = [marks.begin, *asked, marks.end, marks.end, *ids[: min(inside, MOST_TITLE)]]
    body = [(token, _moved(span, len(head))) for token, span in zip(ids, spans, strict=True)]
    body = [one for one in body[inside:] if parts is None or _within(one[1], parts)]
    room = LIMIT - len(before) - 1
    starts = [0]
    while starts[-1] + room < len(body):
        starts.append(min(starts[-1] + room - overlap, len(body) - room))
    return [
        Window(
            (*before, *(token for token, _ in body[start : start + room]), marks.end),
            len(before),
            tuple(span for _, span in body[start : start + room]),
        )
        for start in starts
    ]


def _within(span: tuple[int, int], parts: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] < end for start, end in parts)


def _moved(span: tuple[int, int], shift: int) -> tuple[int, int]:
    return max(span[0] - shift, 0), max(span[1] - shift, 0)
