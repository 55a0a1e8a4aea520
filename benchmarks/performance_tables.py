"""Benchmark results as Markdown tables, one function for each kind of result."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Result = Mapping[str, Any]

_MIB = 2**20


def peers(result: Result) -> str:
    """Storing, searching, starting: ratios to the bare parts; quality and bytes beside them."""
    searching, keeping = [], []
    failed = []
    for row in result["rows"]:
        if "failed" in row:
            failed.append(f"- {row['label']} has no row: {row['failed']}")
            continue
        quality = row["quality"]
        search = row["search"]
        searching.append(
            [
                row["label"],
                row["searches"],
                f"{quality['R@1']:.3f}",
                f"{quality['MRR@10']:.3f}",
                *(_ratio(search, name) for name in ("p50_ms", "p95_ms", "processor_ms")),
            ]
        )
        keeping.append(
            [
                row["label"],
                _ratio(row["store"], "seconds"),
                f"{row['bytes_a_passage'] / 1024:.1f}",
                f"{search['resident_bytes']['median'] / _MIB:.0f}",
                _ratio(row["start"], "seconds"),
            ]
        )
    base = next(row for row in result["rows"] if row["name"] == "bare")
    searches = ["", "searches by", "R@1", "MRR@10", "p50", "p95", "processor time"]
    keeps = ["", "storing", "KiB a passage on the disk", "MiB in memory", "start to first answer"]
    return "\n\n".join(
        [
            _measured(result),
            _table(searches, searching),
            _table(keeps, keeping),
            f"The bare parts themselves: {_absolute(base)}.",
            *(["\n".join(failed)] if failed else []),
        ]
    )


def http_load(result: Result) -> str:
    """Latency and throughput by clients, beside one client searching."""
    rows = [
        [
            case["label"],
            str(case["clients"]),
            *(
                f"{_plain(case[name])} · {_times(case[name + '_ratio'])}"
                for name in ("p50_ms", "p95_ms", "a_second")
            ),
        ]
        for case in result["cases"]
    ]
    head = ["", "clients", "p50 ms", "p95 ms", "answered a second"]
    refused = ", ".join(f"{what}: {number}" for what, number in result["refused"].items())
    said = f"Refused: {refused}." if refused else "Nothing was refused."
    return "\n\n".join([_measured(result), _table(head, rows), said])


def starting(result: Result) -> str:
    """Starts beside Python's own, and the dearest imports."""
    labels = {
        "python": "`python -c pass`",
        "help": "`briefing --help`",
        "search": "`briefing search`",
        "ask": "`briefing ask`",
        "serve": "`briefing serve`, first answer over HTTP",
    }
    rows = [
        [labels[name], _plain(case["seconds"]), _times(case["times_python"])]
        for name, case in result["cases"].items()
    ]
    imports = result["imports_of_ask"]
    dearest = ", ".join(f"{name} {spent:.2f} s" for name, spent in imports["packages"].items())
    said = (
        f"Imports are {imports['share']:.0%} of `briefing ask` ({imports['seconds']:.1f} s when"
        f" counted one by one); the dearest packages, by their own modules: {dearest}."
    )
    head = ["from start to end", "seconds", "times `python -c pass`"]
    return "\n\n".join([_measured(result), _table(head, rows), said])


def footprint(result: Result) -> str:
    """What each part adds to memory, and what the service holds."""
    rows, before = [], 0
    for step in result["steps"]:
        whole = step["private"] + step["files"]
        rows.append(
            [step["part"], _mib(whole - before), _mib(step["private"]), _mib(step["files"])]
        )
        before = whole
    for name, memory in result["service"].items():
        rows.append([name, "", _mib(memory["private"]), _mib(memory["files"])])
    head = ["loaded, one after the other", "adds MiB", "private in all", "from files in all"]
    return "\n\n".join([_measured(result), _table(head, rows)])


