"""The service over the sample briefings in a process of its own, and a browser to look at it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BRIEFING = Path(sys.executable).parent / "briefing"
SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "briefings"
CHROMIUM = Path("/usr/bin/chromium")
# No sandbox: containers give no user namespaces to build one from. The rest keeps it offline.
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run"
)
# The address is read from what it prints, in English; its log is of no interest here.
ENGLISH = {**os.environ, "LC_ALL": "C.UTF-8", "BRIEFING_LOG_LEVEL": "error"}
_SAYS_WHERE = "briefing-qa is at "


@contextmanager
def served_samples() -> Iterator[str]:
    """Store the samples in a new data directory and serve them; gives the address once it is ready.

    Raises CalledProcessError when they cannot be stored, RuntimeError when the service ends early.
    """
    with TemporaryDirectory() as data:
        command = [BRIEFING, "--data-dir", data]
        subprocess.run([*command, "ingest", SAMPLES], check=True, capture_output=True)
        service = subprocess.Popen(
            [*command, "serve", "--port", "0"], env=ENGLISH, stdout=subprocess.PIPE, text=True
        )
        try:
            yield _address(service.stdout)
        finally:
            service.terminate()
            service.communicate()


def _address(lines: Iterator[str]) -> str:
    for line in lines:
        if line.startswith(_SAYS_WHERE):
            return line.removeprefix(_SAYS_WHERE).split()[0]
    raise RuntimeError("the service ended before it was ready")


@contextmanager
def chromium() -> Iterator["Browser"]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        yield browser
        browser.close()
