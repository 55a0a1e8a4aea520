"""Answers from rankings put down by hand: what is cited is stored, whatever the evidence."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.query import Filters, Ranking
from ingest.document import Alias, Language, Quote, Span
from service.answering.answer import Status, Turn
from service.answering.engine import MAX_SENTENCES, AnswerEngine, long_forms
from service.answering.events import Answered, Cited, Delta, HitsFound
from service.answering.question import Question
from service.errors import CitationMismatch
from tests.service.ranked import Shelf, document, ranking

ASKED = "표민서 장관은 국재하 원장에게 “양자 인력을 두 배로 늘려 달라”고 요청했다."
MINISTER = document(f"🚀 장관이 연구원을 찾았다.\n{ASKED}\n국재하 원장은 검토하겠다고 했다.")
COPY = document(f"통신 보도다.\n{ASKED}", "/news/copy.txt", title="옮긴 기사", publisher="여울신문")
BRIDGE = document("한결대교 개통이 늦어진다.\n강풍 때문이다.", "/news/bridge.txt")
DOCUMENTS = (MINISTER, COPY, BRIDGE)
STRONG = ranking(DOCUMENTS, [[0.3, 0.95, 0.3], [0.2, 0.95], [0.1, 0.1]])
QUESTION = "표민서 장관은 국재하 원장에게 무엇을 요청했나?"
QUESTION_EN = "What did minister Pyo Min-seo ask Kuk Jae-ha to do?"
START = MINISTER.text.index(ASKED)


def reported(one):
    """The minister's request where a document reports it."""
    span = Span(one.text.index(ASKED), one.text.index(ASKED) + len(ASKED))
    return Quote(span.start, span.end, span, "표민서 장관", "국재하 원장", "요청하다", direct=True)


QUOTES = {one.doc_id: (reported(one),) for one in (MINISTER, COPY)}


def shelf(found=STRONG):
    return Shelf(DOCUMENTS, found, quotes=QUOTES, aliases=(Alias("한빛연", "한빛연구원"),))


@pytest.mark.parametrize("question", [QUESTION, QUESTION_EN])
def test_the_sentence_that_answers_is_cited_first(question):
    answer = AnswerEngine(shelf()).answer(question)
    assert answer.status is not Status.NOT_IN_DOCUMENTS
    best = answer.citations[0]
    assert best.quote == ASKED
    assert (best.doc_id, best.start) == (MINISTER.doc_id, START)
    assert (best.speaker, best.addressee) == ("표민서 장관", "국재하 원장")
    assert [copy.doc_id for copy in best.also_carried_by] == [COPY.doc_id]
    assert answer.hits == STRONG.hits
    assert answer.question == question


def test_the_day_of_the_question_goes_to_the_index():
    library, day = shelf(), datetime(2026, 3, 13, tzinfo=UTC)
    AnswerEngine(library).answer(Question(QUESTION, as_of=day))
    AnswerEngine(library).answer(QUESTION)
    assert [query.as_of for query in library.asked] == [day, None]


def test_the_frame_speaks_the_question_s_language_and_the_quotation_its_own():
    korean = AnswerEngine(shelf()).answer(QUESTION)
    english = AnswerEngine(shelf()).answer(QUESTION_EN)
    assert (korean.language, english.language) == (Language.KO, Language.EN)
    assert ASKED in korean.text
    assert ASKED in english.text
    assert korean.text.splitlines()[0] != english.text.splitlines()[0]


def test_nothing_found_is_an_honest_answer_without_citations():
    answer = AnswerEngine(shelf(Ranking((), ()))).answer(QUESTION)
    assert answer.status is Status.NOT_IN_DOCUMENTS
    assert answer.citations == ()
    assert answer.hits == ()
    assert answer.text == "문서에서 이 질문의 답을 찾지 못했습니다."
    in_english = AnswerEngine(shelf(Ranking((), ()))).answer(QUESTION_EN)
    assert in_english.text == "The documents do not say."


def test_what_is_searched_for_is_the_completed_question_within_the_filters():
    library = shelf()
    filters = Filters(publisher="가람일보")
    history = [Turn("What did the minister ask NISM?")]
    answer = AnswerEngine(library).answer(Question("And HIST?", history, 5, filters))
    (query,) = library.asked
    assert (query.text, query.k) == ("What did the minister ask HIST?", 5)
    assert query.filters == filters
    assert answer.question == query.text


