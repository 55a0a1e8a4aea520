from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.answer_scores import MEASURES, Scores, answer_scores, overlaps, summarise
from eval.datasets import GoldSpan, PastTurn, Question
from eval.replies import Answered, Reply
from eval.targets import InProcess
from index.query import Hit, Query
from index.records import Copy
from ingest.document import Document, Language
from service.answering.answer import Answer, Citation, ShortAnswer, Status
from service.answering.question import Question as Asked

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


class Library:
    """Stored documents, and one answer to everything."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def search(self, query: Query) -> list[Hit]:
        raise AssertionError(query)

    def document(self, doc_id: str) -> Document:
        return STORED[doc_id]

    def answer(self, asked: Asked) -> Answer:
        return self._answer


def received(answer: Answer) -> Answered:
    library = Library(answer)
    found = InProcess(library, library).answer("?", ())
    assert found is not None
    return found


def scored(question: Question, answer: Answer) -> Scores:
    golds = [TEXT[gold.start : gold.end] for gold in question.gold_spans]
    return answer_scores(question, Reply("q", answered=received(answer)), golds)


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
    names = ("right_sentence@1", "right_sentence@3", "gold_cited")
    assert tuple(score[name] for name in names) == expected


def test_one_of_several_gold_spans_is_enough() -> None:
    assert scored(asked(FIRST, THIRD), answered([cite(THIRD)]))["right_sentence@1"]


def test_the_same_place_of_another_document_is_not_the_gold() -> None:
    assert not scored(asked(SECOND, document="other.md"), answered([cite(SECOND)]))["gold_cited"]


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
    copy = Copy("c", "/c", "방문", None, None, None)
    start = COPY.text.index("원장은")
    question = asked((start, start + 12), document="copy.md")
    assert scored(question, answered([cite(SECOND, copies=(copy,))]))["right_sentence@1"]
    assert not scored(question, answered([cite(SECOND)]))["right_sentence@1"]


def test_citations_are_read_again_in_the_stored_document() -> None:
    shifted = cite(SECOND, quote=TEXT[13:25])
    empty = cite((3, 3))
    found = received(answered([cite(FIRST), shifted, empty]))
    assert [one.verbatim for one in found.cited] == [True, False, False]


def test_how_much_of_what_was_cited_is_gold_and_how_much_of_the_gold_was_cited() -> None:
    score = scored(asked(FIRST, THIRD), answered([cite(FIRST), cite(SECOND)]))
    assert (score["citation_precision"], score["citation_recall"]) == (1 / 2, 1 / 2)
    nothing = scored(asked(FIRST), answered([]))
    assert nothing["citation_recall"] == 0
    assert "citation_precision" not in nothing


def test_spans_that_mark_the_same_words_are_one_place() -> None:
    score = scored(asked(FIRST, (4, 13), THIRD), answered([cite(FIRST)]))
    assert score["citation_recall"] == 1 / 2


def test_an_answer_is_contained_only_whole() -> None:
    inside = scored(asked((4, 8)), answered([cite(FIRST)]))
    beyond = scored(asked((4, 20)), answered([cite(FIRST)]))
    assert (inside["answer_contained"], beyond["answer_contained"]) == (1, 0)
    assert beyond["gold_cited"] == 1


def test_the_first_citations_text_is_compared_with_the_answer() -> None:
    score = scored(asked((4, 7)), answered([cite((4, 8)), cite((4, 7))]))
    assert score["exact_match"] == 0
    assert score["answer_f1"] == pytest.approx(2 * 3 / (4 + 3))


def test_the_shortest_answer_is_compared_where_there_is_one() -> None:
    short = ShortAnswer(1, "d", 4, 7, TEXT[4:7])
    score = scored(asked((4, 7)), replace(answered([cite((4, 8))]), short_answers=(short,)))
    assert score["exact_match"] == 1


def test_saying_nothing_is_the_exact_answer_to_an_unanswerable_question() -> None:
    silent = scored(asked(), answered([], Status.NOT_IN_DOCUMENTS))
    assert (silent["exact_match"], silent["answer_f1"]) == (1, 1)
    assert scored(asked(), answered([cite(FIRST)]))["answer_f1"] == 0


def test_a_follow_up_is_scored_beside_its_rewrite() -> None:
    question = replace(asked(SECOND), history=(PastTurn("?"),), rewrite="누가 밝혔나?")
    reply = Reply(
        "q",
        answered=received(answered([cite(FIRST)])),
        completed=received(answered([cite(SECOND)])),
    )
    score = answer_scores(question, reply, ["?"])
    assert (score["follow_up_cited"], score["rewrite_cited"]) == (0, 1)


def test_a_follow_up_that_nobody_wrote_out_is_scored_by_itself() -> None:
    question = replace(asked(SECOND), history=(PastTurn("?"),))
    score = answer_scores(question, Reply("q", answered=received(answered([cite(SECOND)]))), ["?"])
    assert score["follow_up_cited"] == 1
    assert "rewrite_cited" not in score
    assert "follow_up_cited" not in scored(asked(SECOND), answered([cite(SECOND)]))


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
    assert score["speaker_accuracy"] == expected
    assert "addressee_accuracy" not in score


def test_a_speaker_whose_sentence_was_not_cited_is_wrong() -> None:
    assert scored(asked(SECOND, speaker="표민서"), answered([]))["speaker_accuracy"] == 0


@pytest.mark.parametrize(("first", "expected"), [("표민서 장관", 0), ("국재하", 1), (None, 0)])
def test_the_first_words_of_somebody_else_are_wrong(first: str | None, expected: int) -> None:
    told = answered([cite(FIRST, speaker=first), cite(SECOND, speaker="국재하")])
    assert scored(asked(SECOND, speaker="표민서"), told)["wrong_speaker"] == expected
    assert scored(asked(SECOND, speaker="표민서"), answered([]))["wrong_speaker"] == 0


def test_figures_are_compared_as_the_question_is_asked() -> None:
    told = Reply("q", answered=received(answered([cite(FIRST, quote="12개")])))
    assert answer_scores(asked(FIRST), told, ["12"])["answer_f1"] == pytest.approx(0.8)


def test_rates_are_taken_over_the_questions_they_can_be_asked_of() -> None:
    refusal = answered([], Status.NOT_IN_DOCUMENTS)
    told = [
        (asked(SECOND), answered([cite(SECOND), cite(FIRST)])),
        (asked(SECOND), answered([cite(FIRST, quote="?"), cite(SECOND)])),
        (asked(SECOND), refusal),
        (asked(SECOND), answered([cite(FIRST)], Status.PARTIAL)),
        (asked(), refusal),
        (asked(), answered([cite(THIRD)])),
    ]
    failed = answer_scores(asked(SECOND), Reply("q", error="question_too_long"), ["답"])
    figures = summarise(
        [*(scored(question, answer) for question, answer in told), failed],
        [received(answer) for _, answer in told],
    )
    assert {name: figures[name] for name in figures if figures[name] is not None} == (
        pytest.approx(
            {
                "right_sentence@1": 1 / 5,
                "right_sentence@3": 2 / 5,
                "gold_cited": 2 / 5,
                "answer_contained": 2 / 5,
                "citation_precision": (1 / 2 + 1 / 2 + 0) / 3,
                "citation_recall": 2 / 5,
                "answer_f1": figures["answer_f1"],
                "exact_match": 2 / 7,
                "refused_unanswerable": 1 / 2,
                "refused_answerable": 1 / 5,
                "verbatim_rate": 5 / 6,
                "citations_per_answer": 6 / 4,
                "chars_per_citation": (12 + 13 + 1 + 12 + 13 + 9) / 6,
            }
        )
    )


def test_a_question_that_was_not_answered_for_want_of_gold_has_no_scores() -> None:
    assert answer_scores(asked(SECOND), Reply("q"), ["?"]) == {}
    only_searched = Question("q", "?", Language.KO, relevant={"file.md": 1})
    assert answer_scores(only_searched, Reply("q", error="question_too_long"), []) == {}


def test_nothing_to_score_is_no_score_of_zero() -> None:
    assert set(summarise([], []).values()) == {None}
    assert set(MEASURES) <= summarise([], []).keys()
