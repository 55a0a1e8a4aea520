"""What happens to a watched folder's documents, as lines in a terminal."""

import typer

from ingest.errors import SourceNotFound
from service.outcomes import Item, Outcome
from service.rendering import item_line, one_line
from service.stopping import Stop
from service.watching import Follower
from service.wording import Wording


class WatchLines(Follower):
    """One line a change: results on standard output, everything else on standard error.

    `trouble` says whether something was left undone.
    """

    def __init__(self, stop: Stop, folder: str, words: Wording) -> None:
        self._stop = stop
        self._folder = folder
        self._words = words
        self.trouble = False

    def ended(self, item: Item) -> None:
        """Unchanged files are no news."""
        if item.status is Outcome.FAILED:
            self.trouble = True
            typer.echo(item_line(item, self._words), err=True)
        elif item.status is not Outcome.UNCHANGED:
            typer.echo(item_line(item, self._words))

    def stopping(self) -> bool:
        """When a signal asked to."""
        return self._stop.asked

    def removed(self, source: str, doc_id: str) -> None:
        """As `briefing remove` says it, with the source."""
        typer.echo(f"{self._words.removed}\t{doc_id}\t{one_line(source)}")

    def out_of_reach(self, error: SourceNotFound) -> None:
        """An error with its code; the watch goes on."""
        self.trouble = True
        line = self._words.out_of_reach.format(reason=one_line(str(error)))
        typer.echo(f"{self._words.error}[{error.code}]: {line}", err=True)

    def back(self) -> None:
        """The end of that."""
        typer.echo(self._words.back.format(folder=self._folder), err=True)

    def held_back(self, count: int) -> None:
        """How many, and what to do if that is right."""
        self.trouble = True
        line = self._words.held_back.format(count=count, folder=self._folder)
        typer.echo(line, err=True)