def test_a_document_that_changed_in_between_is_not_quoted():
    library = shelf()
    library.documents[MINISTER.doc_id] = replace(MINISTER, text=MINISTER.text.replace("두", "세"))
    with pytest.raises(CitationMismatch):
        AnswerEngine(library).answer(QUESTION)


def test_events_come_in_order():
    events = list(AnswerEngine(shelf()).stream(QUESTION))
    assert isinstance(events[0], HitsFound)
    assert isinstance(events[1], Delta)
    assert isinstance(events[-1], Answered)
    # Every citation is given before the text that carries its marker.
    for place, event in enumerate(events):
        if isinstance(event, Cited):
            following = events[place + 1]
            assert isinstance(following, Delta)
            assert f"[{event.citation.marker}]" in following.text
            assert event.citation.quote in following.text


SHARE = st.floats(0, 1)
EVIDENCE = st.tuples(
    st.lists(SHARE, min_size=3, max_size=3),
    st.lists(SHARE, min_size=2, max_size=2),
    st.lists(SHARE, min_size=2, max_size=2),
)


@settings(deadline=None)  # the first question loads the Korean analyser
@given(
    EVIDENCE,
    st.permutations(range(3)),
    st.sampled_from([QUESTION, QUESTION_EN, "한결대교는 왜 늦어지나?", "냉면 값은?", "…?"]),
)
def test_whatever_the_evidence_an_answer_can_be_checked(evidence, order, question):
    found = ranking([DOCUMENTS[place] for place in order], [evidence[place] for place in order])
    engine = AnswerEngine(shelf(found))
    answer = engine.answer(question)
    *events, last = engine.stream(question)

    assert isinstance(last, Answered)
    assert replace(last.answer, timings={}) == replace(answer, timings={})
    assert "".join(e.text for e in events if isinstance(e, Delta)) == answer.text
    assert tuple(e.citation for e in events if isinstance(e, Cited)) == answer.citations
    assert [e.hits for e in events if isinstance(e, HitsFound)] == [answer.hits]

    refused = answer.status is Status.NOT_IN_DOCUMENTS
    assert bool(answer.citations) is not refused
    assert len(answer.citations) <= MAX_SENTENCES
    assert [c.marker for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    texts = {one.doc_id: one.text for one in DOCUMENTS}
    for citation in answer.citations:
        assert citation.quote
        assert texts[citation.doc_id][citation.start : citation.end] == citation.quote
        assert f"“{citation.quote}” [{citation.marker}]" in answer.text
        assert citation.doc_id not in {copy.doc_id for copy in citation.also_carried_by}
    assert len({citation.quote for citation in answer.citations}) == len(answer.citations)
    assert 0.0 <= answer.confidence <= 1.0


@pytest.mark.model
def test_a_question_over_real_documents(tmp_path, real_embedder, real_transform):
    from index.corpus import open_index
    from ingest.pipeline import prepare_all
    from ingest.read import from_text

    texts = {one.source: one.text.replace("\n", " ") for one in DOCUMENTS}
    with open_index(tmp_path / "data", real_embedder, transform=real_transform) as index:
        documents = [from_text(text, title="제목", source=name) for name, text in texts.items()]
        for _ in index.add_all(prepare_all(documents)):
            pass
        engine = AnswerEngine(index)
        for question in (QUESTION, QUESTION_EN):
            answer = engine.answer(question)
            best = answer.citations[0]
            assert best.quote == ASKED
            assert len(best.also_carried_by) == 1
            assert "표민서" in (best.speaker or "")
            *events, last = engine.stream(question)
            assert replace(last.answer, timings={}) == replace(answer, timings={})
            assert "".join(e.text for e in events if isinstance(e, Delta)) == answer.text
            for citation in answer.citations:
                stored = index.document(citation.doc_id).text
                assert stored[citation.start : citation.end] == citation.quote


def test_of_several_long_forms_the_first_counts():
    pairs = [
        Alias("한연", "한빛연구원"),
        Alias("한연", "한솔연구원"),
        Alias("누표원", "누리표준원"),
    ]
    assert long_forms(pairs) == {"한연": "한빛연구원", "누표원": "누리표준원"}
