"""Abbreviations with their counts and sources, and the file that overrides them."""

import pytest

from index.errors import InvalidAliasFile
from index.query import Query
from index.question import understand
from index.records import DefinedIn
from ingest.document import Alias
from tests.index.articles import article, prepared
from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain

HIST = Alias("HIST", "한빛과학기술연구원")
HAESOL = Alias("HIST", "해솔산업기술원")
NURI = Alias("누표원", "누리표준측정원")


def add(index, name, *aliases):
    one = prepared(article("글", source=name, title=f"제목 {name}"), aliases=aliases)
    index.add(one)
    return one.document.doc_id


@pytest.fixture
def override(tmp_path):
    def write(text):
        (tmp_path / "data" / "aliases.csv").write_text(text, encoding="utf-8")

    return write


def test_pairs_are_listed_with_their_counts_and_sources_most_used_first(index):
    first = add(index, "a", NURI, HAESOL)
    second = add(index, "b", HIST, HAESOL)
    index.remove(add(index, "c", HIST))
    rows, total = index.listed_aliases()
    assert total == 3
    assert [(row.short, row.long, row.documents) for row in rows] == [
        ("HIST", "해솔산업기술원", 2),
        ("HIST", "한빛과학기술연구원", 1),
        ("누표원", "누리표준측정원", 1),
    ]
    assert set(rows[0].defined_in) == {
        DefinedIn(first, "제목 a"),
        DefinedIn(second, "제목 b"),
    }
    assert rows[1].defined_in == (DefinedIn(second, "제목 b"),)
    assert not any(row.added or row.off for row in rows)
    assert index.listed_aliases(1, 1) == (rows[1:2], 3)
    assert index.aliases() == (HAESOL, HIST, NURI)


def test_no_more_than_five_sources_are_named(index):
    for number in range(7):
        add(index, str(number), HIST)
    (row,), _ = index.listed_aliases()
    assert (row.documents, len(row.defined_in)) == (7, 5)


def test_the_file_reaches_the_search_and_the_answers_at_the_next_question(index, override):
    add(index, "a", HAESOL, NURI)
    override("HIST,한빛과학기술연구원\nHIST,해솔산업기술원,off\n없음연,없음연구원,off\n")
    assert index.aliases() == (HIST, NURI)
    with index.view() as view:
        assert view.aliases.pairs == (HIST, NURI)
        question = understand(view, FakeEmbedder(), Query("HIST의 예산은?"))
    assert "한빛" in question.other_bigrams
    assert "해솔" not in question.other_bigrams
    rows, _ = index.listed_aliases()
    assert [(row.long, row.documents, row.added, row.off) for row in rows] == [
        ("해솔산업기술원", 1, False, True),
        ("누리표준측정원", 1, False, False),
        ("한빛과학기술연구원", 0, True, False),
        ("없음연구원", 0, False, True),
    ]
    override("")
    assert index.aliases() == (HAESOL, NURI)


def test_a_bad_file_is_named_when_listed_and_stops_no_question(index, override):
    add(index, "a", HIST)
    override("HIST\n")
    with pytest.raises(InvalidAliasFile, match=r"aliases\.csv, line 1: "):
        index.listed_aliases()
    assert index.aliases() == (HIST,)


def test_an_index_does_not_open_over_a_bad_file(tmp_path):
    (tmp_path / "aliases.csv").write_text("HIST,한빛과학기술연구원,no\n", encoding="utf-8")
    with pytest.raises(InvalidAliasFile, match="line 1"):
        open_plain(tmp_path, FakeEmbedder())