def ingest_speed(result: Result) -> str:
    """Embedding beside the model used the plain way, and what of an ingest is not embedding."""
    labels = {
        "embedding_ratio": "our embedding, times `encode` in float32 as it comes",
        "best_embedding_ratio": "our embedding, times `encode` at its best",
        "whole_ingest_ratio": "our whole ingest, times `encode` in float32 as it comes",
        "share_not_embedding": "share of the ingest that is not embedding",
    }
    rows = [
        [label, f"{_plain(result['summary'][name])}{_range(result['summary'][name])}"]
        for name, label in labels.items()
        if name in result["summary"]
    ]
    best = result["settings"].get("best plain")
    said = [f"At its best is {best}."] if best else []
    return "\n\n".join([_measured(result), _table(["", "median (least to most)"], rows), *said])


def scale(result: Result) -> str:
    """What grows with the number of passages, and how."""
    rows = [
        [
            f"{size['passages']:,}",
            f"{size['segments']}, {size['segments_with_codes']}",
            f"{size['stored_processor_milliseconds_a_passage']:.1f}",
            f"{size['bytes_a_passage'] / 1024:.1f}",
            f"{size['seconds_from_opening_to_the_first_answer']:.1f}",
            f"{size['search_milliseconds']['p50']:.1f}, {size['search_milliseconds']['p95']:.1f}",
            f"{size['recall_at_10_of_exact']:.3f}",
            f"{size['private_megabytes']:,}, {size['megabytes_from_files']:,}",
            f"{size['seconds_until_one_more_is_found']:.2f}",
        ]
        for size in result["sizes"]
    ]
    head = [
        "passages",
        "segments, with codes",
        "storing, ms of processor time a passage",
        "KiB a passage on the disk",
        "opening to the first answer, s",
        "search p50, p95, ms",
        "recall of the exact ten",
        "memory, private and of files, MB",
        "one more is found after, s",
    ]
    return "\n\n".join([_measured(result), _table(head, rows)])


def profile(result: Result) -> str:
    """Where the time goes, by the file of ours that is being worked in."""
    return "\n\n".join(
        [
            _measured(result),
            *(
                _table([work, "share"], [[f"`{name}`", f"{share:.0%}"] for name, share in shares])
                for work, shares in result["shares"].items()
            ),
        ]
    )


TABLES: Mapping[str, Callable[[Result], str]] = {
    "peers": peers,
    "ingest-speed": ingest_speed,
    "http-load": http_load,
    "starting": starting,
    "footprint": footprint,
    "scale": scale,
    "profile": profile,
}
"""By what `benchmark` is called in a result."""


def _measured(result: Result) -> str:
    """What was measured where, in a line."""
    machine = result["machine"]
    passages = f", {result['passages']} passages" if "passages" in result else ""
    return (
        f"{result['set']}{passages}; {result['date'][:10]},"
        f" commit {(result['commit'] or '-')[:12]};"
        f" {machine['processor']}, {machine['cores']} cores."
    )


def _absolute(base: Mapping[str, Any]) -> str:
    search = base["search"]
    store, start = base["store"]["seconds"]["median"], base["start"]["seconds"]["median"]
    return (
        f"a search takes {search['p50_ms']['median']:.1f} ms, storing {store:.1f} s,"
        f" a first answer {start:.1f} s"
    )


def _ratio(part: Mapping[str, Any], name: str) -> str:
    """A ratio with its spread; nothing where it was not measured."""
    return _times(part["ratios"][name]) if part.get("ratios") else "–"


def _times(spread: Mapping[str, float]) -> str:
    return f"{_plain(spread)} ×{_range(spread)}"


def _range(spread: Mapping[str, float]) -> str:
    if spread["least"] == spread["most"]:
        return ""
    return f" ({_number(spread['least'])}–{_number(spread['most'])})"


def _plain(spread: Mapping[str, float]) -> str:
    return _number(spread["median"])


def _number(value: float) -> str:
    """Three digits that mean something.

    >>> _number(0.1234), _number(12.34), _number(1234.5)
    ('0.123', '12.3', '1234')
    """
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _mib(size: float) -> str:
    return f"{size / _MIB:.0f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
