from itertools import pairwise

import pytest

from ingest.english import sentence_starts, words


def split(line: str) -> list[str]:
    starts = [*sentence_starts(line), len(line)]
    return [line[a:b].strip() for a, b in pairwise(starts)]


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("Dr. Han met Mr. Lee. They talked.", ["Dr. Han met Mr. Lee.", "They talked."]),
        ("They agreed on No. 5. It rained.", ["They agreed on No. 5.", "It rained."]),
        ("The U.S. Army left. He stayed.", ["The U.S. Army left.", "He stayed."]),
        ("He moved to the U.S. The army left.", ["He moved to the U.S.", "The army left."]),
        ("It rose 3.5 percent. Sales fell.", ["It rose 3.5 percent.", "Sales fell."]),
        ("J. Smith spoke. A. Kim did not.", ["J. Smith spoke.", "A. Kim did not."]),
        ("“Stop!” he said. She left.", ["“Stop!” he said.", "She left."]),
        ("Why? Nobody knows.", ["Why?", "Nobody knows."]),
        ("Gaon Inc. said so. Done.", ["Gaon Inc. said so.", "Done."]),
        ("one sentence without an end", ["one sentence without an end"]),
    ],
)
def test_sentences_of_a_line(line: str, sentences: list[str]) -> None:
    assert split(line) == sentences


def test_words_are_tagged_and_placed() -> None:
    line = "KIST's 24 staff, U.S. $1,200."
    found = [(word.form, word.tag) for word in words(line)]
    assert found == [
        ("KIST's", "SL"),
        ("24", "SN"),
        ("staff", "SL"),
        (",", "SP"),
        ("U.S.", "SL"),
        ("$", "SW"),
        ("1,200", "SN"),
        (".", "SF"),
    ]
    assert all(line[word.start : word.end] == word.form for word in words(line))
