"""No room, no permission, no file descriptors: named problems, answers meanwhile, and recovery."""

import itertools
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.service import tight_child

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")

DISK_BYTES = 10 * 1024 * 1024
# A name space of its own: the disk is seen by the service alone, and goes with it.
MOUNTED = ["unshare", "--mount", "sh", "-ec"]
MOUNT = f'mount -t tmpfs -o size={DISK_BYTES} tmpfs "$1"; shift; exec "$@"'
# Root without the power to pass over permissions: `-` takes a capability away.
BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
BOUND += ["--inh-caps=-dac_override,-dac_read_search"]
PATIENCE_SECONDS = 180


def name(number: int) -> str:
    """Three syllables of its own."""
    chance = random.Random(number)
    return "".join(chr(chance.randrange(0xAC00, 0xD7A4)) for _ in range(3))


def words(number: int) -> str:
    """Sentences that no other document has: it would be taken for a copy."""
    names = [name(1_000 * (number + 1) + n) for n in range(90)]
    return " ".join(
        f"{a}이 {b}에게 {c}을 주었다." for a, b, c in zip(*[iter(names)] * 3, strict=True)
    )


class Service:
    """A service in a tight place; `root` is its folder as it sees it itself."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self.pid = process.pid
        self.folder = folder
        self.root = Path(f"/proc/{process.pid}/root") / folder.relative_to("/")
        self.data = self.root / "data"
        assert process.stdout is not None
        self._client = httpx.Client(base_url=process.stdout.readline().strip(), timeout=60)
        self.stored: dict[int, str] = {}
        self.next = itertools.count()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._loaded():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def _loaded(self) -> bool:
        """Whether all but the disk is ready, which is smaller than a service should have."""
        checks = self._client.get("/readyz").json()["checks"]
        return all(check["ok"] for name, check in checks.items() if name != "disk")

    def close(self) -> None:
        self._client.close()

    def send(self, number: int, **headers: str) -> httpx.Response:
        body = {
            "title": f"여객선 {name(number)}",
            "source": f"{number}.md",
            "text": f"여객선 {name(number)}호가 누리항에 들어왔다.\n\n" + words(number),
        }
        return self._client.post("/v1/documents", json=body, headers=headers)

    def store(self, number: int) -> None:
        """Store a document, which may be there since an earlier try failed on the way."""
        response = self.send(number)
        assert response.status_code in (200, 201), response.text
        self.stored[number] = response.json()["doc_id"]

    def remove_down_to(self, count: int) -> None:
        for number in sorted(self.stored)[count:]:
            response = self._client.delete(f"/v1/documents/{self.stored.pop(number)}")
            assert response.status_code == 204, response.text

    def answers(self) -> None:
        """Every document that was stored is there and can be found."""
        listed = self._client.get("/v1/documents?limit=200")
        assert listed.status_code == 200, listed.text
        there = {document["doc_id"] for document in listed.json()["documents"]}
        assert there >= set(self.stored.values())
        for number in {min(self.stored), max(self.stored)}:
            question = {"question": f"여객선 {name(number)}", "k": 50}
            found = self._client.post("/v1/search", json=question)
            assert found.status_code == 200, found.text
            assert self.stored[number] in {hit["doc_id"] for hit in found.json()["hits"]}
        answered = self._client.post("/v1/chat", json={"question": "여객선이 어디에 들어왔나?"})
        assert answered.status_code == 200, answered.text


@pytest.fixture(scope="module")
def mounts() -> bool:
    """Whether a disk can be mounted for one process alone."""
    if shutil.which("unshare") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run(
            [*MOUNTED, MOUNT, "sh", folder, "true"], capture_output=True, check=False
        )
    return tried.returncode == 0


@contextmanager
def started(*, mounted: bool) -> Iterator[Service]:
    """The service on a small disk of its own, or on whatever disk there is."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        command = [sys.executable, "-m", tight_child.__name__, temporary]
        if os.getuid() == 0:
            command = [*BOUND, *command]
        process = subprocess.Popen(
            [*MOUNTED, MOUNT, "sh", temporary, *command] if mounted else command,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        with process:
            try:
                service = Service(process, folder)
                for _ in range(3):
                    service.store(next(service.next))
                yield service
                service.close()
            finally:
                process.kill()


@pytest.fixture(scope="module")
def service(mounts: bool) -> Iterator[Service]:
    with started(mounted=mounts) as running:
        yield running


def refused(response: httpx.Response) -> bool:
    """Whether a request was refused by the problem that says why."""
    if response.is_success:
        return False
    assert response.status_code in (503, 507), response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == "storage_failed"
    assert response.json()["detail_ko"]
    return True


@pytest.mark.promise(4)
def test_a_full_disk(service, mounts, scale, seed, tally):
    if not mounts:
        pytest.skip("a disk can be mounted by root alone, and not in every container")
    chance = random.Random(seed)
    for _ in range(scale(2, 50)):
        left = chance.choice([0, 0, chance.randrange(400_000)])
        filler = service.root / "filler"
        with filler.open("wb", buffering=0) as file:
            free = shutil.disk_usage(service.root).free
            file.write(bytes(max(0, free - left)))
        for _ in range(40):  # as many as there is room for
            number = next(service.next)
            response = service.send(number)
            if refused(response):
                break
            service.stored[number] = response.json()["doc_id"]
        else:
            raise AssertionError("the disk was not full")
        service.answers()
        filler.unlink()
        service.store(number)
        service.answers()
        service.remove_down_to(3)
        service.answers()
        tally["disks filled"] += 1


@pytest.mark.promise(4)
def test_a_folder_that_cannot_be_written_to(service, scale, tally):
    for _ in range(scale(1, 20)):
        folders = [path for path in [service.data, *service.data.rglob("*")] if path.is_dir()]
        modes = {folder: folder.stat().st_mode for folder in folders}
        for folder in folders:
            folder.chmod(0o555)
        try:
            number = next(service.next)
            assert refused(service.send(number))
            assert refused(service.send(number, **{"Prefer": "respond-async"}))
            service.answers()
        finally:
            for folder, mode in modes.items():
                folder.chmod(mode)
        service.store(number)
        service.answers()
        tally["folders closed"] += 1


@pytest.mark.promise(4)
def test_too_few_file_descriptors(service, scale, tally):
    for _ in range(scale(1, 20)):
        service.answers()  # and leaves a connection open that goes on below
        before = resource.prlimit(service.pid, resource.RLIMIT_NOFILE)
        open_now = {int(path.name) for path in Path(f"/proc/{service.pid}/fd").iterdir()}
        lowest = next(number for number in range(1 << 20) if number not in open_now)
        resource.prlimit(service.pid, resource.RLIMIT_NOFILE, (lowest, before[1]))
        try:
            number = next(service.next)
            assert refused(service.send(number))
            service.answers()
        finally:
            resource.prlimit(service.pid, resource.RLIMIT_NOFILE, before)
        service.store(number)
        service.answers()
        tally["limits"] += 1


def test_nothing_is_mounted_for_others(service: Service) -> None:
    assert str(service.folder) not in Path("/proc/mounts").read_text(encoding="utf-8")
