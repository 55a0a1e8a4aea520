"""A peer from nothing to its first answer: imports, model, opening, one question; a line of JSON.

python -m peers.cold NAME CORPUS STORE MODEL
"""

import json
import os
import sys
from pathlib import Path
from time import perf_counter

STARTED = perf_counter()


def main() -> None:
    """Answer the corpus's first question with a vector computed here."""
    name, corpus_folder, store, model = sys.argv[1:]
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    from peers.worker import made

    peer = made(name, Path(corpus_folder))
    imported = perf_counter()
    words = (Path(corpus_folder) / "corpus.json").read_text(encoding="utf-8")
    question = json.loads(words)["questions"][0]
    embed = peer.question_embedder(model)
    loaded = perf_counter()
    peer.open(Path(store))
    opened = perf_counter()
    found = peer.search(question, embed(question), 10)
    answered = perf_counter()
    reply = {
        "found": found,
        "imports_seconds": imported - STARTED,
        "model_seconds": loaded - imported,
        "open_seconds": opened - loaded,
        "first_search_seconds": answered - opened,
    }
    replies.write(json.dumps(reply, ensure_ascii=False) + "\n")
    replies.flush()
    peer.close()


if __name__ == "__main__":
    main()
