"""How well copies of one report are told from what only looks like it.

    python benchmarks/stories.py [--briefings samples/briefings] [--seed 20261125]
    python benchmarks/stories.py --csv ARTICLES.csv

The first makes rewrites of the briefings (see `rewrites`), half of the briefings giving the
articles and the other half the news of the follow-ups, and the other way round, puts each half's
into an index and compares its stories with how the articles were made, pair by pair. The second has
no labels: it lists every pair that an index of the file's articles takes for one story, the pairs
next to it that are taken for two, and the notices of corrections, to be read. Its columns are the
date, the address, the headline and the text.
"""

import argparse
import csv
import itertools
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import numpy as np
from rewrites import SAME, Kind, Made, rewrites

from index import overlap, stories
from index.content import content_of
from index.corpus import Index, open_index
from index.dense import IDENTITY
from index.embedder import PassageText
from index.encoder import Matrix
from index.overlap import Words
from ingest.corrections import find_notice
from ingest.document import Document, Prepared
from ingest.errors import InputError
from ingest.fetch import gather
from ingest.pipeline import prepare_all
from ingest.read import from_text, read
from ingest.timestamps import KOREA

# Of a report that several of the samples carry, one is rewritten; the others would be copies too.
CARRIED = ("sci-wire-launch-daon.html", "sci-wire-launch-hbs.txt")
# How much two articles must hold of each other, tried around what is in use.
SHARES = (0.45, 0.5, 0.55, 0.6, 0.65)
NEAREST = 15


class Unembedded:
    """Stands in for an embedder: stories ask no vectors."""

    model_id = "none"
    dimension = 8

    def encode_query(self, text: str) -> Matrix:
        """One direction, whatever the text."""
        return np.full(self.dimension, self.dimension**-0.5, np.float32)

    def encode_passages(self, passages: Sequence[PassageText]) -> list[Matrix]:
        """The same for every passage and sentence."""
        return [np.tile(self.encode_query(""), (1 + len(p.sentences), 1)) for p in passages]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--briefings", type=Path, default=Path("samples/briefings"))
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--csv", type=Path)
    arguments = parser.parse_args()
    if arguments.csv:
        _list(arguments.csv)
    else:
        _measure(arguments.briefings, arguments.seed)


def _measure(folder: Path, seed: int) -> None:
    briefings = [read(found) for found in gather([str(folder)])]
    originals = [d for d in briefings if Path(d.source).name not in CARRIED and not find_notice(d)]
    halves = (originals[::2], originals[1::2])
    made = [list(rewrites(one, other, seed)) for one, other in (halves, halves[::-1])]
    articles = [[*{m.original.doc_id: m.original for m in some}.values()] for some in made]
    prepared = [
        list(prepare_all([*some, *(m.document for m in of_them)]))
        for some, of_them in zip(articles, made, strict=True)
    ]
    print(f"{sum(map(len, articles))} articles, {sum(map(len, made))} made from them")
    for share in SHARES:
        with patch.object(overlap, "_STORY", share):
            found = [_stories(some) for some in prepared]
        _report(share, made, found)


def _report(share: float, made: Sequence[list[Made]], found: Sequence[Mapping[str, str]]) -> None:
    right, given, wanted = 0, 0, 0
    by_kind: Counter[tuple[Kind, float, bool]] = Counter()
    for some, story in zip(made, found, strict=True):
        truth = {one.original.doc_id: one.original.doc_id for one in some}
        truth |= {
            m.document.doc_id: (m.original if m.kind in SAME else m.document).doc_id for m in some
        }
        for one, other in itertools.combinations(truth, 2):
            same, taken = truth[one] == truth[other], story[one] == story[other]
            right, given, wanted = right + (same and taken), given + taken, wanted + same
        by_kind.update(
            (m.kind, m.changed, story[m.document.doc_id] == story[m.original.doc_id]) for m in some
        )
    print(f"\nalike {share}: precision {right}/{given} = {right / given:.3f}, ", end="")
    print(f"recall {right}/{wanted} = {right / wanted:.3f}")
    for kind, changed in dict.fromkeys((kind, changed) for kind, changed, _ in by_kind):
        yes, no = by_kind[kind, changed, True], by_kind[kind, changed, False]
        print(f"  {kind.value:<28} {changed:.0%} changed: with the article {yes} of {yes + no}")


def _stories(prepared: Iterable[Prepared]) -> dict[str, str]:
    """For every document a name of its story, one of its own if it is in none."""
    with tempfile.TemporaryDirectory() as folder, _index(Path(folder)) as index:
        changes = list(index.add_all(prepared))
        return {
            one.doc_id: min([one.doc_id, *(c.doc_id for c in index.relations(one.doc_id).story)])
            for one in changes
        }


def _index(folder: Path) -> Index:
    return open_index(folder, Unembedded(), transform=IDENTITY)


def _list(path: Path) -> None:
    documents = list(_articles(path))
    prepared = list(prepare_all(documents))
    story = _stories(prepared)
    told = {one.document.doc_id: (one.document, content_of(one).words) for one in prepared}
    print(f"{len(documents)} articles\n\nOne story:")
    others: list[tuple[float, str, str]] = []
    for one, other in itertools.combinations(told, 2):
        if story[one] == story[other]:
            print(_line(*told[one], *told[other]))
        elif told[one][1].shingles & told[other][1].shingles:
            others.append((-overlap.alike(told[one][1], told[other][1]), one, other))
    print(f"\nTwo stories, though much is the same (the window is {stories.WINDOW_DAYS} days):")
    for _, one, other in sorted(others)[:NEAREST]:
        print(_line(*told[one], *told[other]))
    print("\nNotices of corrections:")
    for document in documents:
        if notice := find_notice(document):
            print(f"{notice.kind} own={notice.own} {document.title} {notice.headlines}")


def _articles(path: Path) -> Iterable[Document]:
    csv.field_size_limit(2**30)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, (date, url, title, text) in enumerate(
            itertools.islice(csv.reader(file), 1, None)
        ):
            moment = datetime.fromisoformat(date).replace(tzinfo=KOREA)
            try:
                yield from_text(
                    text, title=title, source=f"{number}.txt", published_at=moment, url=url
                )
            except InputError as error:
                print(f"refused: {title}: {error}")


def _line(one: Document, first: Words, other: Document, second: Words) -> str:
    moments = [d.published_at for d in (one, other) if d.published_at]
    days = (max(moments) - min(moments)).days
    same = "same text" if one.text == other.text else f"{days} days apart"
    numbers = len(first.numbers & second.numbers), min(len(first.numbers), len(second.numbers))
    return (
        f"alike {overlap.alike(first, second):.2f}, numbers {numbers[0]}/{numbers[1]}, {same}:"
        f" {one.title} | {other.title}"
    )


if __name__ == "__main__":
    main()
