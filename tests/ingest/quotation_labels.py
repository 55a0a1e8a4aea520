"""Quotations labelled by hand, and what the extractor makes of the same articles.

`python -m tests.ingest.quotation_labels` prints every figure; the Wikinews articles are measured
where BRIEFING_TEST_DATA names the folder of published data sets. The rules of labelling stand in
docs/ingest.md.
"""

import csv
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.attribution_scores import AttributionCounts, QuoteLabel, count
from ingest.attribution import find_quotes
from ingest.document import Document, Span
from ingest.fetch import Raw
from ingest.language import detect
from ingest.read import read
from ingest.sentences import find_sentences

HERE = Path(__file__).parent
BRIEFINGS = HERE.parents[1] / "samples" / "briefings"
SAMPLES = HERE / "quotations" / "samples.jsonl"
WIKINEWS = HERE / "quotations" / "wikinews.jsonl"
# Read about speakers, addressees and spans while the extractor was being changed, or never.
PARTS = ("development", "held-out")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article with its labels."""

    part: str
    document: Document
    labels: tuple[QuoteLabel, ...]


def samples() -> Iterator[Labelled]:
    """The project's own briefings, as ingest stores them."""
    for record in _records(SAMPLES):
        content = (BRIEFINGS / record["file"]).read_bytes()
        document = read(Raw(record["file"], record["file"], content))
        same = record.get("same", {})
        labels = (_sample_label(document.text, one, same) for one in record["quotes"])
        yield Labelled(record["part"], document, tuple(labels))


def _sample_label(text: str, one: dict[str, Any], same: dict[str, list[str]]) -> QuoteLabel:
    start = -1
    for _ in range(one.get("occurrence", 0) + 1):
        start = text.index(one["said"], start + 1)
    speaker = one["speaker"]
    others = tuple(same.get(speaker, ())) if speaker else ()
    span = Span(start, start + len(one["said"]))
    return QuoteLabel(span, (speaker, *others), one["addressee"], one["verb"], one["direct"])


def wikinews(folder: Path) -> Iterator[Labelled]:
    """Articles of Wikinews: names and spans are offsets into them, and no word of them is here.

    Raises ValueError where an article is not the one that was labelled.
    """
    with (folder / "wikinews-ko" / "wikinews.csv").open(encoding="utf-8", newline="") as file:
        texts = {row["출처"]: row["내용"] for row in csv.DictReader(file)}
    for record in _records(WIKINEWS):
        text = texts[record["url"]]
        document = Document(record["url"], "", text, detect(text))
        labels = tuple(_wikinews_label(text, one) for one in record["quotes"])
        yield Labelled(record["part"], document, labels)


def _wikinews_label(text: str, one: dict[str, Any]) -> QuoteLabel:
    start, end = one["span"]
    speakers = tuple(spelt(text, name) for name in one["speaker"])
    addressee = spelt(text, one["addressee"])
    words = "\x1f".join([text[start:end], *(name or "" for name in (*speakers, addressee))])
    if hashlib.sha256(words.encode()).hexdigest()[:12] != one["check"]:
        raise ValueError(f"{start}-{end}: the article is not the one that was labelled")
    return QuoteLabel(Span(start, end), speakers, addressee, one["verb"], one["direct"])


def spelt(text: str, name: str | None) -> str | None:
    """A name from its places: "0-3+7-9,12-15" is two people, the first of them in two pieces."""
    if name is None:
        return None
    people = [[piece.split("-") for piece in one.split("+")] for one in name.split(",")]
    return ", ".join(" ".join(text[int(a) : int(b)] for a, b in one) for one in people)


def counts(articles: Iterator[Labelled]) -> dict[str, AttributionCounts]:
    """The counts of each part."""
    found = dict.fromkeys(PARTS, AttributionCounts())
    for article in articles:
        sentences = find_sentences(article.document.text, article.document.language)
        quotes = find_quotes(article.document, sentences)
        found[article.part] += count(quotes, article.labels)
    return found


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def _table() -> Iterator[str]:
    sets = {"samples": samples()}
    if folder := os.environ.get("BRIEFING_TEST_DATA"):
        sets["wikinews"] = wikinews(Path(folder))
    for name, articles in sets.items():
        for part, found in counts(articles).items():
            yield f"{name} {part}: {found.labelled} labelled, {found.given} given"
            yield "  " + "  ".join(f"{k} {v:.3f}" for k, v in found.shares().items())


if __name__ == "__main__":
    sys.stdout.write("\n".join(_table()) + "\n")
