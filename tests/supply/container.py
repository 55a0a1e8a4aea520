"""A process as a container of the image would run it, in namespaces of its own, without an engine.

The root is a file system in memory that is read-only once it is made: the system's own `/usr` and
`/etc`, the Python that runs this, and in `/opt/venv` the packages that a wheel would carry, over
the libraries that are installed here. Nothing else of this machine is in it: no checkout, no home,
no network. Which places can be written to, and as whom and with what the process runs, is what the
Dockerfile and compose.yaml say. Capabilities are taken away as compose.yaml asks of an engine.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.supply.dockerfile import ROOT, Image

# Namespaces: mounts, processes, network, and what processes share.
_UNSHARE = ("unshare", "--mount", "--pid", "--fork", "--net", "--ipc", "--uts")
# What the image's base puts into every container's environment.
BASE_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"}
_STOPS_WITHIN = 60.0


def why_not() -> str | None:
    """Why no container can be made here, or None."""
    if sys.platform != "linux":
        return "namespaces are Linux's"
    if os.geteuid() != 0:
        return "making namespaces and mounts takes root"
    missing = [name for name in ("unshare", "nsenter", "setpriv") if shutil.which(name) is None]
    if missing:
        return f"{', '.join(missing)} of util-linux is not installed"
    tried = subprocess.run(
        [*_UNSHARE, "sh", "-c", "mount --make-rprivate / && mount -t tmpfs none /mnt"],
        capture_output=True,
        text=True,
        check=False,
    )
    return None if tried.returncode == 0 else f"no namespaces: {tried.stderr.strip()}"


@dataclass(frozen=True, slots=True)
class Container:
    """A running container: `process` is its first process, seen from outside."""

    image: Image
    runner: "subprocess.Popen[bytes]"
    process: int
    log: Path

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """A further command in it, as an engine's `exec` gives it."""
        inside = ("nsenter", f"--target={self.process}", "--all", "--root", "--wd=/")
        return subprocess.run(
            [*inside, *_confined(self.image, command)], capture_output=True, text=True, check=False
        )

    def stop(self) -> int:
        """Ask it to stop, as an engine does, and give its exit code."""
        os.kill(self.process, signal.SIGTERM)
        return self.runner.wait(_STOPS_WITHIN)

    def logged(self) -> str:
        """What it has written to standard output and error."""
        return self.log.read_text(encoding="utf-8")


@contextmanager
def running(
    image: Image, service: Mapping[str, Any], given: Mapping[str, Path], folder: Path
) -> Iterator[Container]:
    """Start the image's command as a service of compose.yaml.

    `given` are folders by where they are mounted: a volume to write to, anything else to read.
    `folder` is for this run's own files; it holds the root only as seen from inside.
    """
    root = folder / "root"
    root.mkdir()
    installed(folder / "venv")
    script = _script(image, service, {**given, "/opt/venv": folder / "venv"}, root)
    log = folder / "log"
    with log.open("wb") as sink:
        runner = subprocess.Popen(
            [*_UNSHARE, "bash", "-euc", script], stdin=subprocess.DEVNULL, stdout=sink, stderr=sink
        )
    first = _child(runner)
    try:
        yield Container(image, runner, first, log)
    finally:
        # The first process of a namespace takes all others with it, and the mounts with them. It
        # does not end with its parent: a process that changes its user is released from that.
        if runner.poll() is None:
            os.kill(first, signal.SIGKILL)
        runner.wait()


def installed(venv: Path) -> None:
    """Write what `pip install --no-deps .` leaves: packages, their metadata, the command.

    The libraries come by a path, so that they need not be copied.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    site = venv / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    for package in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]:
        shutil.copytree(
            ROOT / package, site / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    (site / "libraries.pth").write_text("/opt/libraries\n", encoding="utf-8")
    _write_metadata(project["project"], site)
    binaries = venv / "bin"
    binaries.mkdir()
    python = Path(sys.base_prefix, "bin", "python3")
    (binaries / "python").symlink_to(python)
    (venv / "pyvenv.cfg").write_text(f"home = {python.parent}\n", encoding="utf-8")
    for name, entry in project["project"]["scripts"].items():
        module, _, function = entry.partition(":")
        lines = f"#!/opt/venv/bin/python\nfrom {module} import {function}\n{function}()\n"
        (binaries / name).write_text(lines, encoding="utf-8")
        (binaries / name).chmod(0o755)


def _write_metadata(project: Mapping[str, Any], site: Path) -> None:
    name, version = project["name"], project["version"]
    info = site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    lines = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n"
    (info / "METADATA").write_text(lines, encoding="utf-8")
    groups = [
        f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in entries.items())
        for group, entries in project["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join(groups), encoding="utf-8")


def _script(image: Image, service: Mapping[str, Any], given: Mapping[str, Path], root: Path) -> str:
    """The shell's lines, inside the new namespaces, from an empty root to the command."""
    readable = {folder: Path(folder) for folder in ("/usr", "/etc", sys.base_prefix)}
    readable["/opt/libraries"] = Path(sysconfig.get_path("purelib"))
    at = shlex.quote(str(root))
    lines = ["mount --make-rprivate /", f"mount -t tmpfs none {at}"]
    for target, source in {**readable, **given}.items():
        lines.append(f"mkdir -p {at}{target}")
        lines.append(f"mount --bind {shlex.quote(str(source))} {at}{target}")
        if target not in image.volumes:
            lines.append(f"mount -o remount,bind,ro {at}{target}")
    for folder in ("bin", "lib", "lib64", "sbin"):
        lines.append(f"ln -s usr/{folder} {at}/{folder}")
    lines.append(f"mkdir -p {at}/proc {at}/dev")
    lines.append(f"mount -t proc proc {at}/proc")
    for device in ("null", "zero", "full", "random", "urandom"):
        lines.append(f"touch {at}/dev/{device}; mount --bind /dev/{device} {at}/dev/{device}")
    for folder in (*service.get("tmpfs", ()), "/dev/shm"):
        lines.append(f"mkdir -p {at}{folder}; mount -t tmpfs -o mode=1777 none {at}{folder}")
    if service.get("read_only"):
        lines.append(f"mount -o remount,ro {at}")
    lines.append("ip link set lo up")
    lines.append(f"exec chroot {at} {shlex.join(_confined(image, image.command))}")
    return "\n".join(lines)


def _confined(image: Image, command: Sequence[str]) -> list[str]:
    """The command as the image's user, with its environment alone and no right to get any other."""
    user, group = image.user
    limits = (
        f"--reuid={user}",
        f"--regid={group}",
        "--clear-groups",
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--no-new-privs",
    )
    environment = (f"{name}={value}" for name, value in image.environment.items())
    return ["setpriv", *limits, "env", "--ignore-environment", *environment, *command]


def _child(runner: "subprocess.Popen[bytes]") -> int:
    """The first process of the namespaces that `runner` makes, by its number outside."""
    listed = Path(f"/proc/{runner.pid}/task/{runner.pid}/children")
    while runner.poll() is None:
        if children := listed.read_text(encoding="ascii").split():
            return int(children[0])
        time.sleep(0.01)
    raise AssertionError(f"no container was made; exit code {runner.returncode}")
