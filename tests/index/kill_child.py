"""Runs in a process of its own: on command, a child works on an index and is killed while it does.

Usage: kill_child.py FOLDER. Each line of standard input, "SEED CHANGES SECONDS", starts a child
that goes on working on FOLDER/data; it is killed SECONDS after its CHANGES-th change was
acknowledged, and how it ended is written to standard output. FOLDER/log gets a line per change
begun ("+ SOURCE VERSION", "- SOURCE", "rebuild") and, as "+ SOURCE ok", per change acknowledged.
Children are forked so that libraries are loaded once.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain

DIMENSION = 8
SOURCES = tuple(f"{number}.txt" for number in range(8))
# A child that never gets so far would be waited for without end.
_PATIENCE_SECONDS = 120


def document(source: str, version: int):
    """Two passages, both of which name the source and the version."""
    lines = "\n".join(f"{source} {version} 줄{n}" for n in range(4))
    return simple(f"{lines}\n", source=source)


def work(folder: Path, seed: int) -> None:
    """Change the index at random until killed; versions are never used twice."""
    chance = random.Random(seed)
    log = os.open(folder / "log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(line: str) -> None:
        os.write(log, f"{line}\n".encode())

    with open_plain(folder / "data", FakeEmbedder(dimension=DIMENSION)) as index:
        held = {one.source: one.doc_id for one in index.documents()}
        while True:
            what = chance.choices(["put", "remove", "rebuild"], [6, 3, 1])[0]
            if what == "put":
                some = chance.sample(SOURCES, chance.choice([1, 1, 3]))
                given = [document(source, chance.getrandbits(60)) for source in some]
                for one in given:
                    note(f"+ {one.document.source} {one.document.text.split()[1]}")
                for change in index.add_all(given):
                    note(f"+ {change.source} ok")
                    held[change.source] = change.doc_id
            elif what == "remove" and held:
                source = chance.choice(sorted(held))
                note(f"- {source}")
                index.remove(held.pop(source))
                note(f"- {source} ok")
            elif what == "rebuild":
                note("rebuild")
                index.rebuild()
                note("rebuild ok")


def acknowledged(log: Path) -> int:
    return log.read_bytes().count(b" ok\n")


def killed(folder: Path, seed: int, changes: int, seconds: float) -> int:
    """How a child ended that was killed after so many changes and seconds."""
    log = folder / "log"
    log.touch()
    until = acknowledged(log) + changes
    child = os.fork()
    if child == 0:
        try:
            work(folder, seed)
        finally:
            os._exit(1)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while acknowledged(log) < until and time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    import faiss  # noqa: F401 - here, once, for all children

    import ingest.split  # noqa: F401

    folder = Path(sys.argv[1])
    for line in sys.stdin:
        seed, changes, seconds = line.split()
        sys.stdout.write(f"{killed(folder, int(seed), int(changes), float(seconds))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
