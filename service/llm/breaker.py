"""A language model that keeps failing is left alone for a while, and then tried once."""

import threading
import time
from collections.abc import Callable

# Failures in a row after which nobody waits for the next one, and for how long.
FAILURES = 5
PAUSE_SECONDS = 30.0

Clock = Callable[[], float]


class Breaker:
    """Counts failures in a row; safe in many threads, which it holds up for no time at all."""

    def __init__(
        self,
        failures: int = FAILURES,
        pause: float = PAUSE_SECONDS,
        clock: Clock = time.monotonic,
    ) -> None:
        self._most, self._pause, self._clock = failures, pause, clock
        self._failed = 0
        self._again = 0.0  # from when one may try
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Whether to try now. After a pause one caller is let through, and the others only when it
        has succeeded or another pause has passed."""
        with self._lock:
            if self._failed < self._most:
                return True
            now = self._clock()
            if now < self._again:
                return False
            self._again = now + self._pause
            return True

    def succeeded(self) -> None:
        """The model answered."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """It did not."""
        with self._lock:
            self._failed += 1
            self._again = self._clock() + self._pause
