"""What each Korean sentence reports: spans, speakers and addressees, over one whole article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Quote, Sentence, Span
from ingest.korean_addressees import Addressees
from ingest.korean_circumstances import start_of_said
from ingest.korean_clause import Clause
from ingest.korean_report import Report, Voice
from ingest.korean_reports import find_reports
from ingest.korean_speakers import Speakers
from ingest.memory import Memory
from ingest.people import Kind, People
from ingest.reporting_verbs import SpeechAct, act_of
from ingest.speech_words import is_order, orders
from ingest.titles import PLURAL_PRONOUNS
from ingest.words import Phrase, Word, find_phrases

# Openings that tie a sentence to the one before, so that its speaker goes on speaking.
_CONNECTIVES = re.compile(
    r"(?:이어|또|또한|그러면서|아울러|특히|다만|그리고|더불어|이와 함께|이어서|반면)[ ,]"
)
# These report an addition to what the same person just said.
_ADDING = ("덧붙이다", "부연하다")
_REPEATING = ("관계자", "당국자", "담당자", "회사", "연구원", "연구소", "기업", "업체")


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
    persons = [p for p in phrases if people.kind(p) is Kind.PERSON]
    subjects = [p for p in persons if _is_subject(p, phrases)]
    memory.end_sentence(_names(subjects, people), _names(persons, people))


def _is_subject(phrase: Phrase, phrases: Sequence[Phrase]) -> bool:
    """A subject or topic, or one of two: "원장과 의원은"."""
    if phrase.has("은", "는", "이", "가", "도", "께서"):
        return True
    following = next((p for p in phrases if p.first == phrase.last + 1), None)
    return phrase.has("와", "과") and following is not None and _is_subject(following, phrases)


def _names(phrases: Sequence[Phrase], people: People) -> list[str]:
    found = (people.resolve(phrase) for phrase in phrases)
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
        act = self._act(report)
        clause = Clause(self._words, self._phrases, report, self._people, act)
        silent = report.voice in (Voice.NOBODY, Voice.GIST)
        speakers = Speakers(clause)
        phrase = None if silent else speakers.find()
        if report.voice is Voice.NOBODY:
            speaker, to = None, None
        else:
            speaker = self._speaker(clause, report, phrase, act)
            to = self._addressee(clause, report, phrase, speaker, act)
            self._memory.spoke(speaker, to, act)
            self._here = self._going_on(report, speakers.around, speaker)
            self._to = to
        sentence = Span(self._parsed.sentence.start, self._parsed.sentence.end)
        for number in report.quotes:
            span = self._parsed.quotes[number]
            start, end = _trim(self._text, span.start + 1, span.end - 1)
            if start < end:
                yield Quote(start, end, sentence, speaker, to, report.lemma, direct=True)
        if self._hearsay(report, speaker):
            return
        told = Addressees(clause).find(phrase)
        start = start_of_said(clause, phrase, told)
        for last, end in report.clauses:
            if told is not None and told.first == start:
                start = told.last + 1
            begin = self._words[min(start, last)].start
            if begin < end:
                yield Quote(begin, end, sentence, speaker, to, report.lemma, direct=False)
            start = last + 1

    def _going_on(self, report: Report, around: Phrase | None, speaker: str | None) -> str | None:
        """Who speaks on in a later clause of the sentence that names nobody."""
        if around is not None:
            return self._name(around)
        return None if report.switches else speaker

    def _hearsay(self, report: Report, speaker: str | None) -> bool:
        """Whether a clause is said by nobody in particular ("…라고 한다", "…다는 것이다")."""
        if report.lemma == "하다":
            return speaker is None or self._words[report.verb].text in ("한다", "합니다")
        return speaker is None and report.voice is Voice.GIST

    def _act(self, report: Report) -> SpeechAct | None:
        """What the verb does, and what the words do where the verb only says: "…하라"고 했다."""
        act = act_of(report.lemma)
        if act not in (None, SpeechAct.SAY):
            return act
        spans = [self._parsed.quotes[number] for number in report.quotes]
        quoted = any(orders(self._text[span.start + 1 : span.end - 1]) for span in spans)
        reported = any(is_order(self._words[last]) for last, _ in report.clauses)
        return SpeechAct.ASK if quoted or reported else act

    def _speaker(
        self, clause: Clause, report: Report, phrase: Phrase | None, act: SpeechAct | None
    ) -> str | None:
        if phrase is not None:
            together = clause.joined_with(phrase)
            return None if clause.ends_a_list(together) else self._names(together)
        if report.voice is not Voice.GIST and Speakers(clause).has_other_topic():
            return None
        if self._here is not None:
            return self._here
        if report.first > 0 or report.voice is Voice.HEADLINE:
            return None
        opening = self._text[self._parsed.sentence.start : self._parsed.sentence.start + 10]
        tied = _CONNECTIVES.match(opening) is not None or report.lemma in _ADDING
        asks = act in (SpeechAct.ASK, SpeechAct.ANSWER)
        if clause.direct or tied or asks:
            return self._memory.carried_speaker()
        return None

    def _names(self, phrases: Sequence[Phrase]) -> str | None:
        """Those who speak together, "재정부, 한빛연"; None where one of them is in doubt."""
        names = [self._name(phrase) for phrase in phrases]
        known = [name for name in names if name is not None]
        return ", ".join(dict.fromkeys(known)) if len(known) == len(names) else None

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
            known = kind in (Kind.PERSON, Kind.GROUP)
            self._memory.named(name, person=None if kind is Kind.UNKNOWN else known)
        return name

    def _addressee(
        self,
        clause: Clause,
        report: Report,
        phrase: Phrase | None,
        speaker: str | None,
        act: SpeechAct | None,
    ) -> str | None:
        found = Addressees(clause).find(phrase)
        if found is not None:
            if self._people.kind(found) is Kind.PRONOUN:
                return None
            name = self._name(found)
            return None if name == speaker else name
        if act is not SpeechAct.ASK or phrase is not None:
            return None
        if self._to is not None and speaker == self._here:
            return self._to
        return self._memory.carried_addressee(speaker) if report.first == 0 else None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The same range without white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
