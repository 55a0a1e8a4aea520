"""What the reader learns from: questions, each with excerpts that answer it and rivals that do not.

Kept as one JSON object a line, since finding the excerpts takes longer than reading them.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some sentences of a document, as the product would read them, or all. `answers` are the spans
    (code points of the text) of the right answer: none where there is no answer, or none is marked.
    A document and its translation have one name."""

    document: str
    title: str
    text: str
    sentences: tuple[Span, ...]
    answers: tuple[Span, ...] = ()

    def only(self, parts: Iterable[Span]) -> "Excerpt":
        """These parts of the text, in order, as an excerpt; answers outside of them are gone."""
        ordered = sorted(parts)
        sentences, moved, at = [], [], 0
        for start, end in ordered:
            sentences.append((at, at + end - start))
            inside = [(a, b) for a, b in self.answers if start <= a and b <= end]
            moved += [(a - start + at, b - start + at) for a, b in inside]
            at += end - start + 1
        text = " ".join(self.text[start:end] for start, end in ordered)
        return Excerpt(
            self.document, self.title, text, tuple(sentences), tuple(dict.fromkeys(moved))
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `answering` are excerpts that hold its answer, `rivals` do not, likeliest first.

    `subject` is the article that it was asked about, by which questions are held out."""

    question: str
    subject: str
    answering: tuple[Excerpt, ...]
    rivals: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """One question as the reader meets it, in excerpts, and as the search does, in whole
    passages."""

    read: Asked
    searched: Asked


def write(path: Path, asked: Iterable[Asked]) -> None:
    """Write the file, whole or not at all."""
    beside = path.with_suffix(".writing")
    with beside.open("w", encoding="utf-8") as file:
        for one in asked:
            file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
    beside.replace(path)


def read(path: Path) -> Iterator[Asked]:
    """The questions that `write` wrote."""
    for line in path.read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        yield Asked(
            found["question"],
            found["subject"],
            tuple(map(_excerpt, found["answering"])),
            tuple(map(_excerpt, found["rivals"])),
        )


def _excerpt(found: dict[str, object]) -> Excerpt:
    return Excerpt(
        str(found["document"]),
        str(found["title"]),
        str(found["text"]),
        _spans(found["sentences"]),
        _spans(found["answers"]),
    )


def _spans(found: object) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in found)  # type: ignore[attr-defined] # from JSON
