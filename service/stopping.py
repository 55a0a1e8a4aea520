"""A run that is asked to stop ends when it has put away what it holds."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Whether a run was asked to stop, and by which signal."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None
        self._event = threading.Event()

    def ask(self, number: int) -> None:
        """Ask the run to stop, as that signal does."""
        self.signal = signal.Signals(number)
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Do nothing for so long, or until asked to stop; whether it was."""
        return self._event.wait(seconds)

    @property
    def asked(self) -> bool:
        """Whether the run should come to its end."""
        return self.signal is not None

    @property
    def exit_code(self) -> int:
        """What a shell calls an end by that signal: 130 for Ctrl-C; 0 when there was none."""
        return 0 if self.signal is None else 128 + self.signal


@contextmanager
def stop_on_signals(on_asked: Callable[[], None]) -> Iterator[Stop]:
    """Turn the first SIGINT or SIGTERM into a question, and tell `on_asked`.

    The second acts as it always does: somebody who presses Ctrl-C twice does not want to wait.
    """
    stop = Stop()
    caught = (signal.SIGINT, signal.SIGTERM)

    def ask(number: int, _frame: FrameType | None) -> None:
        restore()
        stop.ask(number)
        on_asked()

    def restore() -> None:
        for each, handler in zip(caught, before, strict=True):
            signal.signal(each, handler)

    before = [signal.signal(each, ask) for each in caught]
    try:
        yield stop
    finally:
        restore()
