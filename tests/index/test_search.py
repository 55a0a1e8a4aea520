"""Questions over ten made-up documents with the real model, from text to ranked passages."""

from datetime import UTC, datetime

import pytest

from index.corpus import open_index
from index.errors import UnknownDocument
from index.query import Filters, Query
from ingest.document import Language
from ingest.pipeline import prepare_all
from ingest.read import from_text

pytestmark = pytest.mark.model

TEXTS = {
    "minister": (
        "미과부 장관, 한빛과학기술연구원 방문",
        "표민서 미래과학부 장관이 13일 한빛과학기술연구원(HIST)을 찾았다.\n\n"
        "표 장관은 국재하 원장에게 “양자 인력을 두 배로 늘려 달라”고 요청했다. "
        "국재하 원장은 “내년까지 40명을 더 뽑겠다”고 답했다.",
    ),
    "bridge": (
        "한결대교 개통 석 달 연기",
        "해양교통부는 한결대교 개통을 2026년 11월로 석 달 늦춘다고 20일 밝혔다. "
        "강풍 때문에 케이블 공사가 밀렸다. 공사비는 그대로 4,200억 원이다.",
    ),
    "ships": (
        "해솔조선, 쇄빙선 두 척 수주",
        "해솔조선은 북극 항로를 오갈 쇄빙선 두 척을 9,100억 원에 수주했다고 3일 공시했다. "
        "첫 배는 2029년 봄에 넘긴다.",
    ),
    "vaccine": (
        "독감백신 9월 22일부터 접종",
        "보건돌봄부는 올가을 독감백신 1,180만 도즈를 공급한다고 밝혔다. "
        "접종은 9월 22일 어르신부터 시작한다.",
    ),
    "school": (
        "작은 학교 열두 곳, 통학버스 무료",
        "가람도교육청은 새 학기부터 학생 60명 이하 학교의 통학버스비를 모두 부담한다. "
        "학부모가 내던 돈은 한 달에 4만 원이었다.",
    ),
    "river": (
        "여울강 수달 가족 돌아와",
        "여울강 하류에서 수달 다섯 마리가 10년 만에 다시 발견됐다. "
        "환경단체는 보를 연 뒤 물고기가 늘어난 덕이라고 설명했다.",
    ),
    "harbour": (
        "Nuri harbour opens",
        "The harbour of Nuri opened on Monday after four years of dredging work. "
        "The new quay can hold two ferries at once, the ministry said.",
    ),
    "theatre": (
        "Old theatre saved by its neighbours",
        "Residents of Mapleford raised 300,000 pounds to keep the Orpheum from being torn down. "
        "It will reopen with a play about the town's miners.",
    ),
    "honey": (
        "Beekeepers report a poor year",
        "A cold spring left hives half empty, and honey prices have risen by a third. "
        "Growers fear for the apple harvest, which depends on bees.",
    ),
    "tram": (
        "City orders forty trams",
        "The city council ordered forty trams to replace buses on its three busiest lines. "
        "The first of them will run in June.",
    ),
}
DAY = {name: datetime(2026, 3, number, tzinfo=UTC) for number, name in enumerate(TEXTS, 1)}


def documents():
    for name, (title, text) in TEXTS.items():
        yield from_text(
            text,
            title=title,
            source=f"/news/{'ko' if name in list(TEXTS)[:6] else 'en'}/{name}.txt",
            published_at=DAY[name],
            publisher="가람일보" if name in ("minister", "bridge") else None,
        )


@pytest.fixture(scope="module")
def index(tmp_path_factory, real_embedder, real_transform):
    folder = tmp_path_factory.mktemp("ten")
    with open_index(folder, real_embedder, transform=real_transform) as opened:
        for _ in opened.add_all(prepare_all(documents())):
            pass
        yield opened


def found(index, text, k=10, **filters):
    """The names of the documents, best first, each once."""
    hits = index.search(Query(text, k, Filters(**filters)))
    return list(dict.fromkeys(hit.document.source.split("/")[-1][:-4] for hit in hits))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("장관은 원장에게 무엇을 요청했나?", "minister"),
        ("한결대교는 왜 늦어지나?", "bridge"),
        ("수달이 다시 나타난 까닭은?", "river"),
        ("When did the harbour of Nuri open?", "harbour"),
        ("Why has honey become more expensive?", "honey"),
    ],
)
def test_a_question_finds_its_document_in_its_own_language(index, question, answer):
    assert found(index, question)[0] == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How much will Haesol be paid for its icebreakers?", "ships"),
        ("What did Pyo Min-seo ask for?", "minister"),
        ("What did the head of HIST promise?", "minister"),
    ],
)
def test_an_english_question_finds_a_korean_document_by_the_names_in_it(index, question, answer):
    assert found(index, question)[0] == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When do flu vaccinations begin?", "vaccine"),
        ("Why was the opening of the bridge delayed?", "bridge"),
        ("Which animals have come back to the river?", "river"),
        ("꿀값이 왜 올랐나?", "honey"),
        ("극장은 어떻게 철거를 면했나?", "theatre"),
    ],
)
def test_a_question_in_the_other_language_finds_its_document_by_meaning(index, question, answer):
    assert answer in found(index, question)[:2]


