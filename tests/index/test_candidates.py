"""A lexical score on a scale that questions of all lengths share."""

import pytest

from index.candidates import share
from index.fusion import Lexicon


def test_a_share_is_of_what_the_question_could_reach_and_never_above_it():
    asked = Lexicon({"장관": 3.0, "요청": 1.0})
    assert share(asked.reach / 4, asked) == pytest.approx(0.25)
    assert share(asked.reach * 2, asked) == 1.0
    assert share(0.0, asked) == 0.0
    assert share(5.0, Lexicon({})) == 0.0
