"""Our retrieval beside other libraries', and beside the bare parts of it, on the same vectors.

    python benchmarks/peer_comparison.py DATASET WORK [--questions 200] [--rounds 3] [--only NAME]

DATASET is anything `briefing eval` reads. WORK is a folder for everything made on the way: a
virtual environment for each library (a gigabyte each, installed once), the corpus with its vectors,
and each one's store. Every library gets the same passages, the same passage vectors and the same
question vectors, by our embedder, and runs in a process of its own with its most usual hybrid
search; where it can take one, with Kiwi's tokens.

Rounds go through all of them in turn, so that what slows the machine slows everybody. Figures are
ratios to the bare parts in the same round: median, least and most over the rounds. Times of storing
are without embedding. A library that cannot be installed or fails is named with the reason.
"""

import argparse
import dataclasses
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from peers.corpus import document_of, load_corpus
from peers.environments import InstallFailed, python_of
from peers.process import PeerFailed, Places, Process, cold_start, worker
from peers.ratios import ratios, spread
from peers.recording import Made, recorded
from peers.roster import BARE, ENTRIES, Entry

from eval.benchmarking import write_benchmark
from eval.datasets import Question
from eval.latency import percentiles
from eval.metrics import mean_scores, retrieval_scores
from index.bundled_model import bundled_model
from index.embedder import BUNDLED
from service.settings import load_settings

K = 10

Rounds = list[dict[str, float]]
"""The figures of one library, a mapping for each round."""


def main() -> None:
    """Prepare, measure in turn, and write."""
    arguments = _arguments()
    made = recorded(arguments.dataset, arguments.work, arguments.questions)
    settings = load_settings()
    named = settings.embedding_model != BUNDLED
    model = settings.embedding_model if named else str(bundled_model(settings.cache_dir))
    entries = [one for one in ENTRIES if one.module in {BARE, *(arguments.only or (one.module,))}]
    comparison = Comparison(made, arguments.work, model)
    comparison.install(entries)
    comparison.store(arguments.rounds)
    comparison.search(arguments.rounds)
    comparison.start(arguments.starts)
    passages = len(load_corpus(made.folder).ids)
    figures = {"passages": passages, "rows": comparison.rows(passages)}
    used = {"k": K, "questions": len(made.questions), "rounds": arguments.rounds}
    print(write_benchmark("peers", made.dataset, made.model_id, used, figures, arguments.output))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("work", type=Path, help="a folder for environments, corpus and stores")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3, help="two at least, to see the spread")
    parser.add_argument("--starts", type=int, default=2, help="starts of each that are counted")
    parser.add_argument("--only", action="append", metavar="NAME", help="the bare parts and this")
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    return parser.parse_args()


