"""The installed distributions that the product needs, and which part of it needs each."""

import importlib.metadata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from supply.project import ALWAYS, DEVELOPMENT, Project

# A distribution's name in its canonical form, and one of its extras or "".
Wanted = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Needed:
    """A distribution: `name` as it spells it, `version` as installed, local label included.

    `parts` are those of the product that need it: ALWAYS alone where that is among them, and
    DEVELOPMENT, which has all the others in it, only alone. `requires` are the canonical names that
    it needs itself.
    """

    name: str
    version: str
    parts: tuple[str, ...]
    requires: tuple[str, ...]

    @property
    def public_version(self) -> str:
        """The version without the label that tells builds of it apart ("+cpu")."""
        return Version(self.version).public


def needed(project: Project) -> dict[str, Needed]:
    """Everything needed, with all that it needs in turn, by canonical name in its order.

    Raises importlib.metadata.PackageNotFoundError for what is not installed.
    """
    found = {part: _closure(_expanded(project, part)) for part in project.parts}
    names = sorted({name for wanted in found.values() for name, _ in wanted})
    made = {}
    for name in names:
        distribution = importlib.metadata.distribution(name)
        extras = {extra for wanted in found.values() for one, extra in wanted if one == name}
        below = {one for extra in extras for one, _ in _requires((name, extra))}
        made[name] = Needed(
            name=distribution.name,
            version=distribution.version,
            parts=_telling([part for part in found if any(one == name for one, _ in found[part])]),
            requires=tuple(sorted(below - {name})),
        )
    return made


def _telling(parts: list[str]) -> tuple[str, ...]:
    if ALWAYS in parts:
        return (ALWAYS,)
    return tuple(part for part in parts if part != DEVELOPMENT) or (DEVELOPMENT,)


def _expanded(project: Project, part: str) -> Iterator[Requirement]:
    """A part's requirements; in the place of our own extras, theirs."""
    for requirement in project.parts[part]:
        if canonicalize_name(requirement.name) != project.name:
            yield requirement
        for extra in requirement.extras if requirement.name == project.name else ():
            yield from _expanded(project, extra)


def _closure(requirements: Iterable[Requirement]) -> set[Wanted]:
    waiting = [one for requirement in requirements for one in _wanted(requirement, "")]
    seen: set[Wanted] = set()
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting.extend(_requires(one))
    return seen


def _requires(wanted: Wanted) -> Iterator[Wanted]:
    name, extra = wanted
    for text in importlib.metadata.requires(name) or ():
        yield from _wanted(Requirement(text), extra)


def _wanted(requirement: Requirement, extra: str) -> Iterator[Wanted]:
    """What a requirement asks for on this system, for the one who asked with `extra`."""
    if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
        name = canonicalize_name(requirement.name)
        yield name, ""
        for one in requirement.extras:
            yield name, one
