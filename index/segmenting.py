"""From the database's rows to segments."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

import numpy as np

from index import analyzer, embeddings
from index.embeddings import Halves
from index.errors import IndexDamaged
from index.postings import Leg, Postings
from index.segment import LANGUAGES, Segment
from index.term_keys import keys_of
from ingest.document import Language

# Passages in one segment as it is made: their terms are held as Python's texts for a moment, and
# segments of this size are sooner merged than made.
AT_ONCE = 4_096


def segments_after(
    connection: sqlite3.Connection, row: int, model_id: str, dimension: int
) -> Iterator[Segment]:
    """The active passages with rows above `row`, in segments of AT_ONCE at most.

    Raises IndexDamaged where a passage's vectors are missing, damaged or not one for itself and for
    each of its sentences.
    """
    while len(words := words_after(connection, row)):
        yield replace(words, vectors=_vectors(connection, words, model_id, dimension))
        row = int(words.rows[-1])


def words_after(connection: sqlite3.Connection, row: int) -> Segment:
    """The first AT_ONCE of these passages, or as many as there are, without their vectors."""
    found = connection.execute(
        "SELECT p.id, p.document, p.content_hash, p.start, p.stop"
        " FROM passages p JOIN documents d ON d.id = p.document"
        " WHERE d.active = 1 AND p.id > ? ORDER BY p.id LIMIT ?",
        (row, AT_ONCE),
    ).fetchall()
    made = _Making()
    sentences = _sentences(connection, row, found[-1][0] if found else row)
    for document, passages in groupby(found, itemgetter(1)):
        # Once, and not with each passage: a long text is as long every time.
        language, title, title_terms, text = connection.execute(
            "SELECT language, title, title_terms, text FROM documents WHERE id = ?", (document,)
        ).fetchone()
        for passage, _, content_hash, start, stop in passages:
            made.begin(passage, language, content_hash)
            made.line(start, stop, title_terms)
            for sentence in sentences.get(passage, ()):
                made.line(*sentence)
            # Of the title too: words of the headline find every passage under it.
            made.end(analyzer.bigrams(title) + analyzer.bigrams(text[start:stop]))
    return made.segment()


def content_key(content_hash: str) -> int:
    """What a segment keeps of a content hash: its first 64 bits."""
    return int(content_hash[:16], 16)


def _sentences(
    connection: sqlite3.Connection, after: int, last: int
) -> dict[int, list[tuple[int, int, str]]]:
    found = connection.execute(
        "SELECT passage, start, stop, terms FROM sentences"
        " WHERE passage > ? AND passage <= ? ORDER BY passage, ordinal",
        (after, last),
    )
    grouped: dict[int, list[tuple[int, int, str]]] = {}
    for passage, *sentence in found:
        grouped.setdefault(passage, []).append(tuple(sentence))
    return grouped


def _vectors(
    connection: sqlite3.Connection, segment: Segment, model_id: str, dimension: int
) -> Halves:
    rows = segment.rows.tolist()
    stored = embeddings.between(connection, rows[0] - 1, rows[-1], model_id)
    matrices = []
    for row, lines in zip(rows, np.diff(segment.lines).tolist(), strict=True):
        matrix = stored.get(row)
        if matrix is None or matrix.shape != (lines, dimension):
            raise IndexDamaged(
                f"the vectors of passage {row} are missing or damaged; run `briefing rebuild`"
            )
        matrices.append(matrix)
    return np.concatenate(matrices)


@dataclass(slots=True)
class _Making:
    """A segment so far."""

    rows: list[int] = field(default_factory=list)
    languages: list[int] = field(default_factory=list)
    contents: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=lambda: [0])
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    token_starts: list[int] = field(default_factory=lambda: [0])
    tokens: list[str] = field(default_factory=list)
    bigrams: list[str] = field(default_factory=list)
    bigram_counts: list[int] = field(default_factory=list)

    def begin(self, row: int, language: str, content_hash: str) -> None:
        """A passage."""
        self.rows.append(row)
        self.languages.append(LANGUAGES.index(Language(language)))
        self.contents.append(content_key(content_hash))

    def line(self, begin: int, end: int, terms: str) -> None:
        """A line of it, with its space-joined terms."""
        self.begins.append(begin)
        self.ends.append(end)
        self.tokens += terms.split()
        self.token_starts.append(len(self.tokens))

    def end(self, bigrams: list[str]) -> None:
        """The passage has no further lines."""
        self.lines.append(len(self.begins))
        self.bigrams += bigrams
        self.bigram_counts.append(len(bigrams))

    def segment(self) -> Segment:
        """All of them."""
        lines = np.array(self.lines, np.int64)
        token_starts = np.array(self.token_starts, np.int64)
        keys = keys_of(self.tokens)
        terms = Postings.of(keys, np.diff(token_starts[lines]).astype(np.int32))
        bigrams = Postings.of(keys_of(self.bigrams), np.array(self.bigram_counts, np.int32))
        return Segment(
            rows=np.array(self.rows, np.int64),
            languages=np.array(self.languages, np.uint8),
            contents=np.array(self.contents, np.uint64),
            lines=lines,
            begins=np.array(self.begins, np.int32),
            ends=np.array(self.ends, np.int32),
            token_starts=token_starts,
            tokens=np.searchsorted(terms.terms, keys).astype(np.int32),
            vectors=np.empty((0, 0), np.float16),
            words={Leg.TERMS: terms, Leg.BIGRAMS: bigrams},
        )
