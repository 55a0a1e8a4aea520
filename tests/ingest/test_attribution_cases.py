"""Attribution against quotations that a person labelled; a label is right only as a whole.

The first cases are pieces of articles, counted together. Those with a `construction` hold one way
of putting things each, and must be right in every quotation.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.attribution import find_quotes
from ingest.document import Document, Quote
from ingest.language import detect
from ingest.sentences import find_sentences

CASES = Path(__file__).with_name("attribution_cases.jsonl")
# The floors the attribution must keep; measured on these labels: see `test_the_labels`.
PRECISION = 0.85
RECALL = 0.75
# A span that shares this much of both its lengths with the label is the same quotation.
OVERLAP = 0.8


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def constructions() -> list[Any]:
    return [
        pytest.param(case, id=case["construction"])
        for case in read_cases()
        if "construction" in case
    ]


def quotes_of(text: str) -> tuple[Quote, ...]:
    document = Document("cases", "", text, detect(text))
    return find_quotes(document, find_sentences(text, document.language))


def agrees(quote: Quote, label: dict[str, Any], text: str) -> bool:
    start = text.index(label["said"])
    end = start + len(label["said"])
    shared = min(quote.end, end) - max(quote.start, start)
    longest = max(quote.end - quote.start, end - start)
    same = (quote.speaker, quote.addressee) == (label["speaker"], label["addressee"])
    return same and shared >= OVERLAP * longest


def tally(cases: list[dict[str, Any]]) -> tuple[int, int, int]:
    """(labels found, labels, quotations given)."""
    found = labels = given = 0
    for case in cases:
        quotes = quotes_of(case["text"])
        labels += len(case["quotes"])
        given += len(quotes)
        found += sum(any(agrees(q, one, case["text"]) for q in quotes) for one in case["quotes"])
    return found, labels, given


def test_precision_and_recall_stay_above_their_floors():
    found, labels, given = tally([case for case in read_cases() if "construction" not in case])
    assert labels >= 40
    assert found / given >= PRECISION, f"{found} right of {given} given"
    assert found / labels >= RECALL, f"{found} found of {labels} labelled"


def test_a_wrong_speaker_is_counted_as_wrong():
    case = read_cases()[0]
    wrong = [one | {"speaker": "국재하 한빛연 원장"} for one in case["quotes"]]
    found, _, given = tally([case | {"quotes": wrong}])
    assert found == 0
    assert given > 0


@pytest.mark.parametrize("case", constructions())
def test_every_quotation_of_a_construction_is_right(case):
    text = case["text"]
    given = [(text[q.start : q.end], q.speaker, q.addressee) for q in quotes_of(text)]
    labels = [(one["said"], one["speaker"], one["addressee"]) for one in case["quotes"]]
    assert given == labels
