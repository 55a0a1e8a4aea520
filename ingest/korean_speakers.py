"""Who speaks in one reporting clause of a Korean sentence."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.korean_clause import Clause, is_topic
from ingest.people import Kind
from ingest.titles import could_be_name, is_time
from ingest.words import Phrase, Word

_SUBJECT = ("이", "가", "께서")
_PLACE = ("에", "에서", "로", "으로", "에는", "의", "과", "와")
_SPEAKERS = (Kind.PERSON, Kind.GROUP, Kind.ORGANISATION, Kind.PRONOUN)
# Nouns of one idea have two syllables, as a rule.
_COMPOUND = 3
_NAMED = (Kind.PERSON, Kind.ORGANISATION, Kind.GROUP)


class Speakers:
    """Looks for the speaker of one clause."""

    def __init__(self, clause: Clause) -> None:
        self._clause = clause
        self._report = clause.report
        self._words = clause.words
        self._phrases = clause.phrases
        self._people = clause.people
        # Who the sentence is about where somebody else speaks in this clause; goes on behind it.
        self.around: Phrase | None = None

    def find(self) -> Phrase | None:
        """The phrase that names who speaks, if the clause has one."""
        candidates = [p for p in self._phrases if self._people.kind(p) in _SPEAKERS]
        before = [p for p in candidates if p.last < self._clause.opening]
        after = [p for p in candidates if self._clause.opening < p.last <= self._report.verb]
        topics = [p for p in before if is_topic(p)]
        if self._reports_a_report() and (inner := self._subject(before)) is not None:
            return inner
        if topics and self._is_taken_up():
            inner = self._subject_at_hand(before)
            if inner is not None or self._stranger():
                self.around = topics[-1]
                return inner
        if topics:
            return topics[-1] if self._clause.direct else topics[0]
        for choice in (
            self._inverted(after),
            self._topic_of_no_kind(),
            self._subject(before),
            self._also(before),
            self._owner(after),
            self._relative(),
            self._headline(),
            self._beside(),
            self._unknown(),
        ):
            if choice is not None:
                return choice
        return None

    def _reports_a_report(self) -> bool:
        """As in "통신은 국 원장이 "…"고 밝혔다고 전했다": the inner verb has its own subject."""
        verb = self._words[self._report.verb]
        return self._clause.direct and verb.text.endswith(("다고", "다며", "다면서"))

    def _is_taken_up(self) -> bool:
        """As in "장관은 노조가 "…"고 비판하자", "…고 비판한 데 대해": only an event that the topic
        answers, which has its own subject."""
        last = self._words[self._report.verb].last
        return self._clause.direct and last is not None and (last.tag == "ETM" or last.form == "자")

    def _subject_at_hand(self, before: Sequence[Phrase]) -> Phrase | None:
        """The subject of the clause, not one of a clause inside ("직원이 많이 모인 자리에서")."""
        subject = self._subject(before)
        if subject is None:
            return None
        between = self._words[subject.last + 1 : self._clause.opening]
        inside = any(word.last is not None and word.last.tag == "ETM" for word in between)
        return None if inside else subject

    def _stranger(self) -> bool:
        """As in "장관은 사회자가 "…"고 하자": what may be a speaker or may be spoken about."""
        return any(
            p.last == self._clause.opening - 1 and p.has(*_SUBJECT) and self._could_speak(p)
            for p in self._phrases
        )

    def _topic_of_no_kind(self) -> Phrase | None:
        """A proper noun as the topic of a reported clause, whose subjects then are inside it."""
        if self._clause.direct:
            return None
        for phrase in self._phrases:
            if phrase.last < self._clause.opening and is_topic(phrase):
                return phrase if self._people.kind(phrase) is Kind.UNKNOWN else None
        return None

    def _subject(self, before: Sequence[Phrase]) -> Phrase | None:
        subjects = [
            p
            for p in before
            if p.has(*_SUBJECT)
            and not self._switched(p)
            and not self._describes(p)
            and (
                self._clause.direct
                or self._people.kind(p) is not Kind.GROUP
                or p is self._phrases[0]
            )
        ]
        if not subjects or (self._report.lemma is None and not self._clause.direct):
            return None  # "국회가 시한을 넘겨 …해야 한다는 것이다": of what was said
        if not self._clause.direct and not self._wills() and not self._leads(subjects[0]):
            return None  # "예산은 정부가 댄다고 밝혔다": all of it was said
        return subjects[-1] if self._clause.direct else subjects[0]

    def _leads(self, phrase: Phrase) -> bool:
        """Whether nothing but time and place stands before it in the clause, so that it is the
        subject of the verb at the clause's end, not of what was said."""
        earlier = [p for p in self._phrases if p.last < phrase.first]
        return all(is_time(p.head) or p.has(*_PLACE) for p in earlier)

    def _switched(self, phrase: Phrase) -> bool:
        """As in "원장이 보고하자 장관은": a subject of an earlier clause with its own verb."""
        between = self._words[phrase.last + 1 : self._clause.opening]
        return any(
            w.last is not None and w.last.tag == "EC" and w.last.form == "자" for w in between
        )

    def _describes(self, phrase: Phrase) -> bool:
        """As in "한빛연이 요청한 증원": subject of a clause that only describes a noun."""
        after = self._words[phrase.last + 1] if phrase.last + 1 < len(self._words) else None
        return after is not None and after.last is not None and after.last.tag == "ETM"

    def _inverted(self, after: Sequence[Phrase]) -> Phrase | None:
        """As in "…라고 표 장관은 말했다"; of a reported clause, only behind its ending."""
        start = self._clause.said_to
        named = [p for p in after if p.last > start and (is_topic(p) or p.has(*_SUBJECT))]
        return named[-1] if named else None

    def _beside(self) -> Phrase | None:
        """What stands where only a speaker stands, whatever it is called: right before what is
        quoted, as a topic ("선관위는 “…"), or between what was said and its verb."""
        if self._report.lemma is None:
            return None
        for phrase in self._phrases:
            before = phrase.last == self._clause.opening - 1 and self._clause.direct
            behind = self._clause.said_to < phrase.first and phrase.last == self._report.verb - 1
            marked = is_topic(phrase) or (behind and phrase.has(*_SUBJECT))
            if (before or behind) and marked and self._could_speak(phrase):
                return phrase
        return None

    def _could_speak(self, phrase: Phrase) -> bool:
        """A proper noun, or a compound such as parties, papers and boards are called by; a plain
        word ("의혹은 “…”이라고 일축했다") may be what the words are about."""
        if self._people.kind(phrase) is Kind.UNKNOWN:
            return True
        thing = self._people.kind(phrase) is Kind.THING
        return thing and len(phrase.head) >= _COMPOUND and not is_time(phrase.head)

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
        at = self._clause.opening - 1
        if self._report.lemma is not None or at < self._report.first or not self._clause.direct:
            return None
        words: list[Word] = []
        while at >= self._report.first and not self._words[at].particles and len(words) < 4:
            word = self._words[at]
            named = word.nominal or self._people.is_organisation(word)
            if not named or (words and word.comma):
                break
            words.insert(0, self._words[at])
            at -= 1
        if not words:
            return None
        phrase = Phrase(tuple(words), at + 1, self._clause.opening - 1)
        if self._people.kind(phrase) in _NAMED:
            return phrase
        # A full name that the article gives no office: 표민서 “…”
        alone = len(words) == 1 and words[0].proper and could_be_name(words[0].stem, proper=True)
        return phrase if alone else None

    def _unknown(self) -> Phrase | None:
        """A proper noun of no known kind that opens the clause: a company, as a rule."""
        for phrase in self._phrases:
            subject = phrase.has("이", "가") and not self._describes(phrase)
            marked = is_topic(phrase) or (subject and (self._clause.direct or self._wills()))
            if phrase.last < self._clause.opening and marked:
                return phrase if self._people.kind(phrase) is Kind.UNKNOWN else None
        return None

    def _wills(self) -> bool:
        """As in "…하겠다고": only a speaker's own will, so that the subject is the speaker."""
        places = [self._words[last] for last, _ in self._report.clauses]
        return any(m.form == "겠" for word in places for m in word.morphemes)

    def has_other_topic(self) -> bool:
        """Whether somebody or something unknown is the clause's topic, so that nothing carries."""
        return any(p.last < self._clause.opening and self._rivals(p) for p in self._phrases)

    def _rivals(self, phrase: Phrase) -> bool:
        if self._clause.direct and phrase.last == self._clause.opening - 1:
            return is_topic(phrase) or phrase.has(*_SUBJECT, "도")
        kind = self._people.kind(phrase)
        if is_topic(phrase):
            return kind in (*_SPEAKERS, Kind.UNKNOWN)
        # The subject of what was said ("노동자가 …하도록 해 달라고") rivals nobody.
        return phrase.has(*_SUBJECT) and kind in (Kind.PERSON, Kind.ORGANISATION)
