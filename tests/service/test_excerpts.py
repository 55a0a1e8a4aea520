"""Neighbours become one quotation, and nothing else does."""

import re
from dataclasses import replace

import pytest

from index.query import RankedSentence
from index.records import Copy
from ingest.document import Quote, Span
from service.answering.cite import distinct
from service.answering.excerpts import MAX_SENTENCES, excerpts, of_places
from service.answering.select import Candidate
from tests.service.ranked import document, ranking

LINES = ["장관이 연구원을 찾았다.", "그는 늘려 달라고 했다.", "원장은 어렵다고 했다.", "비가 왔다."]
ONE = document(" ".join(LINES), "/news/one.txt")
OTHER = document("다리가 열렸다. 강풍 때문이다.", "/news/other.txt")


def sentences(*documents, voices=()):
    """A sentence ends with its full stop; `voices` are the (speaker, addressee) of the first."""
    found = ranking(documents, [[0.5] * (one.text.count("\n") + 1) for one in documents])
    candidates = [
        Candidate(hit, RankedSentence(hit.rank, *match.span(), 0.5, 0.5, 0.5), None, {}, 1.0)
        for hit in found.hits
        for match in re.finditer(r"[^\s.][^.]*\.", hit.document.text)
    ]
    for place, voice in enumerate(voices):
        start, end = candidates[place].sentence.start, candidates[place].sentence.end
        quote = voice and Quote(start, end, Span(start, end), *voice, "말하다", direct=False)
        candidates[place] = replace(candidates[place], quote=quote or None)
    return candidates


def texts(chosen):
    return [
        excerpt.best.hit.document.text[excerpt.start : excerpt.end]
        for excerpt in excerpts([(one, ()) for one in chosen])
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_neighbours_are_one_excerpt_in_reading_order(order):
    lines = sentences(ONE)
    assert texts([lines[place] for place in order]) == [" ".join(LINES[:2])]
    ((excerpt),) = excerpts([(lines[place], ()) for place in order])
    assert excerpt.best is lines[order[0]]


def test_sentences_with_another_between_them_stay_apart():
    lines = sentences(ONE)
    assert texts([lines[0], lines[2]]) == [lines[0].text, lines[2].text]


def test_sentences_of_two_documents_stay_apart():
    lines = sentences(OTHER, ONE)
    assert texts([lines[1], lines[2]]) == [lines[1].text, lines[2].text]


def test_an_excerpt_does_not_grow_without_end():
    lines = sentences(ONE)
    found = excerpts([(one, ()) for one in lines])
    assert [len(excerpt.sentences) for excerpt in found] == [MAX_SENTENCES, len(lines) - 2]


def test_an_excerpt_stands_where_its_best_sentence_stood():
    lines = sentences(ONE, OTHER)
    assert texts([lines[3], lines[4], lines[2]]) == [
        " ".join(LINES[2:]),
        lines[4].text,
    ]


MINISTER = ("장관", "원장")


@pytest.mark.parametrize(
    ("voices", "together"),
    [
        ((MINISTER, MINISTER), True),
        # The article's own words are nobody's, and unattributed ones name nobody either.
        ((MINISTER, None), False),
        ((None, MINISTER), False),
        (((None, None), None), True),
        ((MINISTER, ("원장", "장관")), False),
        ((MINISTER, ("장관", "시장")), False),
    ],
)
def test_two_voices_are_two_citations(voices, together):
    lines = sentences(ONE, voices=voices)
    assert (len(texts(lines[:2])) == 1) is together


def test_voices_that_stand_together_have_one_place():
    lines = sentences(ONE, voices=(MINISTER, None, ("원장", "장관")))
    found = excerpts([(line, ()) for line in lines])
    assert len(found) == len(lines)
    assert of_places(found, 1) == found
    assert of_places([found[0], found[2], found[1]], 1) == [found[0], found[1]]


def test_a_quotation_over_two_sentences_is_one_citation():
    lines = sentences(ONE)
    span = Span(lines[1].sentence.start, lines[2].sentence.end)
    quote = Quote(span.start, span.end, span, *MINISTER, "말하다", direct=True)
    within = [replace(line, quote=quote) for line in lines[1:3]]
    assert texts(within) == [" ".join(LINES[1:3])]


def test_two_paragraphs_are_two_citations():
    lines = sentences(document("\n".join(LINES)))
    assert texts(lines[:2]) == LINES[:2]


def test_what_others_carry_is_not_joined_with_what_they_do_not():
    carrier = document(LINES[0], "/news/copy.txt")
    lines = sentences(ONE, carrier)
    carried = [
        (one, tuple(Copy.of(copy.hit.document) for copy in copies))
        for one, copies in distinct([lines[0], lines[1], lines[4]])
    ]
    found = excerpts(carried)
    assert [len(excerpt.sentences) for excerpt in found] == [1, 1]
    assert [copy.doc_id for copy in found[0].copies] == [carrier.doc_id]
