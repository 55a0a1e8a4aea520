"""Carries out one job: the same way as a folder is ingested, without what was done before."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from index.corpus import Index
from ingest.document import Document
from ingest.errors import InputError
from ingest.expand import expand
from ingest.fetch import gather
from ingest.raw import Raw, Unusable
from ingest.read import from_text
from ingest.web import WebPolicy
from service.ingesting import Watcher, ingest_found
from service.jobs.job import Job, Kind
from service.outcomes import Item, Report


def carry_out(
    index: Index,
    job: Job,
    content: bytes,
    earlier: Iterable[Item],
    watcher: Watcher,
    policy: WebPolicy,
) -> Report:
    """Store what a job holds; inputs that are among the `earlier` outcomes are passed over.

    Raises the index's errors; what was told to the watcher by then is stored.
    """
    found = _remaining(_inputs(job, content, policy), earlier)
    return ingest_found(index, found, watcher, max_bytes=policy.max_bytes)


def text_content(
    text: str, title: str | None, source: str | None, published_at: datetime | None
) -> bytes:
    """A text with what was said of it, as a job of kind TEXT carries it."""
    moment = published_at.isoformat() if published_at else None
    given = {"text": text, "title": title, "source": source, "published_at": moment}
    return json.dumps(given, ensure_ascii=False).encode()


def _inputs(job: Job, content: bytes, policy: WebPolicy) -> Iterator[Raw | Unusable | Document]:
    match job.kind:
        case Kind.URL:
            yield from gather([job.name], policy, policy.max_bytes)
        case Kind.FILE:
            yield from expand(Raw(source=job.name, name=job.name, content=content))
        case Kind.TEXT:
            given = json.loads(content)
            moment = given.pop("published_at")
            try:
                yield from_text(
                    **given, published_at=datetime.fromisoformat(moment) if moment else None
                )
            except InputError as error:
                yield Unusable(job.name, error)


def _remaining(
    found: Iterable[Raw | Unusable | Document], earlier: Iterable[Item]
) -> Iterator[Raw | Unusable | Document]:
    """What has no outcome yet; one source may stand for several inputs, and is counted."""
    done = Counter(item.source for item in earlier)
    for one in found:
        if done[one.source]:
            done[one.source] -= 1
        else:
            yield one
