"""A peer's process: takes one command a line on standard input, answers with one line of JSON.

    python -m peers.worker NAME CORPUS STORE [HIDDEN...]

    {"do": "ingest"}  gives seconds, processor_seconds
    {"do": "open"}    gives the same and resident_bytes
    {"do": "search", "first": 0, "last": 9, "k": 10}
                      gives milliseconds, processor_ms, found, resident_bytes

HIDDEN packages are as good as not installed: some libraries load torch because it is there.
What libraries print goes to standard error. Everything is timed in here, so that the pipe is not.
"""

import gc
import importlib
import json
import os
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from peers.corpus import Corpus, load_corpus
from peers.peer import Peer


def main() -> None:
    """Answer until standard input ends."""
    name, corpus_folder, store, *hidden = sys.argv[1:]
    sys.modules.update(dict.fromkeys(hidden))  # None: cannot be imported
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    peer = made(name, Path(corpus_folder))
    corpus = load_corpus(Path(corpus_folder))
    try:
        for line in sys.stdin:
            reply = _answer(peer, corpus, Path(store), json.loads(line))
            replies.write(json.dumps(reply, ensure_ascii=False) + "\n")
            replies.flush()
    finally:
        peer.close()


def made(name: str, corpus_folder: Path) -> Peer:
    """The peer of that module; ours takes its vectors from beside the corpus."""
    kind = importlib.import_module(f"peers.{name}").PEER
    peer: Peer = kind(corpus_folder) if name.startswith("ours") else kind()
    return peer


def _answer(peer: Peer, corpus: Corpus, store: Path, command: dict[str, Any]) -> dict[str, Any]:
    match command["do"]:
        case "ingest":
            peer.prepare()
            wall, processor = perf_counter(), process_time()
            peer.ingest(corpus, store)
            return _spent(wall, processor)
        case "open":
            peer.prepare()
            wall, processor = perf_counter(), process_time()
            peer.open(store)
            return _spent(wall, processor) | {"resident_bytes": _resident()}
        case "search":
            return _search(peer, corpus, command)
        case other:
            raise ValueError(f"no such command: {other!r}")


def _search(peer: Peer, corpus: Corpus, command: dict[str, Any]) -> dict[str, Any]:
    milliseconds, processor_ms, found = [], [], []
    gc.collect()
    for number in range(command["first"], command["last"]):
        question, vector = corpus.questions[number], corpus.question_vectors[number]
        wall, processor = perf_counter(), process_time()
        found.append(peer.search(question, vector, command["k"]))
        processor_ms.append((process_time() - processor) * 1000)
        milliseconds.append((perf_counter() - wall) * 1000)
    return {
        "milliseconds": milliseconds,
        "processor_ms": processor_ms,
        "found": found,
        "resident_bytes": _resident(),
    }


def _spent(wall: float, processor: float) -> dict[str, float]:
    return {"seconds": perf_counter() - wall, "processor_seconds": process_time() - processor}


def _resident() -> int:
    """Bytes of this process that are in memory now."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
