"""Asks a real language model the samples' questions, and counts what becomes of what it writes.

    python benchmarks/real_llm.py http://127.0.0.1:8080/v1 MODEL [--only '*-en*'] [--korean 0]

A service with the samples in it is started on loopback with that model, and asked each question
once whole and once as a stream, through the Python client. Every quotation is read again in its
document. Printed are lines of JSON: for each question who wrote the answer, what was dropped and
why, and how long it took; at the end the sums. Any response that is no success ends the run.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from service.client import Answer, Answered, Briefings

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
# Loading takes ten seconds on a quiet machine.
PATIENCE_SECONDS = 600


def main() -> None:
    """Start the service, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base_url")
    parser.add_argument("model")
    parser.add_argument("--english", type=int, default=10)
    parser.add_argument("--korean", type=int, default=4)
    parser.add_argument("--timeout", type=float, default=300, help="seconds for one reply")
    parser.add_argument("--only", default="*", help="briefings of these names, and their questions")
    given = parser.parse_args()
    briefings = sorted((SAMPLES / "briefings").glob(given.only))
    names = {path.name for path in briefings}
    questions = [*_questions("en", given.english, names), *_questions("ko", given.korean, names)]
    with (
        tempfile.TemporaryDirectory() as data,
        _serving(Path(data), briefings, given) as url,
        Briefings(url, timeout=2 * given.timeout) as service,
    ):
        rows = []
        for question in questions:
            rows.append(_asked(service, question))
            print(json.dumps(rows[-1], ensure_ascii=False), flush=True)
    print(json.dumps({"model": given.model, **_summed(rows)}))


def _questions(language: str, most: int, names: set[str]) -> list[str]:
    lines = (SAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    known = [json.loads(line) for line in lines]
    asked = [
        one["question"]
        for one in known
        if one["language"] == language and one["answerable"] and one["file"] in names
        # Those that stand alone: a follow-up would have to be completed first.
        if not one.get("history")
    ]
    # Spread over the set: neighbours are about the same article.
    return asked[:: max(1, len(asked) // most)][:most] if most else []


@contextmanager
def _serving(data: Path, briefings: list[Path], given: argparse.Namespace) -> Iterator[str]:
    briefing = [str(Path(sys.executable).parent / "briefing"), "--data-dir", str(data)]
    subprocess.run([*briefing, "ingest", *map(str, briefings)], check=True, stdout=sys.stderr)
    llm = {
        "BRIEFING_LLM_BASE_URL": given.base_url,
        "BRIEFING_LLM_MODEL": given.model,
        "BRIEFING_LLM_SILENCE_SECONDS": str(given.timeout),
        "BRIEFING_LLM_TIMEOUT_SECONDS": str(given.timeout),
    }
    with subprocess.Popen(
        [*briefing, "serve", "--port", "0"], env=os.environ | llm, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            url = next(
                found[0]
                for line in process.stdout
                if (found := re.search(r"http://127\.0\.0\.1:\d+", line))
            )
            httpx.get(f"{url}/readyz", timeout=PATIENCE_SECONDS).raise_for_status()
            yield url
        finally:
            process.terminate()
            process.wait()


def _asked(service: Briefings, question: str) -> dict[str, Any]:
    began = time.perf_counter()
    whole = service.ask(question)
    seconds = time.perf_counter() - began
    whole.verify(service)
    *_, last = service.ask_stream(question)
    if not isinstance(last, Answered):
        raise SystemExit(f"a stream ended with {last!r}")
    last.answer.verify(service)
    return {
        "question": question,
        "seconds": round(seconds, 1),
        "whole": _shown(whole),
        "stream": _shown(last.answer),
    }


def _shown(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status,
        "written_by": answer.written_by,
        "text": answer.text,
        "checks": [check.model_dump(mode="json") for check in answer.checks],
        "quotations": len(answer.citations),
        "timings": {stage: round(spent) for stage, spent in answer.timings.items()},
    }


def _summed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    answers = [row[way] for row in rows for way in ("whole", "stream")]
    return {
        "answers": len(answers),
        "statuses": Counter(answer["status"] for answer in answers),
        "written_by": Counter(answer["written_by"] for answer in answers),
        "quotations_verified": sum(answer["quotations"] for answer in answers),
        "checks": Counter(check["code"] for answer in answers for check in answer["checks"]),
    }


if __name__ == "__main__":
    main()
