"""Hostile files end in clean text or a named refusal."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.ingest import hostile_files
from tests.ingest.hostile_files import SAID, SECRET, Case, zipped
from tests.ingest.outcomes import outcomes

# As many as a small machine has cores; the work is done in processes of the parsers' own.
WORKERS = 2


def ended(case: Case) -> tuple[str, set[str]]:
    name, content, _ = case
    return name, set(outcomes(content))


@pytest.mark.promise(11)
@pytest.mark.parametrize(
    "made",
    [
        hostile_files.archives,
        hostile_files.pdfs,
        hostile_files.too_much,
        hostile_files.characters,
        hostile_files.locked_and_empty,
    ],
)
def test_hostile_files(made: Callable[[], list[Case]]) -> None:
    cases = list(made())
    with ThreadPoolExecutor(WORKERS) as pool:
        found = dict(pool.map(ended, cases))
    assert found == {name: {outcome} for name, _, outcome in cases}


@pytest.mark.promise(11)
def test_entities_neither_grow_nor_read_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    cases = list(hostile_files.entities(secret.as_uri()))
    with ThreadPoolExecutor(WORKERS) as pool:
        found = dict(pool.map(ended, cases))
    assert found == {name: {outcome} for name, _, outcome in cases}


@pytest.mark.promise(11)
@pytest.mark.parametrize(
    "name",
    ["가" * 300 + ".txt", "\u1100\u1161.txt", "\u202e텍스트.txt", "a\0b.txt", "con.txt", " "],
)
def test_odd_names_of_members_hurt_nobody(name: str) -> None:
    assert outcomes(zipped({name: SAID})) == [SAID]


@pytest.mark.promise(11)
def test_members_without_names_are_documents() -> None:
    nameless = bytearray(zipped({"@": SAID}))
    entry = nameless.rindex(b"PK\x01\x02")
    for lengths in (26, entry + 28):  # of the name and of what follows it: the letter is moved over
        nameless[lengths : lengths + 4] = bytes([0, 0, 1, 0])
    assert outcomes(bytes(nameless)) == [SAID]
    dots = zipped({"@": SAID, "~": SAID}).replace(b"@", b".").replace(b"~", b".")
    assert outcomes(dots) == [SAID, SAID]
