"""One reporting clause of a Korean sentence: its words, its noun phrases, where speech begins."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.korean_report import Report
from ingest.people import People
from ingest.reporting_verbs import SpeechAct
from ingest.titles import could_be_name, is_time, title_of
from ingest.words import Phrase, Word

_TOPIC = ("은", "는", "ᆫ")


class Clause:
    """One reporting clause: its words up to the verb, and the noun phrases among them."""

    def __init__(
        self,
        words: Sequence[Word],
        phrases: Sequence[Phrase],
        report: Report,
        people: People,
        act: SpeechAct | None,
    ) -> None:
        self.words = words
        self.report = report
        self.act = act
        self.people = people
        # The phrase right behind the verb may be its subject ("…라고 밝힌 장관은").
        self.phrases = [
            p
            for p in phrases
            if report.first <= p.last <= report.verb or p.first == report.verb + 1
        ]
        self.opening = self._first_speech()
        # Where a clause begins anew behind "…"며 or …다며.
        ends = [last for last, _ in report.clauses[:-1]]
        quoted = [
            i + 1 for i, w in enumerate(words) if w.quote in report.quotes and w.quote is not None
        ]
        self.fresh = {place + 1 for place in (*ends, *quoted)}
        self.said_to = report.clauses[-1][0] if report.clauses else self._last_quote()

    def _first_speech(self) -> int:
        """The first quotation's place, or the end of the quotative clause."""
        quotes = [
            i
            for i, w in enumerate(self.words)
            if w.quote in self.report.quotes and w.quote is not None
        ]
        if quotes:
            return quotes[0]
        return self.report.clauses[0][0] if self.report.clauses else self.report.verb

    def _last_quote(self) -> int:
        quoted = [i for i, w in enumerate(self.words) if w.quote in self.report.quotes]
        return quoted[-1] if self.report.quotes and quoted else self.opening

    @property
    def direct(self) -> bool:
        """Whether it quotes word for word."""
        return bool(self.report.quotes)

    def joined_with(self, phrase: Phrase) -> list[Phrase]:
        """The phrase and those before it that 와/과 joins to it: "재정부와 한빛연은"."""
        joint = [phrase]
        for earlier in reversed(self.phrases):
            joins = earlier.has("와", "과") and len(earlier.words[-1].particles) == 1
            if joins and earlier.last == joint[0].first - 1:
                joint.insert(0, earlier)
        return joint

    def ends_a_list(self, phrases: Sequence[Phrase]) -> bool:
        """As in "원장, 의원, 장관은": whether more people stand before these, with commas."""
        first = phrases[0].first
        before = self.words[first - 1] if first > self.report.first else None
        if before is None or not before.comma or before.particles or not before.nominal:
            return False
        if is_time(before.stem):
            return False
        named = could_be_name(before.stem, proper=before.proper)
        return named or title_of(before.stem) is not None or self.people.is_organisation(before)

    def word_after(self, phrase: Phrase) -> str:
        """The word behind a phrase; "" at the sentence's end."""
        at = phrase.last + 1
        return self.words[at].text if at < len(self.words) else ""


def is_topic(phrase: Phrase) -> bool:
    """Whether the phrase is what the clause is about: 은/는 and no other particle with it."""
    particles = phrase.words[-1].particles
    return (
        bool(particles)
        and particles[-1].form in _TOPIC
        and not phrase.has("에", "에서", "으로", "로", "에게")
    )
