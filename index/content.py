"""What is stored and searched of one prepared document, worked out before any transaction."""

import bisect
import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index import analyzer
from index.embedder import PassageText
from index.names import names_in, sound_of
from index.overlap import Words, words
from ingest.corrections import Notice, find_notice
from ingest.dates import DateMention, dates_of
from ingest.document import Document, Morpheme, Passage, Prepared, Sentence


@dataclass(frozen=True, slots=True)
class SentenceContent:
    """A sentence's part in one passage: document offsets and space-joined lexical terms."""

    start: int
    end: int
    terms: str


@dataclass(frozen=True, slots=True)
class PassageContent:
    """A passage with everything derived from it but its vectors; `days` are named in it."""

    passage: Passage
    sentences: tuple[SentenceContent, ...]
    embedded: PassageText
    content_hash: str
    days: tuple[DateMention, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A document and its passages, ready to be written; `names` are (sound, name), ascending.

    `words` is what copies are recognised by, `notice` what the document says of an article that
    was wrong.
    """

    prepared: Prepared
    title_terms: str
    names: tuple[tuple[str, str], ...]
    passages: tuple[PassageContent, ...]
    words: Words
    notice: Notice | None

    @property
    def document(self) -> Document:
        """The document itself."""
        return self.prepared.document


def content_of(prepared: Prepared) -> Content:
    """Analyse one document's title, passages and sentences."""
    title_terms = joined(analyzer.terms(prepared.title_morphemes))
    ordered = sorted(prepared.sentences, key=lambda sentence: sentence.start)
    document = prepared.document
    days = dates_of(document)
    passages = tuple(
        _passage_content(prepared, passage, ordered, days) for passage in prepared.passages
    )
    names = names_in(prepared.title_morphemes).union(
        *(names_in(sentence.morphemes) for sentence in ordered)
    )
    sounds = tuple(sorted((sound_of(name), name) for name in names))
    sentences = (s.terms.split() for passage in passages for s in passage.sentences)
    return Content(
        prepared,
        title_terms,
        sounds,
        passages,
        words(sentences, document.text),
        find_notice(document),
    )


def _passage_content(
    prepared: Prepared,
    passage: Passage,
    ordered: Sequence[Sentence],
    days: Sequence[DateMention],
) -> PassageContent:
    sentences = tuple(_sentences_in(passage, ordered))
    title = prepared.document.title
    spans = tuple((s.start - passage.start, s.end - passage.start) for s in sentences)
    embedded = PassageText(title, passage.text, spans)
    named = days_inside(days, passage)
    return PassageContent(passage, sentences, embedded, content_hash(embedded), named)


def days_inside(days: Iterable[DateMention], passage: Passage) -> tuple[DateMention, ...]:
    """The days that a passage names: a name belongs where it begins, as a morpheme does."""
    return tuple(mention for mention in days if passage.start <= mention.start < passage.end)


def _sentences_in(passage: Passage, ordered: Sequence[Sentence]) -> Iterator[SentenceContent]:
    """A sentence cut between two passages is in both, each with its own part."""
    first = bisect.bisect_right(ordered, passage.start, key=lambda sentence: sentence.end)
    for sentence in itertools.islice(ordered, first, None):
        if sentence.start >= passage.end:
            return
        start, end = max(sentence.start, passage.start), min(sentence.end, passage.end)
        if start < end:
            terms = analyzer.terms(_inside(sentence.morphemes, start, end))
            yield SentenceContent(start, end, joined(terms))


def _inside(morphemes: Iterable[Morpheme], start: int, end: int) -> list[Morpheme]:
    """A morpheme belongs where it begins, so that a cut word is searched once."""
    return [morpheme for morpheme in morphemes if start <= morpheme.start < end]


def joined(tokens: Iterable[str]) -> str:
    """Tokens parted by single spaces; nothing but tokens survives.

    >>> joined(["장관", "", "k-pop"])
    '장관 k-pop'
    """
    return " ".join(token for token in tokens if token)


def content_hash(embedded: PassageText) -> str:
    """SHA-256 over all that a passage's vectors depend on besides the model.

    The title's and the text's lengths keep neighbours apart: no two contents share a byte string.
    """
    spans = ",".join(f"{start}:{end}" for start, end in embedded.sentences)
    head = f"{len(embedded.title)} {len(embedded.text)} {spans}\n"
    return hashlib.sha256((head + embedded.title + embedded.text).encode()).hexdigest()
