"""Archives, mailboxes and e-mails are taken apart into the documents they hold.

One mechanism for all of them, so that nesting, limits and names are settled once: a member is an
input like any other, and may be a container itself.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.containers import ALSO_DOCUMENTS, CONTAINERS
from ingest.containers.member import Budget, Member
from ingest.errors import EmptyDocument, InputError, UnsafeArchive
from ingest.raw import Raw, Unusable
from ingest.sniff import sniff

# A mailbox in a ZIP, with a ZIP attached to one of its mails, that holds a packed file.
MAX_DEPTH = 4


def expand(raw: Raw, budget: Budget | None = None) -> Iterator[Raw | Unusable]:
    """The documents in an input: itself, or what it holds, however deep.

    A member's source is its container's and its own name behind a slash. What cannot be used comes
    as Unusable, with the reason: nothing raises, and nothing is skipped in silence.
    """
    yield from _Expansion(budget or Budget()).of(raw, 0)


@dataclass(slots=True)
class _Expansion:
    """One input being taken apart; its budget is shared by all that is nested in it."""

    budget: Budget

    def of(self, raw: Raw, depth: int) -> Iterator[Raw | Unusable]:
        kind = sniff(raw.content)
        if kind not in CONTAINERS or kind in ALSO_DOCUMENTS:
            yield raw
        if kind not in CONTAINERS:
            return
        empty = kind not in ALSO_DOCUMENTS
        try:
            for member in _distinct(CONTAINERS[kind](raw.content, self.budget)):
                empty = False
                self.budget.take_member()
                yield from self._member(raw, member, depth + 1)
            if empty:
                raise EmptyDocument("there is no file in it")
        except InputError as error:
            yield Unusable(raw.source, type(error)(f"{raw.name}: {error}"))

    def _member(self, holder: Raw, member: Member, depth: int) -> Iterator[Raw | Unusable]:
        source, name = f"{holder.source}/{member.name}", f"{holder.name}/{member.name}"
        if isinstance(member.content, InputError):
            yield Unusable(source, type(member.content)(f"{name}: {member.content}"))
        elif depth > MAX_DEPTH:
            yield Unusable(source, UnsafeArchive(f"{name}: nested deeper than {MAX_DEPTH}"))
        else:
            yield from self.of(Raw(source, name, member.content), depth)


def _distinct(members: Iterator[Member]) -> Iterator[Member]:
    """Members of one name told apart by numbers: "보도자료.hwp", "보도자료 (2).hwp"."""
    met: Counter[str] = Counter()
    for member in members:
        met[member.name] += 1
        if (times := met[member.name]) == 1:
            yield member
            continue
        path = PurePosixPath(member.name)
        yield Member(str(path.with_name(f"{path.stem} ({times}){path.suffix}")), member.content)
