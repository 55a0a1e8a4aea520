"""Runs in a process of its own: rebuilds for another model, and is killed while it embeds.

Usage: rebuild_child.py DATA LOG CALL. Every text that is embedded is a line of LOG, written when
its batch is done; at the start of batch number CALL the process kills itself.
"""

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedder import PassageText
from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain

OTHER = "fake-b"


class LoggingEmbedder(FakeEmbedder):
    def __init__(self, log: Path, killed_at: int = 0) -> None:
        super().__init__(OTHER)
        self._log = log
        self._killed_at = killed_at
        self._calls = 0

    def encode_passages(self, passages: Sequence[PassageText]) -> list[NDArray[np.float32]]:
        self._calls += 1
        if self._calls == self._killed_at:
            os.kill(os.getpid(), signal.SIGKILL)
        vectors = super().encode_passages(passages)
        with self._log.open("a", encoding="utf-8") as log:
            log.writelines(json.dumps(one.text) + "\n" for one in passages)
        return vectors


def main() -> None:
    data, log, call = sys.argv[1:]
    with open_plain(Path(data), LoggingEmbedder(Path(log), int(call))) as index:
        index.rebuild()


if __name__ == "__main__":
    main()