class Comparison:
    """All libraries, and what was measured of each so far."""

    def __init__(self, made: Made, work: Path, model: str) -> None:
        self._made = made
        self._work = work.absolute()
        self._model = model
        self._places: dict[Entry, Places] = {}
        self._rounds: dict[Entry, dict[str, Rounds]] = {}
        self._found: dict[Entry, list[list[str]]] = {}
        self._failed: dict[Entry, str] = {}

    def install(self, entries: Sequence[Entry]) -> None:
        """Make what each needs to run; whoever cannot be installed drops out with the reason."""
        (self._work / "logs").mkdir(parents=True, exist_ok=True)
        for entry in entries:
            self._rounds[entry] = {"store": [], "search": [], "start": []}
            if entry.why_not:
                self._failed[entry] = entry.why_not
                continue
            try:
                ours = entry.of_ours
                python = Path(sys.executable) if ours else python_of(entry.module, self._work)
            except InstallFailed as failure:
                self._drop(entry, failure)
                continue
            log = self._work / "logs" / f"{entry.module}.log"
            log.unlink(missing_ok=True)
            self._places[entry] = Places(
                python=python,
                corpus=self._made.folder,
                store=self._work / "stores" / entry.module,
                log=log,
                hidden=entry.hidden,
            )

    def store(self, rounds: int) -> None:
        """Time storing everything in an empty folder, in turn."""
        for number in range(rounds):
            for entry in self._running():
                if number == 0 or entry.again:
                    self._store_once(entry, number)

    def _store_once(self, entry: Entry, number: int) -> None:
        places = self._places[entry]
        shutil.rmtree(places.store, ignore_errors=True)
        places.store.mkdir(parents=True)
        try:
            with worker(entry.module, places) as process:
                reply = process.ask({"do": "ingest"})
        except PeerFailed as failure:
            self._drop(entry, failure)
            return
        size = sum(path.stat().st_size for path in places.store.rglob("*") if path.is_file())
        self._rounds[entry]["store"].append(reply | {"bytes": size})
        _say(f"round {number + 1}, {entry.label}: stored in {reply['seconds']:.1f} s")

    def search(self, rounds: int) -> None:
        """Open every store in a new process, then time the questions, in turn."""
        with ExitStack() as open_processes:
            processes: dict[Entry, Process] = {}
            for entry in self._running():
                process = open_processes.enter_context(worker(entry.module, self._places[entry]))
                try:
                    process.ask({"do": "open"})
                    process.ask(self._batch(last=min(20, len(self._made.questions))))  # warms it up
                except PeerFailed as failure:
                    self._drop(entry, failure)
                    continue
                processes[entry] = process
            for number in range(rounds):
                for entry in list(processes):
                    try:
                        self._search_once(entry, processes[entry], number)
                    except PeerFailed as failure:
                        self._drop(entry, failure)
                        del processes[entry]

    def _search_once(self, entry: Entry, process: Process, number: int) -> None:
        reply = process.ask(self._batch(last=len(self._made.questions)))
        wall, processor = percentiles(reply["milliseconds"]), percentiles(reply["processor_ms"])
        self._rounds[entry]["search"].append(
            {
                "p50_ms": wall["p50"],
                "p95_ms": wall["p95"],
                "processor_ms": sum(reply["processor_ms"]) / len(self._made.questions),
                "processor_p50_ms": processor["p50"],
                "resident_bytes": reply["resident_bytes"],
            }
        )
        self._found[entry] = reply["found"]
        _say(f"round {number + 1}, {entry.label}: p50 {wall['p50']} ms, p95 {wall['p95']} ms")

    def start(self, rounds: int) -> None:
        """Time a new process up to its first answer, the embedding model loaded, in turn.

        The first pass is not counted: it brings the files into memory.
        """
        for number in range(rounds + 1):
            for entry in self._running():
                if not entry.again:
                    continue
                try:
                    reply = cold_start(entry.module, self._places[entry], self._model)
                except PeerFailed as failure:
                    self._drop(entry, failure)
                    continue
                del reply["found"]
                if number:
                    self._rounds[entry]["start"].append(reply)
                _say(f"start {number}, {entry.label}: {reply['seconds']:.1f} s")

    def rows(self, passages: int) -> list[dict[str, Any]]:
        """Every library's figures and their ratios to the bare parts."""
        if not self._found:
            sys.exit("nothing was measured")
        base = next((entry for entry in self._found if entry.module == BARE), None)
        rows = []
        for entry, by_part in self._rounds.items():
            row: dict[str, Any] = {
                "name": entry.module,
                "label": entry.label,
                "searches": entry.searches,
            }
            if entry in self._failed:
                rows.append(row | {"failed": self._failed[entry]})
                continue
            for part, measured in by_part.items():
                beside = self._rounds[base][part] if base else []
                row[part] = _part(measured, beside)
            row["bytes_a_passage"] = by_part["store"][-1]["bytes"] / passages
            row["quality"] = _quality(self._made.questions, self._found[entry])
            rows.append(row)
        return rows

    def _running(self) -> list[Entry]:
        return [entry for entry in self._places if entry not in self._failed]

    def _batch(self, last: int) -> dict[str, object]:
        return {"do": "search", "first": 0, "last": last, "k": K}

    def _drop(self, entry: Entry, failure: Exception) -> None:
        self._failed[entry] = str(failure)
        _say(str(failure))


def _part(measured: Rounds, beside: Rounds) -> dict[str, Any]:
    """Each figure's spread over the rounds, and that of its ratio where there is a base."""
    if not measured:
        return {}
    names = measured[0]
    columns: Mapping[str, list[float]] = {n: [one[n] for one in measured] for n in names}
    part: dict[str, Any] = {n: dataclasses.asdict(spread(values)) for n, values in columns.items()}
    if len(beside) == len(measured):
        part["ratios"] = {
            n: dataclasses.asdict(ratios(values, [one[n] for one in beside]))
            for n, values in columns.items()
        }
    return part


def _quality(questions: Sequence[Question], found: Sequence[Sequence[str]]) -> dict[str, float]:
    """R@1 and MRR@10 over documents; a document counts where its best passage stands."""
    qrels = {question.id: question.relevant for question in questions}
    run = {
        question.id: tuple(dict.fromkeys(map(document_of, ids)))
        for question, ids in zip(questions, found, strict=True)
    }
    means = mean_scores(retrieval_scores(qrels, run).values())
    return {name: round(means[name] or 0.0, 4) for name in ("R@1", "MRR@10")}


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
