"""From chosen sentences to citations, each proved against the stored document."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from index.errors import UnknownDocument
from index.overlap import NOTHING, Words, says_nothing_more, words
from index.records import Copy
from ingest.dates import days_named
from ingest.document import Document
from service.answering.answer import Citation
from service.answering.excerpts import Excerpt
from service.answering.select import Candidate
from service.errors import CitationMismatch

Lookup = Callable[[str], Document]
"""The stored document of a doc_id."""

_NOT_WORDS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")


def distinct(candidates: Sequence[Candidate]) -> list[tuple[Candidate, tuple[Candidate, ...]]]:
    """Each sentence once, in the order given, with the candidates that say it elsewhere: copies are
    one source, not several.

    Copies say it word for word, or are of one story and say nothing more: the rule by which hits
    take one place (index.overlap).
    """
    groups: list[list[Candidate]] = []
    word_for_word: dict[str, list[Candidate]] = {}
    told: dict[int, list[tuple[Words, list[Candidate]]]] = {}
    for candidate in candidates:
        letters, said = _letters(candidate.text), _said(candidate.text)
        story = told.setdefault(candidate.hit.story, []) if candidate.hit.story else []
        group = word_for_word.get(letters) or next(
            (
                group
                for head, group in story
                if group[0].hit.document.doc_id != candidate.hit.document.doc_id
                and says_nothing_more(said, head)
            ),
            None,
        )
        if group is None:
            group = word_for_word[letters] = []
            groups.append(group)
            story.append((said, group))
        group.append(candidate)
    return [(group[0], tuple(group[1:])) for group in groups]


def carriers(candidate: Candidate, copies: Sequence[Candidate], lookup: Lookup) -> tuple[Copy, ...]:
    """The other documents that carry a sentence.

    They are those of the copies, and those that the hits stand for: which of these carry just this
    sentence is read in the store, for a copy may leave out any of them.
    """
    others = {c.hit.document.doc_id: Copy.of(c.hit.document) for c in copies}
    said = _said(candidate.text)
    for hit in (candidate.hit, *(copy.hit for copy in copies)):
        for copy in hit.also_carried_by:
            if copy.doc_id not in others and says_nothing_more(said, _told(copy.doc_id, lookup)):
                others[copy.doc_id] = copy
    others.pop(candidate.hit.document.doc_id, None)
    return tuple(others.values())


def _told(doc_id: str, lookup: Lookup) -> Words:
    """All that a document says; one that was removed meanwhile says nothing."""
    try:
        return _said(lookup(doc_id).text)
    except UnknownDocument:
        return NOTHING


def _said(text: str) -> Words:
    """A text by its words as they are written, as one sentence."""
    return words([_WORD.findall(text.casefold())], text)


def cite(marker: int, excerpt: Excerpt, lookup: Lookup) -> Citation:
    """The citation of an excerpt, its quotation read again from the store.

    Raises CitationMismatch when the stored document no longer says so: better no answer than a
    quotation that cannot be found.
    """
    document = excerpt.best.hit.document
    quoted = excerpt.best.quote  # all its sentences are in one voice
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
        also_carried_by=excerpt.copies,
        corrections=excerpt.best.hit.corrections,
        when=days_named(document, excerpt.start, excerpt.end),
    )
    prove(citation.doc_id, citation.start, citation.end, citation.quote, lookup)
    return citation


def prove(doc_id: str, start: int, end: int, quoted: str, lookup: Lookup) -> None:
    """Raise CitationMismatch unless the words are the exact slice of the stored document."""
    if not quoted or lookup(doc_id).text[start:end] != quoted:
        raise CitationMismatch(f"document {doc_id} does not say {quoted[:60]!r} at {start}-{end}")


def _letters(text: str) -> str:
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()
