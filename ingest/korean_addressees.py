"""Who is spoken to in one reporting clause of a Korean sentence."""

from __future__ import annotations

from collections.abc import Callable

from ingest.korean_clause import Clause
from ingest.people import Kind
from ingest.reporting_verbs import SpeechAct
from ingest.titles import PLURAL
from ingest.word_lists import listed
from ingest.words import Phrase, Word

_TO = ("에게", "한테", "께", "더러", "에게서")
# "X를 향해", "X를 상대로", "X 측에": the word behind the phrase, by its beginning.
_TOWARDS = ("향해", "향하", "상대로", "겨냥해", "대상으로")
_ABOUT = ("대해", "대하여", "대해서", "대해서는", "대해선", "대해서도", "관해")
_MEETING = ("만나", "만난", "찾아", "찾은", "방문해", "방문한", "방문하고", "불러")
_SUBJECT = ("이", "가", "께서")
# Of these verbs "에게" tells of what was said, not to whom: "원장에게 책임이 있다고 주장했다".
_TO_NOBODY = listed("주장하다 비판하다 지적하다 평가하다 전망하다 판단하다 분석하다 진단하다")
# Somebody is given this, or it is done to somebody.
_GIVEN = listed(
    "주 건네 보내 넘기 맡기 빌려주 돌려주 지급 전달 제공 지원 지시 요구 요청 통보 배정 위임"
)
_QUESTION = ("질문", "질의", "물음", "지적", "요구", "요청", "반문", "주문")


class Addressees:
    """Looks for the addressee of one clause."""

    def __init__(self, clause: Clause) -> None:
        self._clause = clause
        self._report = clause.report
        self._words = clause.words
        self._phrases = clause.phrases
        self._people = clause.people

    def find(self, speaker: Phrase | None) -> Phrase | None:
        """The phrase that names who is spoken to, if the clause has one."""
        phrases = [p for p in self._phrases if p.last < self._report.verb and p is not speaker]
        after = [p for p in phrases if p.last > self._clause.said_to]
        before = [p for p in phrases if p.last < self._clause.opening and self._outside(p, speaker)]
        # Where what was said is only reported, its own phrases follow; the first one is outside.
        nearest = before[::-1] if self._clause.direct else before
        singled = [p for p in phrases if self._singled_out(p) or p.first in self._clause.fresh]
        for test in self._tests():
            for phrase in [*after, *nearest, *singled]:
                if test(phrase):
                    return phrase
        return None

    def _tests(self) -> tuple[Callable[[Phrase], bool], ...]:
        """The ways an addressee may be named, the plainest first."""
        if self._clause.act is SpeechAct.ASK:
            return (self._told, self._towards, self._about, self._met)
        if self._clause.act is SpeechAct.ANSWER:
            return (self._told, self._towards, self._asked)
        return (self._told, self._towards)

    def _outside(self, phrase: Phrase, speaker: Phrase | None) -> bool:
        """Not inside what was said: of a reported clause only the first phrases are outside."""
        if self._clause.direct:
            return True
        if self._clause.act not in (SpeechAct.ASK, SpeechAct.PROMISE) and self._inside(
            phrase, speaker
        ):
            return False
        behind = speaker is not None and speaker.last < phrase.first
        first = speaker.last + 1 if speaker is not None and behind else self._report.first
        return all(
            not (w.last is not None and w.last.tag in ("EC", "ETM", "EF"))
            or w.text.startswith((*_TOWARDS, *_ABOUT))
            or self._event_clause(w)
            for w in self._words[first : phrase.first]
        )

    def _inside(self, phrase: Phrase, speaker: Phrase | None) -> bool:
        """As in "장관이 원장에게 지시했다고", "원장에게 돈을 건넸다고": part of what was said, with
        a subject of its own before it or a verb that one does something to somebody by."""
        subjects = [p for p in self._phrases if p.has(*_SUBJECT) and p is not speaker]
        if any(p.last < phrase.first for p in subjects):
            return True
        said = self._words[phrase.last + 1 : self._clause.said_to + 1]
        first = [word.morphemes[0].form for word in said if word.morphemes]
        return self._report.lemma in _TO_NOBODY or not _GIVEN.isdisjoint(first)

    def _singled_out(self, phrase: Phrase) -> bool:
        """As in "X에 대해서는 …하라고 요구했다": set before what was said, however long it is."""
        return self._clause.word_after(phrase) in ("대해서는", "대해선")

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
        if not phrase.has("에") or self._clause.act in (None, SpeechAct.PROMISE):
            return False
        if (
            self._clause.act is not SpeechAct.ASK
            and not self._clause.direct
            and phrase.last < self._clause.opening
        ):
            return False  # "센터에 파견하는 인원은 …라고 밝혔다": part of what was said
        if self._clause.word_after(phrase).startswith(
            (*_ABOUT, "따르", "따라", "있", "위치", "앞서", "의하", "이어")
        ):
            return False
        return kind in (Kind.ORGANISATION, Kind.GROUP) or self._known_unknown(phrase, kind)

    def _known_unknown(self, phrase: Phrase, kind: Kind) -> bool:
        """A proper noun with 에 is spoken to only by verbs that ask; else it is a place."""
        if self._clause.act is not SpeechAct.ASK:
            return False
        return kind is Kind.UNKNOWN or phrase.head.endswith(PLURAL)

    def _towards(self, phrase: Phrase) -> bool:
        if not phrase.has("을", "를") or self._people.kind(phrase) is Kind.THING:
            return False
        return self._clause.word_after(phrase).startswith(_TOWARDS)

    def _about(self, phrase: Phrase) -> bool:
        known = self._people.kind(phrase) in (Kind.ORGANISATION, Kind.PERSON, Kind.GROUP)
        return known and phrase.has("에") and self._clause.word_after(phrase).startswith(_ABOUT)

    def _met(self, phrase: Phrase) -> bool:
        kind = self._people.kind(phrase)
        if kind not in (Kind.ORGANISATION, Kind.PERSON) or not phrase.has("을", "를", "와", "과"):
            return False
        return self._clause.word_after(phrase).startswith(_MEETING)

    def _asked(self, phrase: Phrase) -> bool:
        known = self._people.kind(phrase) in (Kind.PERSON, Kind.ORGANISATION, Kind.GROUP)
        at = phrase.last + 1
        asked = at < len(self._words) and self._words[at].stem in _QUESTION
        return known and phrase.has("의") and asked
