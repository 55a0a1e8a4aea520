"""Runs in a process of its own: children work on copies of an index while the system fails them.

Usage: fault_child.py FOLDER. Each line of standard input starts a child on a copy of FOLDER/data:
"CASE strace CALL N" makes the N-th CALL of each of its threads fail with EIO, "CASE limit BYTES"
lets no file grow beyond a size. FOLDER/CASE gets data, the log (see kill_child; "! CODE" follows a
change that was refused) and strace's own log. How the child ended is written to standard output,
or "refused: ..." where strace may not watch it. Children are forked so that libraries are loaded
once.
"""

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from index.errors import StorageFailed
from tests.index.fakes import FakeEmbedder
from tests.index.kill_child import DIMENSION, document
from tests.index.opening import open_plain

# From <sys/prctl.h>: lets any process of the same user trace this one, where only parents may.
_PR_SET_PTRACER, _ANY = 0x59616D61, -1


def work(folder: Path) -> None:
    """Four documents at once, one of them changed, one removed, a rebuild, and two more."""
    with (folder / "log").open("a", buffering=1) as log:

        def attempt(line: str, change: Callable[[], object]) -> None:
            log.write(f"{line}\n")
            try:
                change()
            except StorageFailed as error:
                log.write(f"! {error.code}\n")
            else:
                log.write(f"{' '.join(line.split()[:2])} ok\n")

        try:
            index = open_plain(folder / "data", FakeEmbedder(dimension=DIMENSION))
        except StorageFailed as error:
            log.write(f"! {error.code}\n")
            return
        with index:
            first = [document(f"{number}.txt", 1) for number in range(4)]
            log.writelines(f"+ {one.document.source} 1\n" for one in first)
            try:
                for done in index.add_all(first):
                    log.write(f"+ {done.source} ok\n")
            except StorageFailed as error:
                log.write(f"! {error.code}\n")
            attempt("+ 0.txt 2", lambda: index.add(document("0.txt", 2)))
            if index.contains(first[1].document.doc_id):
                attempt("- 1.txt", lambda: index.remove(first[1].document.doc_id))
            attempt("rebuild", index.rebuild)
            attempt("+ 4.txt 1", lambda: index.add(document("4.txt", 1)))
            attempt("+ 1.txt 2", lambda: index.add(document("1.txt", 2)))


def forked(folder: Path, prepare: Callable[[], None]) -> int:
    """The id of a child that prepares itself, works, and exits 0 unless an error leaves it."""
    child = os.fork()
    if child == 0:
        try:
            prepare()
            work(folder)
            os._exit(0)
        finally:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    return child


def limited(folder: Path, size: int) -> int:
    def prepare() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails instead
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return ended(forked(folder, prepare))


def traced(folder: Path, call: str, number: int) -> int | str:
    read, write = os.pipe()

    def prepare() -> None:
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY, 0, 0, 0)
        os.close(write)
        os.read(read, 1)  # until strace watches

    child = forked(folder, prepare)
    os.close(read)
    inject = f"inject={call}:error=EIO:when={number}"
    command = ["strace", "-f", "-p", str(child), "-e", f"trace={call}", "-e", inject]
    with subprocess.Popen(
        [*command, "-o", folder / "strace"], stderr=subprocess.PIPE, text=True
    ) as strace:
        line = strace.stderr.readline()
        attached = line.strip().endswith("attached")
        if not attached:
            os.kill(child, signal.SIGKILL)
        os.close(write)
        status = ended(child)
        strace.stderr.read()
    return status if attached else f"refused: {line.strip()}"


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    import faiss  # noqa: F401 - here, once, for all children

    import ingest.split  # noqa: F401

    root = Path(sys.argv[1])
    for line in sys.stdin:
        case, kind, *rest = line.split()
        folder = root / case
        shutil.copytree(root / "data", folder / "data")
        if kind == "limit":
            outcome: int | str = limited(folder, int(rest[0]))
        else:
            outcome = traced(folder, rest[0], int(rest[1]))
        sys.stdout.write(f"{outcome}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
