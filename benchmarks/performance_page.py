"""Puts the newest benchmark results between the markers of a page, with plots beside it.

    python benchmarks/performance_page.py [RESULTS] [PAGE]

RESULTS is the folder the benchmarks write to; of each kind the newest result is shown. A kind's
place in the page is between `<!-- KIND: begin -->` and `<!-- KIND: end -->`; what stands around is
written by hand. Kinds without a result are left as they are.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from performance_plots import memory_plot, quality_plot
from performance_tables import TABLES

# What a plot shows, and what draws it.
_PLOTS = {
    "peers": ("Quality of retrieval against its time", quality_plot),
    "footprint": ("Memory after each part is loaded", memory_plot),
}


def main() -> None:
    """Read, draw and write."""
    arguments = _arguments()
    newest = _newest(arguments.results)
    page: Path = arguments.page
    text = page.read_text(encoding="utf-8")
    for kind, table in TABLES.items():
        if kind not in newest:
            print(f"{kind}: no result", file=sys.stderr)
            continue
        body = table(newest[kind])
        if kind in _PLOTS:
            shows, draw = _PLOTS[kind]
            image = f"images/performance-{kind}.svg"
            (page.parent / image).write_text(draw(newest[kind]), encoding="utf-8")
            body += f"\n\n![{shows}]({image})"
        text = _placed(text, kind, body)
    page.write_text(text, encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path, nargs="?", default=Path("benchmarks/results"))
    parser.add_argument("page", type=Path, nargs="?", default=Path("docs/performance.md"))
    return parser.parse_args()


def _newest(folder: Path) -> dict[str, Mapping[str, Any]]:
    """The latest result of each kind; results of evaluation lie in the same folder."""
    results = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))
    ]
    benchmarks = [result for result in results if result.get("benchmark") in TABLES]
    benchmarks.sort(key=lambda result: result["date"])
    return {result["benchmark"]: result for result in benchmarks}


def _placed(text: str, kind: str, body: str) -> str:
    begin, end = f"<!-- {kind}: begin -->", f"<!-- {kind}: end -->"
    head, found, rest = text.partition(begin)
    _, closed, tail = rest.partition(end)
    if not found or not closed:
        sys.exit(f"the page has no {begin} ... {end}")
    return f"{head}{begin}\n{body}\n{end}{tail}"


if __name__ == "__main__":
    main()