def test_scores_are_in_scale_and_descend_and_ranks_count_up(index):
    for question in ("장관은 무엇을 요청했나?", "trams?", "오늘 점심은 냉면이다", "🚀"):
        ranking = index.rank(Query(question, 8))
        scores = [hit.score for hit in ranking.hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 <= score <= 1.0 for score in scores)
        assert [hit.rank for hit in ranking.hits] == list(range(1, len(scores) + 1))
        assert len({hit.passage.passage_id for hit in ranking.hits}) == len(scores)


def test_passages_and_sentences_are_slices_of_their_documents(index):
    ranking = index.rank(Query("양자 인력을 얼마나 늘려 달라고 했나?", 10))
    for hit in ranking.hits:
        assert hit.document.text[hit.passage.start : hit.passage.end] == hit.passage.text
    places = [(sentence.rank, sentence.start) for sentence in ranking.sentences]
    assert places == sorted(places)
    for sentence in ranking.sentences:
        passage = ranking.hits[sentence.rank - 1].passage
        assert passage.start <= sentence.start < sentence.end <= passage.end
        assert 0.0 <= sentence.coverage <= 1.0
        assert 0.0 <= sentence.lexical <= 1.0
    best = max(ranking.sentences, key=lambda s: (s.lexical, -s.start))
    document = ranking.hits[best.rank - 1].document
    assert document.text[best.start : best.end].startswith("표 장관은 국재하 원장에게")


def test_a_sentence_covers_what_it_calls_by_another_name(index):
    """The article's first sentence says both names; nothing else tells the questions apart."""
    short = index.rank(Query("HIST", 1)).sentences
    long = index.rank(Query("한빛과학기술연구원", 1)).sentences
    assert short[0].coverage == pytest.approx(1.0)
    assert long[0].coverage == pytest.approx(1.0)
    heard = index.rank(Query("Pyo Min-seo", 1))
    assert heard.hits[0].document.title.startswith("미과부 장관")
    assert heard.sentences[0].coverage > 0.0  # 표민서
    assert heard.sentences[-1].coverage == 0.0  # 국재하


def test_no_more_hits_than_asked_for(index):
    everything = found(index, "장관", k=50)
    assert sorted(everything) == sorted(TEXTS)
    for k in (1, 3):
        hits = index.search(Query("장관", k))
        assert len(hits) == k
        assert [hit.document.source.split("/")[-1][:-4] for hit in hits] == everything[:k]


def test_filters_leave_only_what_they_allow(index):
    assert found(index, "장관이 무엇을 요청했나?", publisher="가람일보") == ["minister", "bridge"]
    english = found(index, "장관이 무엇을 요청했나?", source="/news/en/")
    assert sorted(english) == ["harbour", "honey", "theatre", "tram"]
    window = found(index, "무엇이?", published_after=DAY["ships"], published_before=DAY["school"])
    assert sorted(window) == ["ships", "vaccine"]
    assert found(index, "장관", publisher="없는신문") == []


def test_the_same_question_gives_the_same_ranking(index):
    query = Query("Which lines will get trams?", 10)
    first, second = index.rank(query), index.rank(query)
    assert first == second


def test_a_question_of_no_words_still_has_an_order(index):
    hits = index.search(Query("…?!", 10, language=Language.KO))
    keys = [(-hit.score, hit.passage.passage_id) for hit in hits]
    assert keys == sorted(keys)


def test_of_equal_passages_the_first_id_is_shown_and_a_deleted_one_is_never_found(index):
    text = "은하천문대는 새 혜성을 발견했다. 이름은 아직 없다."
    twins = [
        from_text(text, title="새 혜성", source=f"/news/twin/{name}.txt") for name in ("one", "two")
    ]
    for _ in index.add_all(prepare_all(twins)):
        pass
    query = Query("은하천문대가 발견한 혜성은?", 10)
    hits = index.search(query)
    ids = sorted(twin.doc_id for twin in twins)
    assert hits[0].document.doc_id == ids[0]
    assert [copy.doc_id for copy in hits[0].also_carried_by] == ids[1:]
    assert ids[1] not in {hit.document.doc_id for hit in hits[1:]}
    index.remove(ids[0])
    left = index.search(query)
    assert left[0].document.doc_id == ids[1]
    assert left[0].also_carried_by == ()
    assert ids[0] not in {hit.document.doc_id for hit in left}
    index.remove(ids[1])
    assert not set(ids) & {hit.document.doc_id for hit in index.search(query)}
    with pytest.raises(UnknownDocument):
        index.document(ids[0])
