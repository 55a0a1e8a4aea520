"""Stories are exactly what comparing every document with every other would give, whatever comes and
goes, in whatever order; and what they collapse to in a search."""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from index.overlap import same_story, words
from index.query import Query
from index.stories import WINDOW_DAYS
from tests.index.articles import simple
from tests.index.fakes import FakeEmbedder
from tests.index.opening import open_plain

DAY = datetime(2026, 7, 1, 3, tzinfo=UTC)
SENTENCES = [" ".join(f"낱말{n}{i}" for i in range(12)) for n in "가나다라마바"]
REPORT = "\n".join(SENTENCES[:4])
SHORTENED = "\n".join(SENTENCES[:3])
REWORDED = "\n".join(s.replace(f"낱말{s[2]}5", "다른말") for s in SENTENCES[:4])
FOLLOW_UP = "\n".join([*SENTENCES[4:], SENTENCES[0]])
NUMBERED = f"{REPORT}\n7월 1일 300명"


def dated(days=0):
    return DAY + timedelta(days=days)


def add(index, text, source, published_at=DAY, **fields):
    return index.add(simple(text, source=source, published_at=published_at, **fields)).doc_id


def story(index, doc_id):
    return {copy.doc_id for copy in index.relations(doc_id).story}


def test_copies_are_one_story_and_a_follow_up_is_none(index):
    first, second, third = (
        add(index, text, f"{n}.txt") for n, text in enumerate((REPORT, SHORTENED, REWORDED))
    )
    alone = add(index, FOLLOW_UP, "follow.txt")
    assert story(index, first) == {second, third}
    assert story(index, second) == {first, third}
    assert story(index, alone) == set()


def test_the_same_report_much_later_is_another_story(index):
    first = add(index, REPORT, "a.txt")
    within = add(index, REPORT, "b.txt", dated(WINDOW_DAYS))
    later = add(index, REPORT, "c.txt", dated(20))
    assert story(index, first) == {within}
    assert story(index, later) == set()


def test_without_a_date_any_day_may_be_meant(index):
    undated = add(index, REPORT, "a.txt", None)
    dated_one = add(index, REPORT, "b.txt")
    other = add(index, REPORT, "c.txt", None)
    assert story(index, undated) == {dated_one, other}


def test_a_story_falls_apart_without_what_held_it_together(index):
    ends = [add(index, REPORT, "a.txt"), add(index, REPORT, "c.txt", dated(6))]
    middle = add(index, REPORT, "b.txt", dated(3))
    assert story(index, ends[0]) == {middle, ends[1]}
    index.remove(middle)
    assert [story(index, end) for end in ends] == [set(), set()]


def test_a_new_version_leaves_the_story_that_it_no_longer_tells(index):
    first, second = add(index, REPORT, "a.txt"), add(index, REPORT, "b.txt")
    changed = add(index, FOLLOW_UP, "b.txt")
    assert story(index, first) == story(index, changed) == story(index, second) == set()


def test_copies_take_one_place_and_are_named_at_it(index):
    ids = [add(index, f"{SENTENCES[0]}\n{SENTENCES[1]}", f"{n}.txt") for n in range(4)]
    other = add(index, f"{SENTENCES[4]}\n낱말가0", "other.txt")
    hits = index.search(Query("낱말가0 낱말가1", k=2))
    assert [hit.document.doc_id in ids for hit in hits] == [True, False]
    assert hits[1].document.doc_id == other
    assert {copy.doc_id for copy in hits[0].also_carried_by} == set(ids) - {hits[0].document.doc_id}


def test_asked_for_k_it_gives_k_though_copies_fill_the_first_look(index):
    for n in range(30):
        add(index, f"{SENTENCES[0]}\n{SENTENCES[1]}", f"copy{n}.txt")
    for n in range(5):
        add(index, f"낱말가0 홀로{n}\n{n}", f"other{n}.txt")
    hits = index.search(Query("낱말가0 낱말가1", k=6))
    assert len({hit.document.source[:5] for hit in hits}) == 2
    assert len(hits) == 6
    assert len(hits[0].also_carried_by) == 29


def test_a_copy_outside_the_filters_is_not_named(index):
    from index.query import Filters

    text = f"{SENTENCES[0]}\n{SENTENCES[1]}"
    add(index, text, "a.txt", publisher="가람일보")
    add(index, text, "b.txt", publisher="여울신문")
    (hit,) = index.search(Query("낱말가0", filters=Filters(publisher="여울신문")))
    assert (hit.document.source, hit.also_carried_by) == ("b.txt", ())


def test_a_passage_of_a_copy_that_holds_more_stays(index):
    add(index, f"{SENTENCES[0]}\n{SENTENCES[1]}\n{SENTENCES[2]}", "a.txt")
    add(index, f"{SENTENCES[0]}\n{SENTENCES[1]}\n{SENTENCES[2]}\n{SENTENCES[3]}", "b.txt")
    hits = index.search(Query("낱말가0 낱말라0"))
    shown = "\n".join(hit.passage.text for hit in hits)
    assert SENTENCES[3] in shown
    assert shown.count(SENTENCES[0]) == 1


TEXTS = [REPORT, SHORTENED, REWORDED, FOLLOW_UP, NUMBERED, NUMBERED.replace("300", "500"), "짧다"]


class Stories(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.index = open_plain(self.folder, FakeEmbedder(dimension=8))
        self.model = {}

    def teardown(self):
        self.index.close()
        shutil.rmtree(self.folder)

    @rule(
        source=st.sampled_from("abcdef"),
        text=st.sampled_from(TEXTS),
        day=st.sampled_from([None, 0, 2, 5]),
    )
    def put(self, source, text, day):
        moment = None if day is None else dated(day)
        given = simple(text, source=source, published_at=moment)
        self.index.add(given)
        self.model[source] = given.document

    @rule(source=st.sampled_from("abcdef"))
    def remove(self, source):
        if source in self.model:
            self.index.remove(self.model.pop(source).doc_id)

    @rule()
    def restart(self):
        self.index.close()
        self.index = open_plain(self.folder, FakeEmbedder(dimension=8))

    @rule()
    def rebuild(self):
        self.index.rebuild()

    @invariant()
    def as_by_comparing_all(self):
        for one in self.model.values():
            expected = self.reachable(one) - {one.doc_id}
            assert story(self.index, one.doc_id) == expected

    def reachable(self, one):
        found, waiting = {one.doc_id}, [one]
        while waiting:
            here = waiting.pop()
            for other in self.model.values():
                if other.doc_id not in found and joined(here, other):
                    found.add(other.doc_id)
                    waiting.append(other)
        return found


def joined(one, other):
    days = [d.published_at for d in (one, other)]
    if all(days) and abs(days[0] - days[1]) > timedelta(days=WINDOW_DAYS):
        return False
    told = [words([line.split() for line in d.text.split("\n")], d.text) for d in (one, other)]
    return same_story(*told)


TestStories = Stories.TestCase
TestStories.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
