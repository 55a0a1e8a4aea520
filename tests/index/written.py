"""Stores as each release has written them, and the documents that they were given.

`python -m tests.index.written` writes stores/schema-N.zip with the code that is there: before a new
schema or another arrangement of files comes, so that tests can open what a real release has left.
"""

import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from index import schema
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain

STORES = Path(__file__).parent / "stores"
DIMENSION = 8
GIVEN = (
    simple("장관이 원장에게 예산을 물었다\n원장은 답했다", source="/briefings/a.txt"),
    simple("장관이 원장에게 예산을 다시 물었다\n원장은 답했다", source="/briefings/a.txt"),
    simple(
        "여객선 운항은 12일 시작한다\n요금은 그대로다\n표는 역에서 판다",
        source="/briefings/b.txt",
        title="여객선",
        publisher="누리일보",
        published_at=datetime(2026, 3, 10, 9, tzinfo=UTC),
    ),
    simple("지운 문서\n아무도 못 찾는다", source="/briefings/c.txt"),
    simple(
        "The minister opened the harbour 🚀\nIt holds two ferries",
        source="/briefings/d.txt",
        title="Harbour",
    ),
)
FORMER, A, B, REMOVED, D = (given.document for given in GIVEN)


def write(folder: Path) -> None:
    """Make a data directory: five documents come, one as a new version, and one goes."""
    with open_plain(folder, FakeEmbedder(dimension=DIMENSION)) as index:
        list(index.add_all(GIVEN))
        index.remove(REMOVED.doc_id)


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write(folder)
        (folder / "writer.lock").unlink()
        with zipfile.ZipFile(STORES / f"schema-{schema.VERSION}.zip", "w") as packed:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
                    packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    main()
