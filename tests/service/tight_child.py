"""Runs in a process of its own: a service without a model.

Usage: tight_child.py FOLDER. Prints the service's address; ends when killed or asked to. The data
lie in FOLDER/data.
"""

import sys
from pathlib import Path

from index.corpus import open_index
from service.answering.engine import AnswerEngine
from service.assembly import Parts
from service.http.app import create_app
from service.logs import configure
from service.settings import LogFormat, LogLevel, Settings
from tests.service.fakes import CountingEmbedder
from tests.serving import serving


def main() -> None:
    configure(LogLevel.WARNING, LogFormat.TEXT)
    data = Path(sys.argv[1]) / "data"

    def load() -> Parts:
        index = open_index(data, CountingEmbedder())
        return Parts(index, AnswerEngine(index), len)

    with serving(create_app(Settings(data_dir=data), load)) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
