from collections.abc import Sequence

import pytest
from eval.answer_metrics import AnswerScore, failed_answer, overlaps, score_answer, summarise

from eval.datasets import GoldSpan, Question
from ingest.document import Document, Language
from service.answering.answer import Answer, Citation, Copy, Status

TEXT = "장관은 연구원을 찾았다. 원장은 계획을 밝혔다. 노조는 반대했다."
FIRST, SECOND, THIRD = (0, 13), (14, 26), (27, 36)
STORED = {"d": Document("file.md", "방문", TEXT, Language.KO)}
COPY = Document("copy.md", "방문", "속보다. " + TEXT, Language.KO)
STORED["c"] = COPY


def cite(
    span: tuple[int, int],
    quote: str | None = None,
    doc_id: str = "d",
    speaker: str | None = None,
    addressee: str | None = None,
    copies: tuple[Copy, ...] = (),
) -> Citation:
    start, end = span
    return Citation(
        marker=1,
        doc_id=doc_id,
        passage_id=f"{doc_id}-0",
        start=start,
        end=end,
        quote=TEXT[start:end] if quote is None else quote,
        speaker=speaker,
        addressee=addressee,
        title="방문",
        publisher=None,
        published_at=None,
        url=None,
        verified=True,
        also_carried_by=copies,
    )


def answered(citations: Sequence[Citation], status: Status = Status.GROUNDED) -> Answer:
    return Answer(
        status=status,
        text="",
        language=Language.KO,
        citations=tuple(citations),
        hits=(),
        timings={},
        confidence=0.5,
        question="?",
    )


def asked(
    *gold: tuple[int, int], document: str = "file.md", speaker: str | None = None
) -> Question:
    spans = tuple(GoldSpan(document, start, end) for start, end in gold)
    return Question("q", "?", Language.KO, gold_spans=spans, answerable=bool(gold), speaker=speaker)


def scored(question: Question, answer: Answer) -> AnswerScore:
    return score_answer(question, answer, STORED.__getitem__)


def test_the_spans_of_the_test_are_the_sentences() -> None:
    assert [TEXT[a:b] for a, b in (FIRST, SECOND, THIRD)] == [
        "장관은 연구원을 찾았다.",
        "원장은 계획을 밝혔다.",
        "노조는 반대했다.",
    ]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([SECOND, FIRST, THIRD], (True, True, True)),
        ([FIRST, THIRD, SECOND], (False, True, True)),
        ([FIRST, THIRD, FIRST, SECOND], (False, False, True)),
        ([FIRST, THIRD], (False, False, False)),
        ([], (False, False, False)),
    ],
)
def test_where_the_gold_sentence_stands_among_the_citations(
    order: list[tuple[int, int]], expected: tuple[bool, bool, bool]
) -> None:
    score = scored(asked(SECOND), answered([cite(span) for span in order]))
    assert (score.right_1, score.right_3, score.cited) == expected


def test_one_of_several_gold_spans_is_enough() -> None:
    assert scored(asked(FIRST, THIRD), answered([cite(THIRD)])).right_1


def test_the_same_place_of_another_document_is_not_the_gold() -> None:
    assert not scored(asked(SECOND, document="other.md"), answered([cite(SECOND)])).cited


@pytest.mark.parametrize(
    ("span", "gold", "expected"),
    [
        ((0, 13), (4, 8), True),  # a short answer inside the sentence
        ((14, 26), (0, 36), True),  # a sentence inside a longer gold
        ((0, 14), (13, 26), False),  # one character shared at the border
        ((0, 10), (5, 15), True),  # half of either
        ((0, 9), (5, 15), False),  # 4 of 9
        ((0, 5), (5, 10), False),  # side by side
        ((5, 5), (0, 10), False),  # a citation of nothing
    ],
)
def test_what_counts_as_finding_a_span(
    span: tuple[int, int], gold: tuple[int, int], expected: bool
) -> None:
    assert overlaps(*span, GoldSpan("d", *gold)) is expected


def test_a_citation_stands_for_the_copies_it_was_collapsed_from() -> None:
    copy = Copy("c", "방문", None, None)
    start = COPY.text.index("원장은")
    question = asked((start, start + 12), document="copy.md")
    assert scored(question, answered([cite(SECOND, copies=(copy,))])).right_1
    assert not scored(question, answered([cite(SECOND)])).right_1


def test_citations_are_read_again_in_the_stored_document() -> None:
    shifted = cite(SECOND, quote=TEXT[13:25])
    empty = cite((3, 3))
    score = scored(asked(SECOND), answered([cite(FIRST), shifted, empty]))
    assert (score.citations, score.verbatim, score.cited_chars) == (3, 1, 25)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("표민서", True),
        ("표민서 미래과학부 장관", True),
        ("표 장관", False),
        ("국재하", False),
        (None, False),
    ],
)
def test_the_speaker_is_compared_on_the_citation_of_the_gold(
    found: str | None, expected: bool
) -> None:
    elsewhere = cite(FIRST, speaker="표민서")
    score = scored(
        asked(SECOND, speaker="표민서"), answered([elsewhere, cite(SECOND, speaker=found)])
    )
    assert score.speaker is expected
    assert score.addressee is None


def test_a_speaker_whose_sentence_was_not_cited_is_wrong() -> None:
    assert scored(asked(SECOND, speaker="표민서"), answered([])).speaker is False


def test_rates_are_taken_over_the_questions_they_can_be_asked_of() -> None:
    refusal = answered([], Status.NOT_IN_DOCUMENTS)
    figures = summarise(
        [
            scored(asked(SECOND), answered([cite(SECOND), cite(FIRST)])),
            scored(asked(SECOND), answered([cite(FIRST, quote="?"), cite(SECOND)])),
            scored(asked(SECOND), refusal),
            scored(asked(SECOND), answered([cite(FIRST)], Status.PARTIAL)),
            scored(asked(), refusal),
            scored(asked(), answered([cite(THIRD)])),
            failed_answer(asked(SECOND), "question_too_long"),
        ]
    )
    assert figures == {
        "right_sentence@1": 1 / 5,
        "right_sentence@3": 2 / 5,
        "gold_cited": 2 / 5,
        "refused_unanswerable": 1 / 2,
        "refused_answerable": 1 / 5,
        "verbatim_rate": 5 / 6,
        "speaker_accuracy": None,
        "addressee_accuracy": None,
        "citations_per_answer": 6 / 5,
        "chars_per_citation": (12 + 13 + 1 + 12 + 13 + 9) / 6,
    }


def test_nothing_to_score_is_no_score_of_zero() -> None:
    assert set(summarise([]).values()) == {None}
