"""Citations are proved against the stored document, and copies of one story are one source."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnknownDocument
from index.records import Copy
from ingest.document import Quote, Span
from service.answering.cite import carriers, cite, distinct, prove
from service.answering.excerpts import Excerpt
from service.answering.select import Candidate
from service.errors import CitationMismatch
from tests.service.ranked import Shelf, document, ranking

WIRE = "🚀 한결대교 개통이 석 달 늦어진다."
FIRST = document(
    f"{WIRE}\n공사비는 4,200억 원이다.",
    "/news/a.txt",
    title="개통 연기",
    publisher="가람일보",
    published_at=datetime(2026, 4, 20, tzinfo=UTC),
    url="https://example.org/a",
)
SECOND = document(f"속보입니다.\n{WIRE}", "/news/b.txt", title="늦어진 개통", publisher="여울신문")
THIRD = document("🚀 한결대교 개통이  “석 달” 늦어진다", "/news/c.txt", title="연기")
DOCUMENTS = (FIRST, SECOND, THIRD)


def chosen(documents=DOCUMENTS, quote=None):
    found = ranking(documents, [[0.5] * len(one.text.split("\n")) for one in documents])
    return [
        Candidate(found.hits[s.rank - 1], s, quote, parts={}, score=1.0) for s in found.sentences
    ]


def alone(candidate, copies=()):
    return Excerpt((candidate,), candidate, copies)


@pytest.fixture
def lookup():
    return Shelf(DOCUMENTS, ranking(DOCUMENTS[:1], [[0.5, 0.5]])).document


def test_a_citation_says_where_it_stands(lookup):
    said = Quote(0, 5, Span(0, 5), "표민서 장관", "국재하 원장", "말하다", direct=False)
    found = cite(2, alone(chosen(quote=said)[0]), lookup)
    assert found.marker == 2
    assert found.doc_id == FIRST.doc_id
    assert found.passage_id == f"{FIRST.doc_id}-0"
    assert (found.start, found.end) == (0, len(WIRE))
    assert found.quote == WIRE == FIRST.text[found.start : found.end]
    assert (found.speaker, found.addressee) == ("표민서 장관", "국재하 원장")
    assert (found.title, found.publisher, found.url) == (FIRST.title, FIRST.publisher, FIRST.url)
    assert found.published_at == FIRST.published_at
    assert found.when == ()
    assert found.verified
    assert found.also_carried_by == ()


def test_a_sentence_of_nobody_s_words_names_nobody(lookup):
    found = cite(1, alone(chosen()[0]), lookup)
    assert (found.speaker, found.addressee) == (None, None)


@pytest.mark.parametrize(
    "now",
    [
        WIRE.replace("석 달", "넉 달"),  # another word
        " " + WIRE,  # the same words, elsewhere
        WIRE[:-1],  # cut short
        WIRE.replace(" ", "\u00a0"),  # what looks alike
        "",
    ],
)
def test_a_quotation_the_store_no_longer_holds_does_not_leave(now):
    changed = replace(FIRST, text=now)
    with pytest.raises(CitationMismatch, match=FIRST.doc_id) as error:
        cite(1, alone(chosen()[0]), lambda _doc_id: changed)
    assert error.value.code == "citation_mismatch"


@given(st.text(max_size=30), st.integers(-5, 40), st.integers(-5, 40), st.text(max_size=8))
def test_only_the_exact_slice_is_proved(text, start, end, quote):
    stored = document(text)
    if quote and text[start:end] == quote:
        prove(stored.doc_id, start, end, quote, lambda _doc_id: stored)
    else:
        with pytest.raises(CitationMismatch):
            prove(stored.doc_id, start, end, quote, lambda _doc_id: stored)


def test_an_empty_quotation_proves_nothing():
    with pytest.raises(CitationMismatch):
        prove(FIRST.doc_id, 0, 0, "", lambda _doc_id: FIRST)


def test_a_citation_carries_the_days_it_names():
    text = "20일 밝혔다.\n다음 달 12일과 내년에, 또 어제와 19일에 그랬다."
    written = document(text, published_at=datetime(2026, 4, 20, tzinfo=UTC))
    first, second = chosen([written])
    lookup = Shelf([written], ranking([written], [[0.5, 0.5]])).document

    def when(excerpt):
        return [(str(days.first), str(days.last)) for days in cite(1, excerpt, lookup).when]

    assert when(alone(first)) == [("2026-04-20", "2026-04-20")]
    assert when(alone(second)) == [
        ("2026-04-19", "2026-04-19"),
        ("2026-05-12", "2026-05-12"),
        ("2027-01-01", "2027-12-31"),
    ]
    assert len(when(Excerpt((first, second), second))) == 4


def test_a_removed_document_cannot_be_cited():
    def lookup(doc_id):
        raise UnknownDocument(doc_id)

    with pytest.raises(UnknownDocument):
        cite(1, alone(chosen()[0]), lookup)


def test_neighbours_are_quoted_with_what_lies_between_them(lookup):
    first, second = chosen()[:2]
    found = cite(1, Excerpt((first, second), second), lookup)
    assert (found.start, found.end) == (0, len(FIRST.text))
    assert found.quote == FIRST.text


def test_copies_of_a_wire_story_are_one_source(lookup):
    groups = distinct(chosen())
    assert [candidate.text for candidate, _ in groups] == [
        WIRE,
        "공사비는 4,200억 원이다.",
        "속보입니다.",
    ]
    candidate, copies = groups[0]
    assert [copy.hit.document for copy in copies] == [SECOND, THIRD]  # punctuation apart
    others = (Copy.of(SECOND), Copy.of(THIRD))
    assert carriers(candidate, copies, lookup) == others
    assert cite(1, alone(candidate, others), lookup).also_carried_by == others


def test_the_order_given_is_the_order_kept():
    backwards = chosen()[::-1]
    groups = distinct(backwards)
    assert [candidate for candidate, _ in groups] == [backwards[0], backwards[2], backwards[3]]
    assert groups[0][0].hit.document == THIRD


def test_a_document_that_repeats_itself_is_no_copy(lookup):
    twice = document(f"{WIRE}\n{WIRE}", "/news/twice.txt")
    ((candidate, copies),) = distinct(chosen([twice]))
    assert len(copies) == 1
    assert carriers(candidate, copies, lambda _doc_id: twice) == ()
