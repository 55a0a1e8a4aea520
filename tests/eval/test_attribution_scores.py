"""The counting of right quotations, on cases worked out by hand."""

import pytest

from eval.attribution_scores import AttributionCounts, QuoteLabel, count, overlap
from ingest.document import Quote, Span

SENTENCE = Span(0, 100)


def quote(start, end, speaker="표민서 장관", addressee=None, verb="말하다"):
    return Quote(start, end, SENTENCE, speaker, addressee, verb, direct=True)


def label(start, end, speakers=("표민서 장관",), addressee=None, verb="말하다"):
    return QuoteLabel(Span(start, end), speakers, addressee, verb, direct=True)


def test_a_quotation_is_right_only_as_a_whole():
    quotes = [
        quote(0, 10),
        quote(20, 30, "국재하 원장"),
        quote(40, 50, addressee="국회"),
        quote(60, 70),
    ]
    labels = [label(0, 10), label(20, 30), label(40, 50), label(80, 90)]
    found = count(quotes, labels)
    assert (found.given, found.labelled, found.found, found.right) == (4, 4, 3, 1)
    assert (found.speaker, found.addressee, found.misattributed) == (2, 2, 1)
    assert (found.precision, found.recall) == (0.25, 0.25)
    assert found.shares()["span_recall"] == 0.75


def test_nobody_is_right_only_where_the_label_says_so():
    quotes = [quote(0, 10, None), quote(20, 30, None)]
    found = count(quotes, [label(0, 10), label(20, 30, ("국재하 원장", None))])
    assert (found.right, found.misattributed, found.unattributed) == (1, 0, 2)


def test_one_label_is_found_once_and_by_the_closest_span():
    found = count([quote(0, 9, "국재하 원장"), quote(0, 10)], [label(0, 10)])
    assert (found.given, found.found, found.right) == (2, 1, 1)


@pytest.mark.parametrize(("end", "shared"), [(10, 1.0), (8, 0.8), (7, 0.7), (20, 0.5)])
def test_the_overlap_is_a_share_of_the_longer_span(end, shared):
    assert overlap(Span(0, 10), Span(0, end)) == pytest.approx(shared)


def test_spans_apart_share_nothing():
    assert overlap(Span(0, 10), Span(10, 20)) == 0
    assert overlap(Span(0, 10), Span(50, 60)) == 0


def test_an_english_article_in_front_makes_no_other_name():
    found = count([quote(0, 10, "The ministry")], [label(0, 10, ("the ministry",))])
    assert found.right == 1


def test_no_quotations_and_no_labels_score_zero_not_an_error():
    assert AttributionCounts().precision == 0.0
