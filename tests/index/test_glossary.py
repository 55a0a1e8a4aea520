"""Words of a question in the other language: the glossary, and what a search makes of it."""

import pytest

from index.glossary import LONGEST, Glossary, glossary
from index.query import Query
from index.question import understand
from ingest.pipeline import prepare
from ingest.read import from_text
from training.glossary import MADE, WRITTEN, made

KOREAN = """표민서 장관은 13일 하천 준설 예산을 두 배로 늘리겠다고 밝혔다.

제방은 내년까지 보강한다.

총리는 회의에 오지 않았다."""
ENGLISH = "The prime minister promised farmers a drought relief fund.\n\nIt rained in the north."

OTHERS = (
    "비가 그치고 바람이 분다.",
    "도서관이 새로 문을 열었다.",
    "The museum opens on Monday.",
    "Trains run late.",
)


@pytest.fixture
def view(index):
    for name, text in enumerate((KOREAN, ENGLISH, *OTHERS)):
        index.add(prepare(from_text(text, title=f"글 {name}", source=f"/news/{name}.txt")))
    with index.view() as opened:
        yield opened


def test_what_is_made_is_what_was_written():
    written = WRITTEN.read_text(encoding="utf-8").splitlines()
    lines = MADE.read_text(encoding="utf-8").splitlines()
    there = {word: others.split(",") for word, others in (line.split("\t") for line in lines)}
    for line in made(written[::12]).splitlines():
        word, others = line.split("\t")
        assert set(others.split(",")) <= set(there[word]), line
    assert lines == sorted(lines)
    assert all(one for others in there.values() for one in others)
    assert max(len(word.split()) for word in there) == LONGEST


@pytest.mark.parametrize(
    ("asked", "called"),
    [
        (["budget"], {("예산",)}),
        (["예산"], {("budget",)}),
        (["prime", "minist"], {("총리",)}),
        (["기후", "변화"], {("climat", "chang")}),
        (["soldier"], {("병사",), ("군인",)}),
    ],
)
def test_common_words_are_known_from_both_sides(asked, called):
    found = [one for one in glossary().renderings(asked) if one.asked == tuple(asked)]
    assert called <= {one.terms for one in found}


def test_the_longest_word_counts_and_unknown_ones_are_passed_over():
    words = Glossary(["climat\t풍토", "climat chang\t기후 변화", "chang\t바꾸"])
    found = words.renderings(["zzz", "climat", "chang", "climat"])
    assert [(one.asked, one.terms) for one in found] == [
        (("climat", "chang"), ("기후", "변화")),
        (("climat",), ("풍토",)),
    ]
    assert not list(words.renderings([]))


def test_a_word_counts_in_both_languages_as_one(view, embedder):
    question = understand(view, embedder, Query("How much is the dredging budget?"))
    assert question.meant["예산"] == ("budget",)
    assert question.meant["준설"] == ("dredg",)
    # "budget" stands in one passage, by its Korean name; "zzz" in none.
    lacking = understand(view, embedder, Query("zzz")).terms.idf["zzz"]
    assert question.terms.idf["budget"] < lacking
    assert question.other_terms == ()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("What did the minister say about the budget for dredging rivers?", "준설 예산"),
        ("When will the levees be strengthened?", "제방은"),
        ("가뭄 구호 기금을 약속한 사람은?", "drought relief"),
    ],
)
def test_a_passage_of_the_other_language_is_found_by_its_words(index, view, asked, expected):
    ranking = index.rank(Query(asked))
    assert expected in ranking.hits[0].passage.text
    best = max(ranking.sentences, key=lambda one: one.coverage)
    hit = ranking.hits[best.rank - 1]
    assert expected in hit.document.text[best.start : best.end]
    assert best.coverage > 0.3
    assert hit.scores["terms"] > 0


def test_a_pair_of_words_can_be_added(index, embedder, tmp_path):
    index.add(prepare(from_text("강바닥 퍼내기는 유월에 한다.", title="강", source="/news/c.txt")))
    (tmp_path / "data" / "aliases.csv").write_text("desilting,퍼내기\n", encoding="utf-8")
    with index.view() as view:
        question = understand(view, embedder, Query("When does desilting begin?"))
    assert "desilt" in question.meant.get("퍼내", question.meant.get("퍼내기", ()))
