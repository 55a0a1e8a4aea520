"""The Dockerfile and compose.yaml keep to their rules, and the rules see what breaks them."""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.supply import image_rules
from tests.supply.container import BASE_ENVIRONMENT
from tests.supply.dockerfile import DOCKERFILE, ROOT, image, instructions, stages
from tests.supply.image_rules import RULES, Rule

TEXT = DOCKERFILE.read_text(encoding="utf-8")
DIGEST = "sha256:" + "0" * 64
GOOD = f"""\
FROM python@{DIGEST} AS build
WORKDIR /src
RUN apt-get update && apt-get install --no-install-recommends -y git && rm -rf /var/lib/apt/lists/*
COPY code code
RUN pip install --constraint pins.txt -r needed.txt && pip install --no-deps .
FROM build AS tested
FROM python:3.11-slim
ENV HOME=/tmp
COPY --from=build /opt /opt
USER 7:7
HEALTHCHECK --interval=3s CMD ["true"]
CMD ["serve"]
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("text", [TEXT, GOOD], ids=["ours", "good"])
def test_a_rule_is_kept(rule: Rule, text: str) -> None:
    assert list(rule(instructions(text))) == []


@pytest.mark.parametrize(
    ("rule", "kept", "broken"),
    [
        (image_rules.bases_name_their_release, "FROM python:3.11-slim\n", "FROM python\n"),
        (image_rules.bases_name_their_release, "python:3.11-slim\n", "python:latest\n"),
        (image_rules.bases_name_their_release, "python:3.11-slim\n", "python:slim\n"),
        (image_rules.bases_name_their_release, f"@{DIGEST}", ""),
        (
            image_rules.what_builds_is_left_behind,
            GOOD,
            GOOD[GOOD.index("FROM python:3.11-slim\n") :],
        ),
        (image_rules.what_builds_is_left_behind, "ENV HOME=/tmp", "RUN pip install more"),
        (image_rules.the_user_is_a_number_and_not_root, "USER 7:7\n", ""),
        (image_rules.the_user_is_a_number_and_not_root, "USER 7:7", "USER 0:0"),
        (image_rules.the_user_is_a_number_and_not_root, "USER 7:7", "USER nobody"),
        (image_rules.the_user_is_a_number_and_not_root, "USER 7:7", "USER 7:7\nRUN id"),
        (image_rules.commands_are_lists, '["serve"]', "serve"),
        (image_rules.commands_are_lists, '["true"]', "true"),
        (image_rules.commands_are_lists, 'HEALTHCHECK --interval=3s CMD ["true"]\n', ""),
        (image_rules.files_are_copied_and_not_added, "COPY code", "ADD code"),
        (image_rules.only_what_is_named_is_copied, "COPY code code", "COPY . code"),
        (image_rules.folders_are_absolute, "/src", "src"),
        (image_rules.folders_are_absolute, "RUN apt-get", "RUN cd /etc && apt-get"),
        (image_rules.no_secret_is_baked_in, "HOME=/tmp", "HOME=/tmp BRIEFING_LLM_API_KEY=x"),
        (image_rules.no_secret_is_baked_in, "WORKDIR /src", "ARG REGISTRY_PASSWORD"),
        (image_rules.system_packages_leave_no_lists, "--no-install-recommends ", ""),
        (image_rules.system_packages_leave_no_lists, " && rm -rf /var/lib/apt/lists/*", ""),
        (image_rules.pip_keeps_to_the_constraints, "--constraint pins.txt ", ""),
    ],
)
def test_a_broken_rule_is_seen(rule: Rule, kept: str, broken: str) -> None:
    assert kept in GOOD
    assert len(list(rule(instructions(GOOD.replace(kept, broken, 1))))) == 1


def test_what_is_copied_exists_and_is_not_ignored() -> None:
    allowed = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    copied: set[str] = set()
    for name, rest in instructions(TEXT):
        words = [word for word in shlex.split(rest) if not word.startswith("--")]
        if name == "COPY" and "--from" not in rest:
            copied.update(words[:-1])
    assert copied == allowed
    for source in copied:
        assert (ROOT / source).exists(), source


@pytest.mark.parametrize("extras", ["", "llm", "mcp,otel"])
def test_the_image_has_the_extras_that_its_build_names(extras: str) -> None:
    made = subprocess.run(
        ["bash", "-c", _listing()],
        cwd=ROOT,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "EXTRAS": extras},
        capture_output=True,
        text=True,
        check=True,
    )
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = described["optional-dependencies"]
    named = [need for extra in extras.split(",") if extra for need in optional[extra]]
    assert made.stdout.splitlines() == [*described["dependencies"], *named]


def test_an_extra_that_there_is_not_fails_the_build() -> None:
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "EXTRAS": "lmm"}
    made = subprocess.run(
        ["bash", "-c", _listing()], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert made.returncode != 0
    assert b"lmm" in made.stderr


def _listing() -> str:
    """The part of the build that lists what is needed, to standard output."""
    [run] = [rest for name, rest in instructions(TEXT) if name == "RUN" and "tomllib" in rest]
    listing, written, _ = run.partition(" > requirements.txt")
    assert written
    return listing


def test_the_bases_of_all_stages_are_one_python() -> None:
    bases = {stage[0][1].split()[0] for stage in stages(instructions(TEXT))}
    [base] = bases
    assert re.fullmatch(r"python:3\.11-slim-\w+", base)


def test_the_image_serves_and_asks_itself_whether_it_is_ready() -> None:
    ours = image(TEXT, BASE_ENVIRONMENT)
    assert ours.command == ("briefing", "serve", "--host", "0.0.0.0", "--port", str(ours.port))
    python, option, code = ours.health
    assert (python, option) == ("python", "-c")
    compile(code, "HEALTHCHECK", "exec")
    assert f"127.0.0.1', {ours.port}" in code
    assert "/readyz" in code
    assert ours.environment["PATH"].split(":")[0] == "/opt/venv/bin"
    assert ours.environment["BRIEFING_DATA_DIR"] in ours.volumes


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def test_compose_gives_no_more_than_is_needed(compose: dict[str, Any]) -> None:
    [service] = compose["services"].values()
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    for given in ("privileged", "cap_add", "devices", "network_mode", "pid", "user", "env_file"):
        assert given not in service


def test_compose_keeps_documents_in_a_volume_and_the_port_on_loopback(
    compose: dict[str, Any],
) -> None:
    [service] = compose["services"].values()
    mounts = [one.split(":") for one in service["volumes"]]
    [volume] = image(TEXT, BASE_ENVIRONMENT).volumes
    writable = [(source, target) for source, target, *mode in mounts if mode != ["ro"]]
    assert writable == [("data", volume)]
    assert "data" in compose["volumes"]
    assert service["ports"] == ["127.0.0.1:8000:8000"]


def test_compose_names_the_release_and_gives_it_time_to_stop(compose: dict[str, Any]) -> None:
    from service.settings import Settings
    from supply.project import project

    [service] = compose["services"].values()
    assert service["image"] == f"{project().name}:{project().version}"
    grace = re.fullmatch(r"(\d+)s", service["stop_grace_period"])
    assert grace is not None
    assert int(grace[1]) > Settings.model_fields["shutdown_seconds"].default
    assert json.dumps(compose).count("latest") == 0
