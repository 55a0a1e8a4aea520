"""Runs in a process of its own: a child per case works on an index and dies at a named point.

Usage: crash_child.py FOLDER CASE..., a case being POINT:COUNT or "kill:COUNT". Each case gets
FOLDER/CASE/data and FOLDER/CASE/log, one line per change begun ("+ n", "- n") and per change
acknowledged ("+ n ok"). Children are forked so that libraries are loaded once.
"""

import os
import signal
import sys
from pathlib import Path

from index import growth
from index.crashpoints import ARMED_BY
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain


def document(number: int):
    """Document 2n + 1 is a later version of document 2n, from another source at the same address
    where n is odd. All tell one story."""
    article = number // 2
    shared = "\n".join(" ".join(f"낱말{line}{i}" for i in range(12)) for line in "가나다")
    return simple(
        f"문서 {number}\n둘째 줄\n{shared}\n셋째 줄 {number}",
        source=f"{number}.html" if article % 2 else f"{article}.txt",
        url=f"https://news.example/{article}",
    )


def work(folder: Path, kill_after: int) -> None:
    """Add three, change one, remove one, rebuild, and go round again with others. Segments of more
    than eight passages are merged in a thread beside."""
    growth.AT_ONCE, growth._FEW = 8, 4
    with (folder / "log").open("a") as log:
        steps = 0

        def note(line: str) -> None:
            nonlocal steps
            log.write(line + "\n")
            log.flush()
            steps += 1
            if steps == kill_after:
                os.kill(os.getpid(), signal.SIGKILL)

        with open_plain(folder / "data", FakeEmbedder(dimension=8)) as index:
            for base in (0, 10, 20):
                for number in (base, base + 2, base + 4, base + 1):
                    note(f"+ {number}")
                    index.add(document(number))
                    note(f"+ {number} ok")
                note(f"- {base + 2}")
                index.remove(document(base + 2).document.doc_id)
                note(f"- {base + 2} ok")
                index.rebuild()


def main() -> None:
    import faiss  # noqa: F401 - here, once, for all children

    import ingest.split  # noqa: F401

    root = Path(sys.argv[1])
    for case in sys.argv[2:]:
        (root / case).mkdir()
        child = os.fork()
        if child == 0:
            name, count = case.split(":")
            if name != "kill":
                os.environ[ARMED_BY] = case
            work(root / case, int(count) if name == "kill" else 0)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        (root / case / "status").write_text(str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main()
