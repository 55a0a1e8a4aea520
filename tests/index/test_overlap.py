"""Rewrites are one story, what only looks like one is not; the figures are in docs/ingest.md."""

from hypothesis import given
from hypothesis import strategies as st

from index.fingerprints import fingerprint
from index.overlap import NOTHING, Words, same_story, says_nothing_more, words

TERMS = [f"w{n}" for n in range(200)]
REPORT = [TERMS[start : start + 10] for start in range(0, 100, 10)]


def text(sentences, numbers="10 20 30 40 50"):
    return words(sentences, numbers)


def test_pairs_and_numbers_are_what_is_compared():
    found = words([["a", "b", "c"], ["d"]], "1,180만 명, 3.5배, 2026년")
    assert found.sentences == (frozenset({("a", "b"), ("b", "c")}),)
    assert found.numbers == {"1180", "3.5", "2026"}
    assert found.shingles == {("a", "b"), ("b", "c")}


def test_the_same_report_is_the_same_story_in_any_order():
    one, other = text(REPORT), text(REPORT[::-1])
    assert same_story(one, other)
    assert same_story(other, one)


def test_a_copy_may_lack_half_of_the_paragraphs():
    assert same_story(text(REPORT), text(REPORT[:5]))
    # 3 of 10 sentences are 0.3 of all shingles, one is 0.1: no longer the report.
    assert same_story(text(REPORT), text(REPORT[:3]))
    assert not same_story(text(REPORT), text(REPORT[:1]))


def test_a_follow_up_that_repeats_its_background_is_another_story():
    news = [TERMS[start : start + 10] for start in range(100, 160, 10)]
    assert not same_story(text(REPORT), text([*news, *REPORT[:4]]))


def test_the_same_form_with_other_numbers_is_another_story():
    assert not same_story(text(REPORT), text(REPORT, "11 21 31 41 50"))
    assert same_story(text(REPORT), text(REPORT, "10 20 30 40"))


def test_short_texts_are_one_story_only_when_they_say_the_same():
    short = REPORT[:2]
    assert same_story(text(short), text(short))
    assert not same_story(text(short), text(short, "10 20"))
    assert not same_story(text(short), text(REPORT[:1]))
    assert not same_story(NOTHING, NOTHING)


def test_a_passage_that_holds_a_sentence_or_a_number_more_stays():
    shown = text(REPORT)
    assert says_nothing_more(text(REPORT[:5]), shown)
    assert not says_nothing_more(text([*REPORT[:4], TERMS[150:160]]), shown)
    assert not says_nothing_more(text(REPORT[:5], "10 99"), shown)
    assert not says_nothing_more(text([["a"]]), shown)


def test_a_caption_of_its_own_does_not_make_a_copy_worth_a_place():
    # 9 pairs a sentence, 4 of the caption: 4 of 94 are less than 15%.
    assert says_nothing_more(text([*REPORT, TERMS[150:155]]), text(REPORT))


WORDS = st.lists(st.lists(st.sampled_from(TERMS[:12]), max_size=8), max_size=12).map(
    lambda s: words(s, "")
)


@given(WORDS, WORDS)
def test_being_one_story_does_not_depend_on_who_came_first(one: Words, other: Words):
    assert same_story(one, other) == same_story(other, one)


def test_fingerprints_are_of_the_set_and_are_those_that_are_stored():
    shingles = text(REPORT).shingles
    found = fingerprint(shingles)
    assert len(found) == 40
    assert found == fingerprint(frozenset(sorted(shingles, reverse=True)))
    assert all(-(2**63) <= key < 2**63 for key in found)
    # Other values under the same RULE would no longer meet what is in the databases.
    assert found[:2] == (4151014530887761214, -429922567692943033)
    assert fingerprint(frozenset()) == ()
