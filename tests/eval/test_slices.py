from eval.datasets import Dataset, PastTurn, Question
from eval.slices import slices
from ingest.document import Document, Language

KOREAN = Document("ko.md", "방문", "장관은 갔다.", Language.KO)
ENGLISH = Document("en.md", "Visit", "The minister went.", Language.EN)


def question(name: str, language: Language, *relevant: str, **more: object) -> Question:
    grades = dict.fromkeys(relevant, 1)
    return Question(name, "?", language, relevant=grades, **more)  # type: ignore[arg-type]


def sliced(*questions: Question) -> dict[str, list[str]]:
    return slices(Dataset("set", (KOREAN, ENGLISH), questions, whole=False))


def test_questions_fall_into_every_slice_they_belong_to() -> None:
    parts = sliced(
        question("a", Language.KO, "ko.md", labels={"type": "number"}),
        question("b", Language.EN, "ko.md", labels={"type": "request"}),
        question("c", Language.EN, "en.md", "ko.md", history=(PastTurn("?"),)),
        question("d", Language.EN, answerable=False),
    )
    assert parts == {
        "answerable=no": ["d"],
        "answerable=yes": ["a", "b", "c"],
        "language=en": ["b", "c", "d"],
        "language=ko": ["a"],
        "pair=en->en+ko": ["c"],
        "pair=en->ko": ["b"],
        "pair=ko->ko": ["a"],
        "turn=first": ["a", "b", "d"],
        "turn=follow-up": ["c"],
        "type=number": ["a"],
        "type=request": ["b"],
    }


def test_a_document_judged_not_relevant_has_no_part_in_the_pair() -> None:
    graded = Question("a", "?", Language.KO, relevant={"ko.md": 1, "en.md": 0})
    parts = sliced(graded, question("b", Language.EN, "ko.md"))
    assert parts["pair=ko->ko"] == ["a"]


def test_a_kind_with_one_value_is_no_slice() -> None:
    assert sliced(question("a", Language.KO, "ko.md"), question("b", Language.KO, "ko.md")) == {}
