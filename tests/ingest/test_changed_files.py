"""Real files changed at random end in text or a named error, in little time and memory."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable

import pytest

from tests.ingest.hostile_files import small_real_files

# As many as a small machine has cores.
CHILDREN = 2
MOST_SECONDS = 10
MOST_BYTES = 512 * 1024**2


@pytest.mark.promise(10)
def test_changed_files(scale: Callable[[int, int], int], seed: int, tally: Counter[str]) -> None:
    files = scale(60, 10_000)
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.ingest.changed_child"]
            + [str(one) for one in (seed, first, files, CHILDREN)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for first in range(CHILDREN)
    ]
    ends = [child.communicate() for child in children]
    for child, (_, errors) in zip(children, ends, strict=True):
        assert child.returncode == 0, errors.decode()
    ended = [json.loads(output) for output, _ in ends]
    for one in ended:
        tally.update(one["counted"])
    memory = max(most for one in ended for most in one["memory"])
    slowest = max(one["slowest"] for one in ended)
    tally |= Counter({"MB at most": memory >> 20, "ms at most": round(1000 * slowest)})
    kinds = list(small_real_files())
    assert sum(tally[kind] for kind in kinds) == files
    assert memory <= MOST_BYTES
    if scale(0, 1):
        assert slowest <= MOST_SECONDS
