"""The service runs as Dockerfile and compose.yaml say, and writes only where they let it.

One run for all of it: it loads the model once more.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.articles import MINISTER_QUESTION, ROCKET, ROCKET_QUOTE
from tests.supply.container import BASE_ENVIRONMENT, Container, running, why_not
from tests.supply.dockerfile import DOCKERFILE, ROOT, image

pytestmark = pytest.mark.model

# As long as an engine would wait before it counts failures of the health check, twice.
_STARTS_WITHIN = 180.0
_REASON = why_not()


@pytest.fixture(scope="module")
def container(
    tmp_path_factory: pytest.TempPathFactory, model_cache: Path, real_transform: object
) -> Iterator[Container]:
    """A container of the image that has just been started on an empty volume."""
    described = image(DOCKERFILE.read_text(encoding="utf-8"), BASE_ENVIRONMENT)
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    [service] = compose["services"].values()
    folder = tmp_path_factory.mktemp("image")
    [volume] = described.volumes
    data = folder / "data"
    data.mkdir()
    os.chown(data, *described.user)
    cache = folder / "cache"
    _baked(model_cache, cache)
    given = {volume: data, described.environment["BRIEFING_CACHE_DIR"]: cache}
    with running(described, service, given, folder) as started:
        yield started


def _baked(model_cache: Path, cache: Path) -> None:
    """What the Dockerfile's first stage makes: the model and its alignment, for all to read."""
    from index.bundled_model import bundled_model

    for made in (bundled_model(model_cache), model_cache / "alignment"):
        shutil.copytree(made, cache / made.relative_to(model_cache))
    subprocess.run(["chmod", "-R", "a+rX", cache], check=True)


@pytest.mark.skipif(_REASON is not None, reason=str(_REASON))
def test_the_image_s_service_starts_answers_and_stops(container: Container) -> None:
    _wait_until_healthy(container)
    _stores_and_answers(container)
    _writes_only_where_it_may(container)
    assert container.stop() == 0
    # Beside what the command says to whoever started it.
    lines = [line for line in container.logged().splitlines() if line.startswith("{")]
    events = [json.loads(line) for line in lines]
    assert "ready" in {one["event"] for one in events}
    assert [one for one in events if one["level"] not in {"debug", "info"}] == []


def _wait_until_healthy(container: Container) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN
    while (checked := container.run(container.image.health)).returncode != 0:
        assert container.runner.poll() is None, container.logged()
        assert time.monotonic() < deadline, checked.stderr
        time.sleep(1)


def _stores_and_answers(container: Container) -> None:
    stored = _post(container, "/v1/documents", ROCKET)
    answer = _post(container, "/v1/chat", {"question": MINISTER_QUESTION})
    assert answer["status"] == "grounded"
    [cited] = [one for one in answer["citations"] if one["quote"] == ROCKET_QUOTE]
    assert (cited["doc_id"], cited["verified"]) == (stored["doc_id"], True)


def _post(container: Container, path: str, body: object) -> dict[str, object]:
    """Asked from inside: the container has no network that leads out of it, or in."""
    asking = (
        "import http.client, sys; path, body = sys.argv[1:];"
        f"asked = http.client.HTTPConnection('127.0.0.1', {container.image.port});"
        "asked.request('POST', path, body.encode(), {'Content-Type': 'application/json'});"
        "sys.stdout.buffer.write(asked.getresponse().read())"
    )
    done = container.run(["python", "-c", asking, path, json.dumps(body)])
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _writes_only_where_it_may(container: Container) -> None:
    [volume] = container.image.volumes
    user, group = container.image.user
    script = "id -u; id -g; for one in / /opt/venv /opt/cache /usr /etc /tmp $1; do"
    script += ' touch "$one/probe" 2>/dev/null && echo "$one"; done; rm -f "$1/probe" /tmp/probe'
    probed = container.run(["sh", "-c", script, "sh", volume])
    assert probed.stdout.split() == [str(user), str(group), "/tmp", volume]
    # Where nothing is kept, no file is left; libraries make empty folders there.
    left = container.run(["find", "/tmp", "/dev/shm", "-type", "f"])
    assert left.stdout == ""
    held = container.run(["ls", volume]).stdout.split()
    assert "briefings.sqlite3" in held
