"""Runs in a process of its own: `changed_child.py SEED START STOP STEP` reads changed files.

Prints, as JSON, how many outcomes of which kind there were, the most processor seconds that one
file took, and the most memory, in bytes, of this process and of the parsers' own ones.
"""

import json
import random
import re
import resource
import sys
from collections import Counter
from pathlib import Path

from ingest.errors import BriefingError
from tests.ingest.hostile_files import small_real_files
from tests.ingest.outcomes import outcomes


def main(seed: str, start: int, stop: int, step: int) -> None:
    files = small_real_files()
    codes = {error.code for error in subclasses(BriefingError)}
    counted: Counter[str] = Counter()
    slowest = 0.0
    for number in range(start, stop, step):
        kind = list(files)[number % len(files)]
        content = changed(files[kind], random.Random(f"{seed} {number}"))
        before = seconds()
        found = outcomes(content)
        slowest = max(slowest, seconds() - before)
        assert found, f"nothing became of {kind} {number}"
        assert all(found), f"{kind} {number} is silently empty"
        counted[kind] += 1
        counted.update(one if one in codes else "read" for one in found)
    memory = [own_most(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024]
    sys.stdout.write(json.dumps({"counted": counted, "slowest": slowest, "memory": memory}))


WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def seconds() -> float:
    """Processor time of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in WHO]
    return sum(one.ru_utime + one.ru_stime for one in used)


def own_most() -> int:
    """Bytes; getrusage would count what this process was before it ran this program."""
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024


def subclasses(root: type) -> set[type]:
    below = root.__subclasses__()
    return set(below).union(*map(subclasses, below))


def changed(content: bytes, chance: random.Random) -> bytes:
    """A file cut short, or with bytes turned, put in, taken out, or written twice."""
    made = bytearray(content)
    for _ in range(chance.choice([1, 1, 3, 10, 40])):
        at, length = chance.randrange(len(made) + 1), chance.randrange(1, 40)
        match chance.randrange(5):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                made[at:at] = chance.randbytes(length)
            case 2:
                del made[at : at + length]
            case 3:
                made[at:at] = made[at : at + length] * chance.choice([1, 50])
            case _:
                made[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"\xff\xff\xff\x7f"])
    return bytes(made[: chance.randrange(len(made) + 1)] if chance.random() < 0.1 else made)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
