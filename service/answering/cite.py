"""From chosen sentences to citations, each proved against the stored document."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from ingest.document import Document
from service.answering.answer import Citation, Copy
from service.answering.excerpts import Excerpt
from service.answering.select import Candidate
from service.errors import CitationMismatch

Lookup = Callable[[str], Document]
"""The stored document of a doc_id."""

_NOT_WORDS = re.compile(r"[\W_]+")


def distinct(candidates: Sequence[Candidate]) -> list[tuple[Candidate, tuple[Candidate, ...]]]:
    """Each sentence once, in the order given, with the candidates that say it word for word
    elsewhere: copies of one wire story are one source, not several."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(_words(candidate.text), []).append(candidate)
    return [(group[0], tuple(group[1:])) for group in groups.values()]


def cite(marker: int, excerpt: Excerpt, lookup: Lookup) -> Citation:
    """The citation of an excerpt, its quotation read again from the store.

    Raises CitationMismatch when the stored document no longer says so: better no answer than a
    quotation that cannot be found.
    """
    document = excerpt.best.hit.document
    quoted = next((c.quote for c in (excerpt.best, *excerpt.sentences) if c.quote), None)
    citation = Citation(
        marker=marker,
        doc_id=document.doc_id,
        passage_id=excerpt.best.hit.passage.passage_id,
        start=excerpt.start,
        end=excerpt.end,
        quote=document.text[excerpt.start : excerpt.end],
        speaker=quoted.speaker if quoted else None,
        addressee=quoted.addressee if quoted else None,
        title=document.title,
        publisher=document.publisher,
        published_at=document.published_at,
        url=document.url,
        verified=True,
        also_carried_by=_carriers(document, excerpt.copies),
    )
    verify(citation, lookup)
    return citation


def verify(citation: Citation, lookup: Lookup) -> None:
    """Raise CitationMismatch unless the quotation is the exact slice of the stored document."""
    stored = lookup(citation.doc_id).text[citation.start : citation.end]
    if not citation.quote or stored != citation.quote:
        raise CitationMismatch(
            f"document {citation.doc_id} does not say {citation.quote[:60]!r}"
            f" at {citation.start}-{citation.end}"
        )


def _carriers(document: Document, copies: Sequence[Candidate]) -> tuple[Copy, ...]:
    others = {c.hit.document.doc_id: c.hit.document for c in copies}
    others.pop(document.doc_id, None)
    return tuple(Copy(d.doc_id, d.title, d.publisher, d.url) for d in others.values())


def _words(text: str) -> str:
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()
