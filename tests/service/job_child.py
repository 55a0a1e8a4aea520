"""Runs in a process of its own, to be killed or to meet the limits of the system.

`job_child.py killed FOLDER` works on the archive from standard input and prints how many of its
documents are stored as soon as some are, and goes on slowly. `job_child.py limited FOLDER` hands in
more than it may write, and prints the error.
"""

import io
import resource
import signal
import sys
import time
from pathlib import Path

from index.corpus import open_index
from index.errors import StorageFailed
from ingest.web import WebPolicy
from service.jobs.desk import Desk
from service.jobs.folder import JobFolder
from service.jobs.job import Kind
from tests.service.fakes import CountingEmbedder


def killed(root: Path) -> None:
    content = sys.stdin.buffer.read()
    index = open_index(root, CountingEmbedder())
    desk = Desk(
        JobFolder(root / "jobs"), WebPolicy(), 10_000_000, lambda _outcome: time.sleep(0.01)
    )
    desk.start(index)
    job_id = desk.hand_in(Kind.FILE, "a.zip", io.BytesIO(content), len(content)).job_id
    while not desk.job(job_id).ended:
        time.sleep(0.001)
    sys.stdout.write(f"{desk.job(job_id).ended}\n")
    sys.stdout.flush()
    time.sleep(60)


def limited(root: Path) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    folder = JobFolder(root / "jobs")
    folder.load()
    desk = Desk(folder, WebPolicy(), 10_000_000)
    try:
        desk.hand_in(Kind.FILE, "a.zip", io.BytesIO(b"x" * 200_000), 200_000)
    except StorageFailed as error:
        sys.stdout.write(str(error))


if __name__ == "__main__":
    {"killed": killed, "limited": limited}[sys.argv[1]](Path(sys.argv[2]))
