"""What an image has to keep to: each rule says what of a Dockerfile breaks it."""

import json
import re
from collections.abc import Callable, Iterator

from tests.supply.dockerfile import Instruction, health_command, stages, variables

Rule = Callable[[list[Instruction]], Iterator[str]]
"""Instructions in, complaints out."""

# Names of things that are nobody's business but their owner's.
_SECRET = re.compile(r"secret|token|passw|api_?key|credential", re.I)


def bases_name_their_release(found: list[Instruction]) -> Iterator[str]:
    """Without a tag, or with one that moves to the next release, it is another one tomorrow."""
    made = [stage[0][1].partition(" AS ")[2] for stage in stages(found)]
    for stage in stages(found):
        base = stage[0][1].split()[0]
        if base in made or re.search(r"@sha256:[0-9a-f]{64}$", base):
            continue
        tag = base.rpartition("/")[2].partition(":")[2]
        if not re.match(r"\d+\.\d+", tag):
            yield f"{base} names no release"


def what_builds_is_left_behind(found: list[Instruction]) -> Iterator[str]:
    """The last stage takes what it needs from another, and installs nothing itself."""
    if len(stages(found)) < 2:
        yield "one stage only"
    for name, rest in stages(found)[-1]:
        if name == "RUN" and re.search(r"\b(pip|apt-get|apk|npm|curl|wget)\b", rest):
            yield f"the last stage runs {rest}"


def the_user_is_a_number_and_not_root(found: list[Instruction]) -> Iterator[str]:
    """Only of a number can an orchestrator tell that it is not root's."""
    last = stages(found)[-1]
    users = [rest for name, rest in last if name == "USER"]
    if not users or not re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1]):
        yield f"runs as {users[-1:]}"
    names = [name for name, _ in last]
    if users and "RUN" in names[names.index("USER") :]:
        yield "something runs after USER"


def commands_are_lists(found: list[Instruction]) -> Iterator[str]:
    """A shell in between would keep signals to itself."""
    commands = [one for one in found if one[0] in {"CMD", "ENTRYPOINT", "HEALTHCHECK"}]
    if not {"CMD", "HEALTHCHECK"} <= {name for name, _ in commands}:
        yield "CMD or HEALTHCHECK is missing"
    for name, rest in commands:
        command = health_command(rest) if name == "HEALTHCHECK" else rest
        try:
            is_list = all(isinstance(word, str) for word in json.loads(command))
        except (ValueError, TypeError):
            is_list = False
        if not is_list:
            yield f"{name} is no list: {command}"


def files_are_copied_and_not_added(found: list[Instruction]) -> Iterator[str]:
    """ADD fetches addresses and unpacks archives."""
    yield from (f"ADD {rest}" for name, rest in found if name == "ADD")


def only_what_is_named_is_copied(found: list[Instruction]) -> Iterator[str]:
    """A whole folder would bring what happens to lie in it."""
    for name, rest in found:
        if name == "COPY" and "--from" not in rest and re.search(r"(^|\s)(\.|\./|\*)\s", rest):
            yield f"COPY {rest}"


def folders_are_absolute(found: list[Instruction]) -> Iterator[str]:
    """Where a relative WORKDIR leads depends on what stands above it."""
    for name, rest in found:
        if name == "WORKDIR" and not rest.startswith("/"):
            yield f"WORKDIR {rest}"
        if name == "RUN" and re.match(r"cd\s", rest):
            yield f"RUN {rest}"


def no_secret_is_baked_in(found: list[Instruction]) -> Iterator[str]:
    """ENV and ARG can be read in every copy of the image."""
    for name, rest in found:
        if name in {"ENV", "ARG"}:
            yield from (f"{name} {one}" for one in variables(rest) if _SECRET.search(one))


def system_packages_leave_no_lists(found: list[Instruction]) -> Iterator[str]:
    """Apt brings only what is asked for, and its lists go in the layer in which they came."""
    for name, rest in found:
        if name == "RUN" and re.search(r"\bapt(-get)?\b.* install\b", rest):
            if "--no-install-recommends" not in rest:
                yield f"recommended packages come along: {rest}"
            if "rm -rf /var/lib/apt/lists" not in rest:
                yield f"lists stay: {rest}"


def pip_keeps_to_the_constraints(found: list[Instruction]) -> Iterator[str]:
    """What pip may choose itself is another version tomorrow."""
    for name, rest in found:
        for part in rest.split("&&"):
            pinned = re.search(r"--constraint|--no-deps", part)
            if name == "RUN" and re.search(r"\bpip\d? install\b", part) and not pinned:
                yield f"RUN {part.strip()}"


RULES: tuple[Rule, ...] = (
    bases_name_their_release,
    what_builds_is_left_behind,
    the_user_is_a_number_and_not_root,
    commands_are_lists,
    files_are_copied_and_not_added,
    only_what_is_named_is_copied,
    folders_are_absolute,
    no_secret_is_baked_in,
    system_packages_leave_no_lists,
    pip_keeps_to_the_constraints,
)
