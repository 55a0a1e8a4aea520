"""Examples as rows of tokens with targets, the reader's own windows, and rows in batches."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.tokens import Marks
from service.reading.windows import Tokenise, Window, windows
from training.examples import Example

BATCH = 16
# Rows of similar length go together; so many batches are shuffled at a time.
_POOL = 64


@dataclass(frozen=True, slots=True)
class Row:
    """A window, whether it answers, and the tokens (of the row) where the answer begins and ends;
    None without one, or where none is marked."""

    window: Window
    answerable: bool
    answer: tuple[int, int] | None


def row_of(example: Example, tokenise: Tokenise, marks: Marks) -> Row | None:
    """The first window, with its targets; None where the answer lies outside of it."""
    window = windows(example.question, example.title, example.text, tokenise, marks)[0]
    if example.answer is None:
        return Row(window, example.answerable, None)
    start, end = example.answer
    touched = [i for i, (a, b) in enumerate(window.spans) if a < end and b > start]
    # The last token the window has must end where the answer does, or its end was cut off.
    if not touched or window.spans[touched[-1]][1] < end:
        return None
    return Row(window, True, (window.first + touched[0], window.first + touched[-1]))


def batches(rows: Sequence[Row], chance: random.Random) -> Iterator[list[Row]]:
    """All rows once, in batches of similar length, in an order of chance."""
    order = list(rows)
    chance.shuffle(order)
    for start in range(0, len(order), BATCH * _POOL):
        pool = sorted(order[start : start + BATCH * _POOL], key=lambda row: len(row.window.ids))
        groups = [pool[at : at + BATCH] for at in range(0, len(pool), BATCH)]
        chance.shuffle(groups)
        yield from groups
