"""The Dockerfile as instructions, and what its last stage says of running the image."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = ROOT / "Dockerfile"

Instruction = tuple[str, str]
"""Its name, and the rest of its line."""


@dataclass(frozen=True, slots=True)
class Image:
    """What a container of the image starts with; `user` is uid and gid, commands are lists."""

    user: tuple[int, int]
    environment: dict[str, str]
    volumes: tuple[str, ...]
    command: tuple[str, ...]
    health: tuple[str, ...]
    port: int


def instructions(text: str) -> list[Instruction]:
    r"""Every instruction, its lines put together and comments taken out.

    >>> instructions("FROM a\n# why\nRUN b \\\n && c\n")
    [('FROM', 'a'), ('RUN', 'b && c')]
    """
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"\s*\\\n\s*", " ", text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [(name.upper(), rest) for name, _, rest in (line.partition(" ") for line in lines)]


def stages(found: list[Instruction]) -> list[list[Instruction]]:
    """The instructions of each stage, from its FROM on; an ARG before the first has no stage."""
    made: list[list[Instruction]] = []
    for one in found:
        if one[0] == "FROM":
            made.append([])
        if made:
            made[-1].append(one)
    return made


def health_command(rest: str) -> str:
    """A HEALTHCHECK's command, its options taken off."""
    return re.sub(r"^(?:--\S+\s+)*CMD\s+", "", rest)


def variables(rest: str) -> dict[str, str]:
    """What an ENV or ARG sets; without a value, the empty string.

    >>> variables("A=1 B='two words'")
    {'A': '1', 'B': 'two words'}
    """
    pairs = (word.partition("=") for word in shlex.split(rest))
    return {name: value for name, _, value in pairs}


def image(text: str, base_environment: dict[str, str]) -> Image:
    """What the last stage says; `base_environment` is that of its base, which `$NAME` may name."""
    environment = dict(base_environment)
    stage = stages(instructions(text))[-1]
    for name, rest in stage:
        if name == "ENV":
            for variable, value in variables(rest).items():
                environment[variable] = re.sub(
                    r"\$(\w+)", lambda used: environment.get(used[1], ""), value
                )
    last = dict(stage)
    user, _, group = last["USER"].partition(":")
    return Image(
        user=(int(user), int(group)),
        environment=environment,
        volumes=tuple(json.loads(last["VOLUME"])),
        command=tuple(json.loads(last.get("ENTRYPOINT", "[]")) + json.loads(last["CMD"])),
        health=tuple(json.loads(health_command(last["HEALTHCHECK"]))),
        port=int(last["EXPOSE"]),
    )
