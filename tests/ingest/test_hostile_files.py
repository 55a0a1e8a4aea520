"""Hostile files end in clean text or a named refusal; so do real ones changed at random."""

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.decode import normalise
from ingest.errors import InputError
from ingest.expand import expand
from ingest.raw import Raw, Unusable
from ingest.read import read
from tests.ingest import hostile_files
from tests.ingest.hostile_files import SAID, SECRET, Case, zipped

# So many files are changed; BRIEFING_TEST_MUTATIONS=10000 for the long form.
MUTATIONS = int(os.environ.get("BRIEFING_TEST_MUTATIONS", "96"))
# As many as a small machine has cores; the work is done in processes of the parsers' own.
WORKERS = 2


def no_page(url: str) -> Unusable:
    return Unusable(url, InputError(url))


def outcomes(content: bytes, name: str = "notice.bin") -> list[str]:
    """The text or the error's code of every document in a file; anything else raises."""
    found = []
    for one in expand(Raw(f"/in/{name}", name, content), fetch=no_page):
        if isinstance(one, Unusable):
            assert name in str(one.error) or one.source in str(one.error)
            found.append(one.error.code)
            continue
        try:
            document = read(one)
        except InputError as error:
            assert name in str(error)  # noqa: PT017 - either outcome may be right
            found.append(error.code)
        else:
            assert document.title.strip()
            assert normalise(document.text) == document.text
            found.append(document.text)
    return found


def ended(case: Case) -> tuple[str, set[str]]:
    name, content, _ = case
    return name, set(outcomes(content))


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


def test_entities_neither_grow_nor_read_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    cases = list(hostile_files.entities(secret.as_uri()))
    with ThreadPoolExecutor(WORKERS) as pool:
        found = dict(pool.map(ended, cases))
    assert found == {name: {outcome} for name, _, outcome in cases}


@pytest.mark.parametrize(
    "name",
    ["가" * 300 + ".txt", "\u1100\u1161.txt", "\u202e텍스트.txt", "a\0b.txt", "con.txt", " "],
)
def test_odd_names_of_members_hurt_nobody(name: str) -> None:
    assert outcomes(zipped({name: SAID})) == [SAID]


def test_members_without_names_are_documents() -> None:
    nameless = bytearray(zipped({"@": SAID}))
    entry = nameless.rindex(b"PK\x01\x02")
    for lengths in (26, entry + 28):  # of the name and of what follows it: the letter is moved over
        nameless[lengths : lengths + 4] = bytes([0, 0, 1, 0])
    assert outcomes(bytes(nameless)) == [SAID]
    dots = zipped({"@": SAID, "~": SAID}).replace(b"@", b".").replace(b"~", b".")
    assert outcomes(dots) == [SAID, SAID]


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


@pytest.mark.parametrize("kind", hostile_files.small_real_files())
def test_files_changed_at_random_end_in_text_or_a_named_error(kind: str) -> None:
    whole = hostile_files.small_real_files()[kind]
    share = MUTATIONS // len(hostile_files.small_real_files())
    files = [changed(whole, random.Random(f"{kind} {number}")) for number in range(share)]
    assert outcomes(whole) != []
    with ThreadPoolExecutor(WORKERS) as pool:
        for found in pool.map(outcomes, files):
            assert found != []
            assert all(found), "never silently empty"
