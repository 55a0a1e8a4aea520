"""Log lines go to standard error in one form, whoever writes them."""

import json
import subprocess
import sys

SCRIPT = """
import logging
import structlog
from service.logs import configure
from service.settings import LogFormat, LogLevel

configure(LogLevel.{level}, LogFormat.{form})
structlog.get_logger("ours").info("request", path="/v1/chat", 질문="없음")
logging.getLogger("theirs").warning("careful: %s", 3)
logging.getLogger("httpx").info("a request of a library")
try:
    1 / 0
except ZeroDivisionError as error:
    structlog.get_logger("ours").error("broken", exc_info=error)
"""


def lines(level: str, form: str) -> list[str]:
    script = SCRIPT.format(level=level, form=form)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_json_is_one_object_a_line() -> None:
    first, second, third = [json.loads(line) for line in lines("INFO", "JSON")]
    assert first.pop("timestamp").endswith("Z")
    assert first == {
        "event": "request",
        "level": "info",
        "logger": "ours",
        "path": "/v1/chat",
        "질문": "없음",
    }
    assert (second["event"], second["logger"], second["level"]) == (
        "careful: 3",
        "theirs",
        "warning",
    )
    assert third["exception"].endswith("ZeroDivisionError: division by zero")


def test_text_is_for_people_and_keeps_the_level() -> None:
    written = lines("WARNING", "TEXT")
    assert "careful: 3" in written[0]
    assert "theirs" in written[0]
    assert not any("/v1/chat" in line or "a request of a library" in line for line in written)
    assert "\x1b" not in "".join(written)
