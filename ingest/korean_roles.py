"""Who speaks and who is spoken to in one reporting clause of a Korean sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.korean_reports import Report
from ingest.people import Kind, People
from ingest.reporting_verbs import SpeechAct, act_of
from ingest.titles import PLURAL
from ingest.words import Phrase, Word

_TOPIC = ("은", "는", "ᆫ")
_SUBJECT = ("이", "가", "께서")
_SPEAKERS = (Kind.PERSON, Kind.GROUP, Kind.ORGANISATION, Kind.PRONOUN)
_TO = ("에게", "한테", "께", "더러", "에게서")
# "X를 향해", "X를 상대로", "X 측에": the word behind the phrase, by its beginning.
_TOWARDS = ("향해", "향하", "상대로", "겨냥해", "대상으로")
_ABOUT = ("대해", "대하여", "대해서", "대해서는", "대해선", "대해서도", "관해")
_MEETING = ("만나", "만난", "찾아", "찾은", "방문해", "방문한", "방문하고", "불러")
_QUESTION = ("질문", "질의", "물음", "지적", "요구", "요청", "반문", "주문")


class Clause:
    """One reporting clause: its words up to the verb, and the noun phrases among them."""

    def __init__(
        self, words: Sequence[Word], phrases: Sequence[Phrase], report: Report, people: People
    ) -> None:
        self._words = words
        self._report = report
        self._people = people
        # The phrase right behind the verb may be its subject ("…라고 밝힌 장관은").
        self._phrases = [
            p
            for p in phrases
            if report.first <= p.last <= report.verb or p.first == report.verb + 1
        ]
        self._opening = self._first_speech()
        # Where a clause begins anew behind "…"며 or …다며.
        ends = [last for last, _ in report.clauses[:-1]]
        quoted = [
            i + 1 for i, w in enumerate(words) if w.quote in report.quotes and w.quote is not None
        ]
        self._fresh = {place + 1 for place in (*ends, *quoted)}
        self._said_to = report.clauses[-1][0] if report.clauses else self._last_quote()

    def _first_speech(self) -> int:
        """The first quotation's place, or the end of the quotative clause."""
        quotes = [
            i
            for i, w in enumerate(self._words)
            if w.quote in self._report.quotes and w.quote is not None
        ]
        if quotes:
            return quotes[0]
        return self._report.clauses[0][0] if self._report.clauses else self._report.verb

    def _last_quote(self) -> int:
        quoted = [i for i, w in enumerate(self._words) if w.quote in self._report.quotes]
        return quoted[-1] if self._report.quotes and quoted else self._opening

    @property
    def direct(self) -> bool:
        """Whether it quotes word for word."""
        return bool(self._report.quotes)

    def speaker(self) -> Phrase | None:
        """The phrase that names who speaks, if the clause has one."""
        candidates = [p for p in self._phrases if self._people.kind(p) in _SPEAKERS]
        before = [p for p in candidates if p.last < self._opening]
        after = [p for p in candidates if self._opening < p.last <= self._report.verb]
        topics = [p for p in before if _is_topic(p)]
        if topics:
            return topics[-1] if self.direct else topics[0]
        for choice in (
            self._inverted(after),
            self._subject(before),
            self._also(before),
            self._owner(after),
            self._relative(),
            self._headline(),
            self._unknown(),
        ):
            if choice is not None:
                return choice
        return None

    def _subject(self, before: Sequence[Phrase]) -> Phrase | None:
        subjects = [
            p
            for p in before
            if p.has(*_SUBJECT)
            and not self._switched(p)
            and not self._describes(p)
            and (self.direct or self._people.kind(p) is not Kind.GROUP or p is self._phrases[0])
        ]
        if not subjects:
            return None
        return subjects[-1] if self.direct else subjects[0]

    def _switched(self, phrase: Phrase) -> bool:
        """As in "원장이 보고하자 장관은": a subject of an earlier clause with its own verb."""
        between = self._words[phrase.last + 1 : self._opening]
        return any(
            w.last is not None and w.last.tag == "EC" and w.last.form == "자" for w in between
        )

    def _describes(self, phrase: Phrase) -> bool:
        """As in "한빛연이 요청한 증원": subject of a clause that only describes a noun."""
        after = self._words[phrase.last + 1] if phrase.last + 1 < len(self._words) else None
        return after is not None and after.last is not None and after.last.tag == "ETM"

    def _inverted(self, after: Sequence[Phrase]) -> Phrase | None:
        """As in "…라고 표 장관은 말했다"; of a reported clause, only behind its ending."""
        start = self._said_to
        named = [p for p in after if p.last > start and (_is_topic(p) or p.has(*_SUBJECT))]
        return named[-1] if named else None

    def _also(self, before: Sequence[Phrase]) -> Phrase | None:
        also = [p for p in before if p.has("도") and len(p.words[-1].particles) == 1]
        return also[-1] if also else None

    def _owner(self, after: Sequence[Phrase]) -> Phrase | None:
        """As in "…라는 것이 표 장관의 설명이다"."""
        owners = [p for p in after if p.has("의") and p.last == self._report.verb - 1]
        return owners[-1] if owners and self._report.lemma is None else None

    def _relative(self) -> Phrase | None:
        """As in "…라고 밝힌 표 장관은": the noun behind the verb is the speaker."""
        verb = self._words[self._report.verb].last
        if verb is None or verb.tag != "ETM":
            return None
        for phrase in self._phrases:
            if phrase.first == self._report.verb + 1 and self._people.kind(phrase) is Kind.PERSON:
                return phrase
        return None

    def _headline(self) -> Phrase | None:
        """표 부총리 “연말까지 내 달라”: a name right before the quotation, without a particle."""
        at = self._opening - 1
        if self._report.lemma is not None or at < self._report.first or not self.direct:
            return None
        words: list[Word] = []
        while at >= self._report.first and not self._words[at].particles and len(words) < 4:
            if not self._words[at].nominal or (words and self._words[at].comma):
                break
            words.insert(0, self._words[at])
            at -= 1
        if not words:
            return None
        phrase = Phrase(tuple(words), at + 1, self._opening - 1)
        return phrase if self._people.kind(phrase) in (Kind.PERSON, Kind.ORGANISATION) else None

    def _unknown(self) -> Phrase | None:
        """A proper noun of no known kind that opens the clause: a company, as a rule."""
        for phrase in self._phrases:
            marked = _is_topic(phrase) or (phrase.has("이", "가") and not self._describes(phrase))
            if phrase.last < self._opening and marked:
                return phrase if self._people.kind(phrase) is Kind.UNKNOWN else None
        return None

    def has_other_topic(self) -> bool:
        """Whether somebody or something unknown is the clause's topic, so that nothing carries."""
        return any(p.last < self._opening and self._rivals(p) for p in self._phrases)

    def _rivals(self, phrase: Phrase) -> bool:
        if self.direct and phrase.last == self._opening - 1:
            return _is_topic(phrase) or phrase.has(*_SUBJECT)
        kind = self._people.kind(phrase)
        if _is_topic(phrase):
            return kind in (*_SPEAKERS, Kind.UNKNOWN)
        # The subject of what was said ("노동자가 …하도록 해 달라고") rivals nobody.
        return phrase.has(*_SUBJECT) and kind in (Kind.PERSON, Kind.ORGANISATION)

    def addressee(self, speaker: Phrase | None) -> Phrase | None:
        """The phrase that names who is spoken to, if the clause has one."""
        phrases = [p for p in self._phrases if p.last < self._report.verb and p is not speaker]
        after = [p for p in phrases if p.last > self._said_to]
        before = [p for p in phrases if p.last < self._opening and self._outside(p, speaker)]
        # Where what was said is only reported, its own phrases follow; the first one is outside.
        nearest = before[::-1] if self.direct else before
        singled = [p for p in phrases if self._singled_out(p) or p.first in self._fresh]
        for test in self._tests():
            for phrase in [*after, *nearest, *singled]:
                if test(phrase):
                    return phrase
        return None

    def _tests(self) -> tuple[Callable[[Phrase], bool], ...]:
        """The ways an addressee may be named, the plainest first."""
        act = act_of(self._report.lemma)
        if act is SpeechAct.ASK:
            return (self._told, self._towards, self._about, self._met)
        if act is SpeechAct.ANSWER:
            return (self._told, self._towards, self._asked)
        return (self._told, self._towards)

    def _outside(self, phrase: Phrase, speaker: Phrase | None) -> bool:
        """Not inside what was said: of a reported clause only the first phrases are outside."""
        if self.direct:
            return True
        behind = speaker is not None and speaker.last < phrase.first
        first = speaker.last + 1 if speaker is not None and behind else self._report.first
        return all(
            not (w.last is not None and w.last.tag in ("EC", "ETM", "EF"))
            or w.text.startswith((*_TOWARDS, *_ABOUT))
            or self._event_clause(w)
            for w in self._words[first : phrase.first]
        )

    def _singled_out(self, phrase: Phrase) -> bool:
        """As in "X에 대해서는 …하라고 요구했다": set before what was said, however long it is."""
        return self._word_after(phrase) in ("대해서는", "대해선")

    def _event_clause(self, word: Word) -> bool:
        """Adverbial clauses that stand before the addressee ("회의를 열고", "앞서", "열린")."""
        return word.text.startswith(
            (
                "열",
                "앞서",
                "이어",
                "찾",
                "만나",
                "통해",
                "참석",
                "방문",
                "가진",
                "주재",
                "내고",
                "위해",
            )
        )

    def _told(self, phrase: Phrase) -> bool:
        kind = self._people.kind(phrase)
        if phrase.has(*_TO):
            return (
                kind is not Kind.THING
                or phrase.words[-1].text.endswith("들에게")
                or bool(phrase.name)
            )
        act = act_of(self._report.lemma)
        if not phrase.has("에") or act in (None, SpeechAct.PROMISE):
            return False
        if self._word_after(phrase).startswith(
            (*_ABOUT, "따르", "따라", "있", "위치", "앞서", "의하", "이어")
        ):
            return False
        return kind in (Kind.ORGANISATION, Kind.GROUP) or self._known_unknown(phrase, kind)

    def _known_unknown(self, phrase: Phrase, kind: Kind) -> bool:
        """A proper noun with 에 is spoken to only by verbs that ask; else it is a place."""
        if act_of(self._report.lemma) is not SpeechAct.ASK:
            return False
        return kind is Kind.UNKNOWN or phrase.head.endswith(PLURAL)

    def _towards(self, phrase: Phrase) -> bool:
        if not phrase.has("을", "를") or self._people.kind(phrase) is Kind.THING:
            return False
        return self._word_after(phrase).startswith(_TOWARDS)

    def _about(self, phrase: Phrase) -> bool:
        known = self._people.kind(phrase) in (Kind.ORGANISATION, Kind.PERSON, Kind.GROUP)
        return known and phrase.has("에") and self._word_after(phrase).startswith(_ABOUT)

    def _met(self, phrase: Phrase) -> bool:
        kind = self._people.kind(phrase)
        if kind not in (Kind.ORGANISATION, Kind.PERSON) or not phrase.has("을", "를", "와", "과"):
            return False
        return self._word_after(phrase).startswith(_MEETING)

    def _asked(self, phrase: Phrase) -> bool:
        known = self._people.kind(phrase) in (Kind.PERSON, Kind.ORGANISATION, Kind.GROUP)
        return known and phrase.has("의") and self._word_after(phrase).startswith(_QUESTION)

    def _word_after(self, phrase: Phrase) -> str:
        at = phrase.last + 1
        return self._words[at].text if at < len(self._words) else ""


def _is_topic(phrase: Phrase) -> bool:
    particles = phrase.words[-1].particles
    return (
        bool(particles)
        and particles[-1].form in _TOPIC
        and not phrase.has("에", "에서", "으로", "로", "에게")
    )
