"""Where the reported clauses of an English sentence stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.english_phrases import NOUN_PHRASE, Verb
from ingest.english_subjects import Subjects
from ingest.reporting_verbs import SpeechAct, act_of
from ingest.word_lists import listed

# Fewer words reported are no statement.
_MIN_WORDS = 3
_WHEN = re.compile(
    r"\s*(?:(?:on|in|at|during) (?!that)[^,“\"]{2,40}? (?=that\b)|on \w+day )?(?:that\s+)?"
)
_TAIL_SAID = re.compile(r", (?:[\w’'-]+ ){1,4}(?:said|added)$")
# Verbs whose first object is who is spoken to.
TAKES_PERSON = listed(
    """
    tell ask urge order instruct press direct advise remind inform warn encourage beg implore
    require assure promise invite request
    """
)
# Verbs that take a clause without "that".
_BARE_CLAUSE = listed(
    """
    say add tell note explain warn argue announce insist claim stress
    """
)
_TO = re.compile(
    rf"\s+(?:(?:on|to|with) )?"
    rf"(?:(?:{NOUN_PHRASE.pattern}|them|him|her|it|us)(?: \([^()]{{2,40}}\))? )?"
    r"(?:not )?(?:to|that) (?=[a-z])"
)
_FOR = re.compile(rf"\s+(?:{NOUN_PHRASE.pattern} )?for (?=\w)")


class ReportedClauses:
    """The clauses that the verbs of one sentence report; `masked` is `content` without what stands
    in quotation marks."""

    def __init__(
        self, content: str, masked: str, verbs: Sequence[Verb], subjects: Subjects
    ) -> None:
        self._content = content
        self._masked = masked
        self._verbs = verbs
        self._subjects = subjects

    def of(self, verb: Verb) -> tuple[int, int] | None:
        """Where a reported clause stands: behind its verb, or before "…, Eo said"."""
        end = len(self._content.rstrip(' .”"'))
        rest = self._masked[verb.end : end]
        if act_of(verb.lemma) in (SpeechAct.ASK, SpeechAct.PROMISE):
            wants = _TO.match(rest) or (_FOR.match(rest) if verb.lemma in ("ask", "call") else None)
            return self._clause(verb.end + wants.end(), end, verb) if wants else None
        if not rest.strip() or rest.lstrip().startswith(","):
            return self._clause_before(verb)
        start = self._clause_start(verb, rest)
        return self._clause(start, end, verb) if start is not None else None

    def _clause_start(self, verb: Verb, rest: str) -> int | None:
        when = _WHEN.match(rest)
        length = when.end() if when else 0
        if "that" in rest[:length]:
            return verb.end + length
        if verb.lemma in TAKES_PERSON:
            told = NOUN_PHRASE.match(rest.lstrip())
            ordered = re.match(r"\s+(?:that |to )?", rest[told.end() + 1 :]) if told else None
            return verb.end + told.end() + 1 + ordered.end() if told and ordered else None
        return verb.end + length if verb.lemma in _BARE_CLAUSE else None

    def _clause(self, start: int, end: int, verb: Verb) -> tuple[int, int] | None:
        """The clause from `start`, cut before a quotation, the next verb's "and", ", he said"."""
        marks = [at for at in (self._masked.find("“", start),) if at >= 0]
        marks += [
            joint
            for other in self._verbs
            if other.start > start
            and (joint := self._masked.rfind(" and ", start, other.start)) > 0
            and joint + 5 == other.start
        ]
        marks += [other.start for other in self._verbs if other.participle and other.start > start]
        piece = self._content[start : min([end, *marks])].rstrip(" ,")
        piece = _TAIL_SAID.sub("", piece)
        return (start, start + len(piece)) if len(piece.split()) >= _MIN_WORDS else None

    def _clause_before(self, verb: Verb) -> tuple[int, int] | None:
        comma = self._masked.rfind(", ", 0, verb.start)
        if comma < 0 or "”" in self._masked[:comma] or self._subjects.phrase(verb) is None:
            return None
        subject = self._masked[comma : verb.start].split()
        if len(subject) > 2 * _MIN_WORDS + 1 or len(self._content[:comma].split()) < _MIN_WORDS:
            return None
        return (0, comma)
