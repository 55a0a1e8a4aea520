"""Runs in a process of its own: a child per case backs up or restores and is killed on the way.

Usage: copy_child.py FOLDER POINT:COUNT... For each case, FOLDER/CASE/data is restored over from
FOLDER/backup, or backed up to FOLDER/CASE/backup; FOLDER/CASE/status gets how the child ended.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

from index.backup import back_up
from index.crashpoints import ARMED_BY
from index.restoring import restore


def main() -> None:
    root = Path(sys.argv[1])
    for case in sys.argv[2:]:
        folder = root / case
        shutil.copytree(root / "data", folder / "data")
        child = os.fork()
        if child == 0:
            os.environ[ARMED_BY] = case
            os._exit = lambda _: os.kill(os.getpid(), signal.SIGKILL)
            if case.startswith("backup"):
                back_up(folder / "data", folder / "backup", lambda _: None)
            else:
                restore(root / "backup", folder / "data", replace=True)
            sys.exit()
        _, status = os.waitpid(child, 0)
        (folder / "status").write_text(str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    main()
