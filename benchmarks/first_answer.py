"""How soon a suggested question is answered on the chat page, counted from the page's first byte.

    python benchmarks/first_answer.py [--loads 7]

Serves the sample briefings as `briefing serve` does, opens the page in a real Chromium with an
empty cache, and presses the first suggested question as soon as it can be pressed. Every load gives
the milliseconds from the start of the navigation to the frame in which the whole answer was
painted, by the browser's own clock. The first load warms the service and is not counted.
"""

import argparse
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from demonstration import chromium, served_samples

from eval.adapters import load
from eval.benchmarking import write_benchmark

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAMPLES = Path("samples")
# Presses the first suggestion when it appears, and waits for the answer's button that copies it,
# which is drawn with the last event. The frame after the one that draws it has painted it.
ANSWERED = """async () => {
  const there = (selector) => new Promise((found) => {
    const look = () => document.querySelector(selector) && (watch.disconnect(), found());
    const watch = new MutationObserver(look);
    watch.observe(document.body, { childList: true, subtree: true });
    look();
  });
  const frame = () => new Promise(requestAnimationFrame);
  await there("#suggestions button");
  const offered = performance.now();
  document.querySelector("#suggestions button").click();
  await there(".turn .after");
  await frame();
  await frame();
  const sent = performance.getEntriesByType("resource")
    .concat(performance.getEntriesByType("navigation"))
    .filter(({ name }) => !name.includes("/v1/") && !name.includes("/readyz"));
  const bytes = sent.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  return { offered, answered: performance.now(), bytes, files: sent.length };
}"""


def main() -> None:
    """Measure, print and write."""
    arguments = _arguments()
    with served_samples() as url, chromium() as browser:
        model = httpx.get(f"{url}/readyz").json()["checks"]["model"]["detail"]
        _, *loads = [_load(browser, url) for _ in range(arguments.loads + 1)]
    figures = {
        "milliseconds_to_first_question": _spread([one["offered"] for one in loads]),
        "milliseconds_to_first_answer": _spread([one["answered"] for one in loads]),
        "page_bytes": int(loads[-1]["bytes"]),
        "page_files": int(loads[-1]["files"]),
    }
    print(figures)
    used = {"loads": arguments.loads, "browser": "chromium", "window": "1280x860"}
    dataset = load(SAMPLES)
    print(write_benchmark("first-answer", dataset, model, used, figures, arguments.output))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--loads", type=int, default=7)
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    return parser.parse_args()


def _load(browser: "Browser", url: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="ko-KR")
    page = context.new_page()
    page.goto(url, wait_until="commit")
    measured: dict[str, float] = page.evaluate(ANSWERED)
    context.close()
    return measured


def _spread(milliseconds: Sequence[float]) -> dict[str, int]:
    return {
        "median": round(statistics.median(milliseconds)),
        "least": round(min(milliseconds)),
        "most": round(max(milliseconds)),
    }


if __name__ == "__main__":
    main()
