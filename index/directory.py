"""What lies where in a data directory, and the version of that arrangement."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.errors import IndexDamaged, StoreTooNew
from index.files import replace_text

LAYOUT = 1
_REPLACED = "replaced-"
# What a file system keeps in the root of a volume.
_RECOVERED = "lost+found"


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """The paths of one data directory.

    ```
    LAYOUT               the version of this arrangement
    writer.lock          held by the one process that may write
    briefings.sqlite3    the truth (and SQLite's own -wal and -shm beside it)
    aliases.csv          written by people: abbreviations to add or to switch off
    keys.json            the service's: the keys of the API (and keys.lock beside it)
    snapshots/           derived: immutable segments, and CURRENT, which names those in use
    alignment/           derived, where no other folder is given: models' language offsets
    jobs/                the service's: uploads that are not stored yet
    replies/             the service's: what requests were answered, for a day
    replaced-<time>/     what a backup has taken the place of
    ```
    While a backup is restored, there is `arriving`, `arrived` or `placing`: see index.restoring.
    """

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "briefings.sqlite3"

    @property
    def aliases(self) -> Path:
        """The file that adds abbreviations and switches mined ones off; it need not exist."""
        return self.root / "aliases.csv"

    @property
    def keys(self) -> Path:
        """The file of the API's keys; as long as it is there, a key is asked for."""
        return self.root / "keys.json"

    @property
    def jobs(self) -> Path:
        """The folder of uploads."""
        return self.root / "jobs"

    @property
    def replies(self) -> Path:
        """The folder of kept replies."""
        return self.root / "replies"

    @property
    def lock(self) -> Path:
        """The file whose lock makes a process the writer."""
        return self.root / "writer.lock"

    @property
    def snapshots(self) -> Path:
        """The folder of what is searched."""
        return self.root / "snapshots"

    @property
    def alignment(self) -> Path:
        """The folder of what was measured of embedding models."""
        return self.root / "alignment"

    @property
    def layout(self) -> Path:
        """The file that holds the arrangement's version."""
        return self.root / "LAYOUT"

    @property
    def arriving(self) -> Path:
        """A backup that is being copied here."""
        return self.root / "arriving"

    @property
    def arrived(self) -> Path:
        """A backup that has been copied here, whole."""
        return self.root / "arrived"

    @property
    def placing(self) -> Path:
        """A backup on its way from there to where it belongs."""
        return self.root / "placing"

    @property
    def unsettled(self) -> bool:
        """Whether a restoration has been interrupted that can be finished."""
        return self.arrived.exists() or self.placing.exists()

    def replaced(self, moment: datetime) -> Path:
        """A new folder for what a backup takes the place of at this moment (UTC): by its name the
        last of all, also within a second and after a clock was set back."""
        path, last = self.root / f"{_REPLACED}{moment:%Y%m%dT%H%M%SZ}", self.last_replaced()
        return path if path > last else last.with_name(f"{last.name}-2")

    def last_replaced(self) -> Path:
        """The newest of these folders; the directory itself where there is none."""
        return max(self.root.glob(f"{_REPLACED}*"), default=self.root)

    def held(self) -> list[Path]:
        """What lies in the directory, by name, besides its lock and what restoring put there; the
        system's own, hidden files among it, is passed over."""
        passed = {self.lock, self.arriving, self.arrived, self.placing, self.root / _RECOVERED}
        return sorted(
            path
            for path in self.root.iterdir()
            if path not in passed and not path.name.startswith((_REPLACED, "."))
        )

    def strays(self) -> list[Path]:
        """What lies in the directory and is no part of it."""
        files = {self.layout, self.aliases, self.keys, self.keys.with_suffix(".lock")}
        parts = files | {self.snapshots, self.alignment, self.jobs, self.replies}
        return [
            path
            for path in self.held()
            if path not in parts and not path.name.startswith(self.database.name)
        ]

    def prepare(self) -> None:
        """Make what is missing. Raises StoreTooNew, or IndexDamaged for an unreadable version."""
        self.root.mkdir(parents=True, exist_ok=True)
        if self.layout.exists():
            self.check()
        else:
            replace_text(self.layout, f"{LAYOUT}\n")
        self.snapshots.mkdir(exist_ok=True)

    def check(self) -> None:
        """Raise StoreTooNew, or IndexDamaged when the version cannot be read."""
        written = self.layout.read_bytes().strip()
        if not written.isdigit():
            raise IndexDamaged(
                f"{self.layout} holds {written[:20]!r} where the version {LAYOUT} was expected; "
                f"write {LAYOUT} into it, or restore the data directory from a backup"
            )
        if int(written) > LAYOUT:
            raise StoreTooNew(
                f"{self.root} has arrangement {int(written)}; this release knows up to {LAYOUT}"
            )
