"""Archives, mailboxes, e-mails and feeds are taken apart into the documents they hold or name.

One mechanism for all of them, so that nesting, limits and names are settled once: a member is an
input like any other, and may be a container itself.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from ingest.containers import ALSO_DOCUMENTS, CONTAINERS
from ingest.containers.feed import read_feed
from ingest.containers.member import Budget, Member
from ingest.errors import EmptyDocument, InputError, UnsafeArchive, UnsupportedFormat
from ingest.raw import Raw, Unusable
from ingest.sniff import Kind, sniff

# A mailbox in a ZIP, with a ZIP attached to one of its mails, that holds a packed file.
MAX_DEPTH = 4


Fetch = Callable[[str], Raw | Unusable]


def expand(
    raw: Raw, budget: Budget | None = None, *, fetch: Fetch | None = None
) -> Iterator[Raw | Unusable]:
    """The documents in an input: itself, or what it holds or names, however deep.

    A member's source is its container's and its own name behind a slash; that of a feed's link is
    the link. What cannot be used comes as Unusable, with the reason: nothing raises, and nothing is
    skipped in silence. Without `fetch` no link is followed.
    """
    yield from _Expansion(budget or Budget(), fetch).of(raw, 0)


@dataclass(slots=True)
class _Expansion:
    """One input being taken apart; its budget is shared by all that is nested in it."""

    budget: Budget
    fetch: Fetch | None
    followed: set[str] = field(default_factory=set)

    def of(self, raw: Raw, depth: int) -> Iterator[Raw | Unusable]:
        kind = sniff(raw.content)
        if kind is Kind.FEED:
            inside = self._linked(raw, depth)
        elif kind in CONTAINERS:
            inside = self._held(raw, kind, depth)
        else:
            yield raw
            return
        empty = True
        if kind in ALSO_DOCUMENTS:
            empty = False
            yield raw
        try:
            for found in inside:
                empty = False
                yield found
            if empty:
                raise EmptyDocument(f"the {kind} is empty")
        except InputError as error:
            yield Unusable(raw.source, type(error)(f"{raw.name}: {error}"))

    def _held(self, raw: Raw, kind: Kind, depth: int) -> Iterator[Raw | Unusable]:
        for member in _distinct(CONTAINERS[kind](raw.content, self.budget)):
            self.budget.take_member()
            yield from self._member(raw, member, depth + 1)

    def _linked(self, raw: Raw, depth: int) -> Iterator[Raw | Unusable]:
        if self.fetch is None:
            raise UnsupportedFormat("a feed that is sent is not followed; its address is")
        self.followed.add(raw.url or raw.source)
        links = read_feed(raw.content, raw.url)
        new = {link.url: link for link in links if link.url not in self.followed}
        for link in self.budget.take_links(list(new.values())):
            self.followed.add(link.url)
            found = self.fetch(link.url)
            if isinstance(found, Unusable):
                yield found
            elif depth == MAX_DEPTH:
                yield Unusable(link.url, UnsafeArchive(f"{link.url}: nested deeper than {depth}"))
            else:
                told = replace(found, title=link.title, published_at=link.published_at)
                yield from self.of(told, depth + 1)

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
        yield Member(str(path.parent / f"{path.stem} ({times}){path.suffix}"), member.content)
