"""What each Korean sentence reports: spans, speakers and addressees, over one whole article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Quote, Sentence, Span
from ingest.korean_reports import Report, Voice, find_reports
from ingest.korean_roles import Clause
from ingest.memory import Memory
from ingest.people import Kind, People
from ingest.reporting_verbs import SpeechAct, act_of
from ingest.titles import PLURAL_PRONOUNS
from ingest.word_lists import listed
from ingest.words import Phrase, Word, find_phrases

# Openings that tie a sentence to the one before, so that its speaker goes on speaking.
_CONNECTIVES = re.compile(
    r"(?:이어|또|또한|그러면서|아울러|특히|다만|그리고|더불어|이와 함께|이어서|반면)[ ,]"
)
# These report an addition to what the same person just said.
_ADDING = ("덧붙이다", "부연하다")
_REPEATING = ("관계자", "당국자", "담당자", "회사", "연구원", "연구소", "기업", "업체")
# Leading words of a reported clause that say when and where it was said, not what.
_EVENT = re.compile(
    r".*(?:간담회|회의|브리핑|인터뷰|토론회|기자회견|회견|국회|행사|설명회|청문회|국정감사|보도자료|자료|서한|성명|"
    r"통화|발표문|입장문|논평|업무보고|현장|점검|협의회|포럼|세미나|공청회|총회|대회|강연|기념식|축사|공시|보고서|방송|라디오|면담|소셜미디어|페이스북)(?:에서|에서는|을|를|에|로|으로|과의|와의|에도)?"
)
_EVENT_VERB = (
    "열고",
    "열어",
    "열린",
    "내고",
    "내어",
    "통해",
    "갖고",
    "가진",
    "만나",
    "찾아",
    "찾은",
    "방문해",
    "참석해",
    "나와",
    "마친",
    "대해",
    "대해서는",
    "향해",
    "상대로",
)
# At most this many words of circumstance are stepped over.
_MAX_STEPS = 12


@dataclass(frozen=True, slots=True)
class KoreanSentence:
    """A sentence taken apart: its words, and its quotations of speech (marks included)."""

    sentence: Sentence
    words: tuple[Word, ...]
    quotes: tuple[Span, ...]


def find_korean_quotes(
    text: str, parsed: KoreanSentence, people: People, memory: Memory
) -> Iterator[Quote]:
    """The quotations of one sentence; `memory` carries the speaker from sentence to sentence."""
    phrases = find_phrases(parsed.words)
    said = _Speech(text, parsed, phrases, people, memory)
    yield from said.read()
    memory.end_sentence(_subjects(phrases, people))


def _subjects(phrases: Sequence[Phrase], people: People) -> list[str]:
    named = [p for p in phrases if p.has("은", "는", "이", "가", "도", "께서")]
    found = [people.resolve(p) for p in named if people.kind(p) is Kind.PERSON]
    return [name for name in found if name is not None]


class _Speech:
    def __init__(
        self,
        text: str,
        parsed: KoreanSentence,
        phrases: Sequence[Phrase],
        people: People,
        memory: Memory,
    ) -> None:
        self._text = text
        self._parsed = parsed
        self._words = parsed.words
        self._phrases = phrases
        self._people = people
        self._memory = memory
        self._here: str | None = None  # the speaker of the sentence's earlier clause
        self._to: str | None = None

    def read(self) -> Iterator[Quote]:
        for report in find_reports(self._words):
            yield from self._quotes_of(report)

    def _quotes_of(self, report: Report) -> Iterator[Quote]:
        clause = Clause(self._words, self._phrases, report, self._people)
        phrase = clause.speaker() if report.voice is not Voice.NOBODY else None
        if report.voice is Voice.NOBODY:
            speaker, to = None, None
        else:
            speaker = self._speaker(clause, report, phrase)
            to = self._addressee(clause, report, phrase, speaker)
            self._memory.spoke(speaker, to, report.lemma)
            self._here = None if report.switches else speaker
            self._to = to
        sentence = Span(self._parsed.sentence.start, self._parsed.sentence.end)
        for number in report.quotes:
            span = self._parsed.quotes[number]
            start, end = _trim(self._text, span.start + 1, span.end - 1)
            if start < end:
                yield Quote(start, end, sentence, speaker, to, report.lemma, direct=True)
        if self._only_reported(report) or self._hearsay(report, speaker):
            return
        told = clause.addressee(phrase)
        start = self._clause_start(report, phrase, told)
        for last, end in report.clauses:
            if told is not None and told.first == start:
                start = told.last + 1
            begin = self._words[min(start, last)].start
            if begin < end:
                yield Quote(begin, end, sentence, speaker, to, report.lemma, direct=False)
            start = last + 1

    def _only_reported(self, report: Report) -> bool:
        """A rumour without quotation marks is nobody's quotation."""
        return report.voice is Voice.NOBODY and not report.quotes

    def _hearsay(self, report: Report, speaker: str | None) -> bool:
        """Whether a clause is said by nobody in particular ("…라고 한다", "…다는 것이다")."""
        return speaker is None and report.lemma in (None, "하다")

    def _speaker(self, clause: Clause, report: Report, phrase: Phrase | None) -> str | None:
        if phrase is not None:
            return self._name(phrase)
        if clause.has_other_topic():
            return None
        if self._here is not None:
            return self._here
        if report.first > 0 or report.voice is Voice.HEADLINE:
            return None
        opening = self._text[self._parsed.sentence.start : self._parsed.sentence.start + 10]
        tied = _CONNECTIVES.match(opening) is not None or report.lemma in _ADDING
        asks = act_of(report.lemma) in (SpeechAct.ASK, SpeechAct.ANSWER) or self._wants(report)
        if clause.direct or tied or asks:
            return self._memory.carried_speaker()
        return None

    def _wants(self, report: Report) -> bool:
        """As in "…해 달라고 했다" asks, whatever the verb."""
        return any(self._text.endswith("달라", 0, end) for _, end in report.clauses)

    def _name(self, phrase: Phrase) -> str | None:
        kind = self._people.kind(phrase)
        if kind is Kind.PRONOUN:
            if phrase.head in PLURAL_PRONOUNS:
                return None
            return self._memory.pronoun()
        pointing = phrase.words[0].text in ("이", "그", "해당", "같은") and len(phrase.words) > 1
        if pointing and kind in (Kind.GROUP, Kind.ORGANISATION):
            return self._memory.last_ending_in(phrase.head)
        name = self._people.resolve(phrase)
        if name is not None:
            self._memory.named(name)
        return name

    def _addressee(
        self, clause: Clause, report: Report, phrase: Phrase | None, speaker: str | None
    ) -> str | None:
        found = clause.addressee(phrase)
        if found is not None:
            if self._people.kind(found) is Kind.PRONOUN:
                return None
            name = self._name(found)
            return None if name == speaker else name
        if act_of(report.lemma) is not SpeechAct.ASK or phrase is not None:
            return None
        if self._to is not None and speaker == self._here:
            return self._to
        return self._memory.carried_addressee(speaker) if report.first == 0 else None

    def _clause_start(self, report: Report, speaker: Phrase | None, to: Phrase | None) -> int:
        """Where what was said begins: behind speaker, addressee and circumstances."""
        at = report.first
        clause = report.clauses[0][0] if report.clauses else report.verb
        for phrase in (speaker, to):
            if phrase is not None and phrase.last < clause:
                at = max(at, phrase.last + 1)
        for number, word in enumerate(self._words[: clause + 1]):
            if word.quote in report.quotes and word.quote is not None:
                at = max(at, number + 2)
        return min(self._past_circumstances(at, clause), clause)

    def _past_circumstances(self, at: int, clause: int) -> int:
        best = at
        for step in range(at, min(at + _MAX_STEPS, clause)):
            word = self._words[step]
            following = self._words[step + 1].text if step + 1 <= clause else ""
            leading = step == best and (
                word.text in _LEADING or _DAY.fullmatch(f"{word.text} {following}") is not None
            )
            towards = step == best and word.text in _EVENT_VERB
            event = (
                word.particles
                and _EVENT.fullmatch(word.text)
                and (word.has("에서") or following in _EVENT_VERB)
            )
            if leading or towards:
                best = step + 1
            elif event:
                best = step + (1 if word.has("에서") else 2)
        return min(best, clause)

    def _modified(self, at: int) -> bool:
        """Whether the word before describes this one ("만난 자리에서")."""
        last = self._words[at - 1].last if at else None
        return last is not None and last.tag == "ETM"


_DAY = re.compile(r"(?:\d{1,2}월 \d{1,2}일|(?:\d{1,2}일|오전|오후|\d{1,2}시쯤?경?) .*)")
_LEADING = listed(
    """
    이날 그러면서도 또 또한 이어 아울러 특히 다만 그러면서 그리고 한편 이에 앞서 먼저 거듭 반면
    """
)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The same range without white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
