"""A progress bar on standard error, and nothing at all when nobody is looking."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Advance(Protocol):
    """Draws how far something has come, and what is being worked on."""

    def __call__(self, done: int, total: int, now: str = "") -> None:
        """`done` of `total`; `now` is shown beside the bar."""


@contextmanager
def progress_bar(label: str, *, shown: bool) -> Iterator[Advance]:
    """Give a function `advance(done, total, now)` that draws the bar; it goes away at the end."""
    if not shown:
        yield lambda _done, _total, _now="": None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
    )
    from rich.table import Column
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second, over the last half minute."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    name = Column(ratio=1, no_wrap=True, overflow="ellipsis")
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        # A file's name is text, whatever brackets are in it.
        TextColumn("{task.fields[now]}", markup=False, table_column=name),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None, now="")

        def advance(done: int, total: int, now: str = "") -> None:
            progress.update(task, completed=done, total=total, now=now)

        yield advance
