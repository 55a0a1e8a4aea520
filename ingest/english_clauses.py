"""Where the reported clauses of an English sentence stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.english_phrases import DAYS, NOUN_PHRASE, Verb, phrase_after
from ingest.english_subjects import Subjects
from ingest.reporting_verbs import SpeechAct, act_of
from ingest.word_lists import listed

# Fewer words reported are no statement.
_MIN_WORDS = 3
# "in an interview with the Hankyul Daily on Monday" is nine.
_MAX_CIRCUMSTANCE = 12
_DAY = rf"(?:(?:late|early) )?(?:on )?(?:{DAYS}) "
_MEDIUM = r"in (?:an? |his |her |its |their )?(?:statement|interview|letter|email|speech|report) "
# Between a verb and what was said: "on Monday", "in a statement", "of Kuk that".
_WHEN = re.compile(
    r"\s*(?:(?:on|in|at|of|during|late|early) (?!that)[^,“\"]{2,40}? (?=that\b)"
    rf"|{_DAY}|{_MEDIUM})?(?:that\s+)?"
)
# Behind "…, Kuk said": when and where.
_CIRCUMSTANCE = re.compile(
    rf"\s+(?:(?:late|early|{DAYS})\b|(?:on|in|at|during|after|to|from|with|via|through)\s)"
)
_FINITE = re.compile(
    r"\b(?:that|was|were|is|are|had|has|have|will|would|can|could|should|may|might|must|did)\b"
)
# What stands before another's turn: "…, while Eo said", "… but Eo said".
_TURN = re.compile(
    r"(?:,|\s(?:but|while|whereas|and|though|although))"
    r"(?:\s(?:but|while|whereas|and|though|although|however,|then))?\s+$"
)
_CONTRAST = re.compile(r",? (?:but|while|whereas) .*$")
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
    rf"(?:{_DAY})?(?:(?=not to )|(?:to|that) )(?=[a-z])"
)
# "asked all 212 clubs to name", "asked the supplier, Gaoncell, to bear", "asked farmers not to".
_PLAIN = (
    r"(?!(?:to|not|that|if|whether|who|whom|what|which|how|why|when|where|for|about|he|she|it|they|we"
    r"|is|are|was|were|has|have|had|will|would|can|could|may|might|should|must|did|does)\b)"
    r"[\w’'&.-]+"
)
_SOMEBODY_TO = re.compile(
    rf"\s+(?P<who>{_PLAIN}(?: {_PLAIN}){{0,7}}?)"
    rf"(?: (?:in|on|last) (?:{DAYS}|week|month|year|turn|return))?"
    r"(?:, (?P<aside>[^,“”]{2,90}),)? "
    r"(?:(?=not to )|to (?!(?:the|an?|its|his|her|their|this|these|all|each)\b))(?=[a-z])"
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
            wants = _TO.match(rest) or self._somebody(verb)
            if wants is None and verb.lemma in ("ask", "call"):
                wants = _FOR.match(rest)
            return self._wanted(verb.end + wants.end(), end, verb) if wants else None
        if verb.lemma == "tell" and (ordered := self._somebody(verb)):
            return self._wanted(verb.end + ordered.end(), end, verb)
        behind = rest[self._told(verb, rest) :]
        if not behind.strip() or behind.lstrip().startswith(","):
            return self._clause_before(verb)
        if _only_places(behind):
            placed = phrase_after(self._masked) is None  # "On Monday, Kuk said in Haesol"
            return None if placed else self._clause_before(verb)
        start = self._clause_start(verb, rest)
        return self._clause(start, end, verb) if start is not None else None

    def _wanted(self, start: int, end: int, verb: Verb) -> tuple[int, int] | None:
        """What somebody is to do ends where the next clause begins."""
        ends = self._masked.find(";", start, end)
        return self._clause(start, end if ends < 0 else ends, verb)

    def whom(self, verb: Verb) -> str | None:
        """Who is asked or told to do something, in whatever words."""
        found = self._somebody(verb)
        if found is None or _TO.match(self._masked, verb.end):
            return None
        named = (found["aside"] or "")[:1].isupper()
        return f"{found['who']}, {found['aside']}" if named else found["who"]

    def _somebody(self, verb: Verb) -> re.Match[str] | None:
        rest = self._masked[verb.end :]
        return _SOMEBODY_TO.match(rest) if verb.lemma in TAKES_PERSON else None

    def _clause_start(self, verb: Verb, rest: str) -> int | None:
        when = _WHEN.match(rest)
        length = when.end() if when else 0
        if "that" in rest[:length]:
            return verb.end + length
        if verb.lemma in TAKES_PERSON:
            told = self._told(verb, rest)
            ordered = re.match(rf"\s+(?:{_DAY})?(?:that |to )?", rest[told:]) if told else None
            return verb.end + told + ordered.end() if ordered else None
        return verb.end + length if verb.lemma in _BARE_CLAUSE else None

    def _told(self, verb: Verb, rest: str) -> int:
        """How far who is told goes behind a verb; 0 where nobody is."""
        told = NOUN_PHRASE.match(rest.lstrip()) if verb.lemma in TAKES_PERSON else None
        return told.end() + 1 if told else 0

    def _turns(self, start: int) -> Iterator[int]:
        """Where somebody else's turn begins behind `start`: the joint before a verb's subject."""
        for verb in self._verbs:
            subject = self._subjects.start(verb) if verb.start > start else None
            joint = _TURN.search(self._masked[start:subject]) if subject is not None else None
            if joint and subject is not None and subject > start:
                yield start + joint.start()

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
        marks += self._turns(start)
        stop = min([end, *marks])
        piece = self._content[start:stop].rstrip(" ,")
        if self._masked.startswith("“", stop):
            piece = _CONTRAST.sub("", piece)  # "…, but Eo called it “…”"
        piece = _TAIL_SAID.sub("", piece)
        return (start, start + len(piece)) if len(piece.split()) >= _MIN_WORDS else None

    def _clause_before(self, verb: Verb) -> tuple[int, int] | None:
        """The clause before "…, Eo said" and "…, Eo, the mayor, said"."""
        subject = self._subjects.start(verb)
        if subject is None or not self._masked[:subject].endswith(", "):
            return None
        comma = subject - len(", ")
        if "”" in self._masked[:comma] or len(self._content[:comma].split()) < _MIN_WORDS:
            return None
        return (0, comma)


def _only_places(behind: str) -> bool:
    """Whether what stands behind a verb only says when and where, with no verb of its own."""
    short = len(behind.split()) <= _MAX_CIRCUMSTANCE
    return short and bool(_CIRCUMSTANCE.match(behind)) and _FINITE.search(behind) is None
