"""Cheap signs that a sentence may report speech or name somebody, so that most are never parsed.

Most sentences of a long text report nothing. Looking at their morphemes once costs a twentieth of
taking them apart.
"""

import re

from ingest.document import Sentence
from ingest.reporting_verbs import ADMISSIONS, FORECASTS, SpeechAct, stems_of
from ingest.titles import TITLES

_MARK = re.compile("[\"“”‘’'「『＂]")
_HANGUL = re.compile("[가-힣]")
# Endings that can close a reported clause: "…다고", "…라며", "…자는", "…도록".
_ENDING = re.compile("(?:[다라자냐단란](?:고|며|면서|는)?|도록)")
_ENDING_TAGS = ("EC", "ETM")
_ASKING = (
    stems_of(SpeechAct.ASK)
    | stems_of(SpeechAct.PROMISE)
    | {lemma.removesuffix("다").removesuffix("하") for lemma in FORECASTS | ADMISSIONS}
)
# Words for offices end in one of these syllables; nobody else's name is looked for.
_LAST_SYLLABLES = frozenset(title[-1] for title in TITLES) | {"씨"}


def is_korean(text: str, sentence: Sentence) -> bool:
    """Whether a sentence has any Hangul syllable."""
    return _HANGUL.search(text, sentence.start, sentence.end) is not None


def may_report(text: str, sentence: Sentence) -> bool:
    """Whether a sentence may report speech; says no only where it surely does not."""
    if _MARK.search(text, sentence.start, sentence.end) or not is_korean(text, sentence):
        return True
    return any(
        m.form in _ASKING or m.tag == "JKQ" or (m.tag in _ENDING_TAGS and _ends_clause(m.form))
        for m in sentence.morphemes
    )


def _ends_clause(form: str) -> bool:
    return len(form) > 1 and _ENDING.search(form) is not None


def may_name(sentence: Sentence) -> bool:
    """Whether a sentence may name somebody by an office."""
    return any(m.form[-1:] in _LAST_SYLLABLES for m in sentence.morphemes if m.tag[0] == "N")
