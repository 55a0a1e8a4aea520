"""Small articles, prepared without a language model: a sentence a line, a word a morpheme."""

import re
from datetime import datetime

from ingest.document import (
    Alias,
    Document,
    Language,
    Morpheme,
    Passage,
    Prepared,
    Quote,
    Sentence,
)


def article(
    text: str,
    *,
    source: str = "/briefings/a.txt",
    title: str = "제목",
    publisher: str | None = None,
    published_at: datetime | None = None,
    language: Language = Language.KO,
    url: str | None = None,
) -> Document:
    return Document(
        source=source,
        title=title,
        text=text,
        language=language,
        publisher=publisher,
        published_at=published_at,
        url=url,
    )


def prepared(
    document: Document,
    *,
    lines_per_passage: int = 2,
    quotes: tuple[Quote, ...] = (),
    aliases: tuple[Alias, ...] = (),
) -> Prepared:
    """Every line is a sentence, every `lines_per_passage` lines are a passage."""
    sentences = [
        Sentence(found.start(), found.end(), _words(document.text, found.start(), found.end()))
        for found in re.finditer(r"[^\n]+", document.text)
    ]
    passages = []
    for ordinal, first in enumerate(range(0, len(sentences), lines_per_passage)):
        run = sentences[first : first + lines_per_passage]
        start, end = run[0].start, run[-1].end
        passages.append(
            Passage(
                f"{document.doc_id}-{ordinal}",
                document.doc_id,
                start,
                end,
                document.text[start:end],
            )
        )
    return Prepared(
        document,
        tuple(passages),
        tuple(sentences),
        _words(document.title, 0, len(document.title)),
        quotes,
        aliases,
    )


def simple(text: str, **fields: object) -> Prepared:
    return prepared(article(text, **fields))  # type: ignore[arg-type]


def _words(text: str, start: int, end: int) -> tuple[Morpheme, ...]:
    return tuple(
        Morpheme(found[0], "NNG", start + found.start(), start + found.end())
        for found in re.finditer(r"\S+", text[start:end])
    )
