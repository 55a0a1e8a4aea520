"""How much of real articles' bodies is read, and how much besides, next to trafilatura alone.

    python benchmarks/extraction.py DATA [--worst 15]

DATA is a folder like that of scrapinghub/article-extraction-benchmark: `ground-truth.json`, which
gives the body of every page, and `<key>.html.gz` beside it (or in `html/`). The measure is that
benchmark's own, see `eval.shingles`. What the benchmark leaves out of a body counts against us, the
captions and the sub-headline above the first sentence included, though we keep them on purpose.
trafilatura is called as its documentation shows it, and once more with the setting that our HTML
reader gives it.
"""

import argparse
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trafilatura import extract

from eval.shingles import Overlap, mean, overlap
from ingest.errors import InputError
from ingest.fetch import Raw
from ingest.read import read


@dataclass(frozen=True, slots=True)
class Row:
    """One page, by every way of reading it."""

    url: str
    scores: Mapping[str, Overlap]


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    truth = json.loads((arguments.data / "ground-truth.json").read_text(encoding="utf-8"))
    rows = [_row(_page(arguments.data, key), one) for key, one in truth.items()]
    print(f"{len(rows)} pages")
    for way in rows[0].scores:
        scored = mean([row.scores[way] for row in rows])
        print(f"{way:<30} {_figures(scored)}")
    print(f"\nthe worst {arguments.worst}, ours:")
    for row in _worst(rows, arguments.worst):
        print(f"{_figures(row.scores['briefing'])}  {row.url}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--worst", type=int, default=15, help="list so many pages")
    return parser.parse_args()


def _page(folder: Path, key: str) -> bytes:
    places = (folder / f"{key}.html.gz", folder / "html" / f"{key}.html.gz")
    return gzip.decompress(next(place for place in places if place.exists()).read_bytes())


def _row(page: bytes, truth: Mapping[str, str]) -> Row:
    found = {
        "briefing": _ours(page),
        "trafilatura": extract(page, include_comments=False) or "",
        "trafilatura, favor_precision": extract(page, include_comments=False, favor_precision=True)
        or "",
    }
    body = truth.get("articleBody", "")
    scores = {way: overlap(text, body) for way, text in found.items()}
    return Row(truth.get("url", ""), scores)


def _ours(page: bytes) -> str:
    """The document's text; none of a page that is refused, which costs its recall."""
    try:
        return read(Raw(source="page", name="page", content=page)).text
    except InputError as error:
        print(f"refused: {error}")
        return ""


def _worst(rows: Sequence[Row], count: int) -> Sequence[Row]:
    return sorted(rows, key=lambda row: (row.scores["briefing"].f1, row.url))[:count]


def _figures(one: Overlap) -> str:
    precision, recall = one.precision or 0.0, one.recall or 0.0
    return f"F1 {one.f1:.3f}  precision {precision:.3f}  recall {recall:.3f}"


if __name__ == "__main__":
    main()
