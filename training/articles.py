"""What the reader learns from: articles with questions, and texts in two languages."""

import json
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.folds import fold_of
from ingest.language import detect
from ingest.sentences import find_sentences

Span = tuple[int, int]

Pairs = list[tuple[str, str]]
"""Texts in one language, each with what is to be found for it in the other."""

# Articles of this fold are never trained on: eval.folds.
HELD_OUT = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a paragraph; `answer` is None where the paragraph does not answer it."""

    text: str
    answer: Span | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article: its text, the spans of its sentences, and its questions."""

    title: str
    text: str
    sentences: tuple[Span, ...]
    questions: tuple[Asked, ...]


def articles(path: Path, *, held_out: bool) -> Iterator[list[Paragraph]]:
    """The articles of a file in SQuAD's form, 1.1 or 2.0: those that are held out, or the others.

    Of several answers to a question the first is taken.
    """
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        title = article.get("title", "")
        if (fold_of(title) == HELD_OUT) is held_out:
            yield [_paragraph(title, found) for found in article["paragraphs"]]


def _paragraph(title: str, found: dict[str, list[dict[str, object]]]) -> Paragraph:
    text = str(found["context"])
    questions = tuple(Asked(str(qa["question"]), _answer(qa)) for qa in found["qas"])
    return Paragraph(title, text, _sentences(text), questions)


def _answer(qa: dict[str, object]) -> Span | None:
    answers = qa["answers"]
    if qa.get("is_impossible") or not isinstance(answers, list):
        return None
    start = int(answers[0]["answer_start"])
    return start, start + len(answers[0]["text"])


def _sentences(text: str) -> tuple[Span, ...]:
    """Where the sentences stand, as the product splits them."""
    return tuple((one.start, one.end) for one in find_sentences(text, detect(text)))


def parallel(archive: Path) -> list[Pairs]:
    """Sentences of a tar archive that holds two files of as many lines, one a language, with their
    translations: in one direction and in the other."""
    with tarfile.open(archive) as tar:
        files = sorted(member.name for member in tar.getmembers() if member.isfile())
        columns = [_lines(tar, name) for name in files]
    one, other = columns
    if len(one) != len(other):
        raise ValueError(f"{archive}: {len(one)} lines beside {len(other)}")
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    return [pairs, [(b, a) for a, b in pairs]]


def probes(path: Path) -> list[Pairs]:
    """Questions of index/probes.jsonl with the passages that answer them, in the other language:
    English ones, and Korean ones."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line]
    return [
        [(one[f"question_{asked}"], one[f"passage_{answering}"]) for one in found]
        for asked, answering in (("en", "ko"), ("ko", "en"))
    ]


def _lines(tar: tarfile.TarFile, name: str) -> Sequence[str]:
    file = tar.extractfile(name)
    return [line.strip() for line in file.read().decode().splitlines()] if file else []
