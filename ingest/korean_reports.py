"""Which words of a Korean sentence report speech: what was said, and the verb that says so.

A sentence is read from left to right. Quotations and quotative clauses wait until a reporting verb
closes them; the verb ends a clause, so that two speakers in one sentence keep their own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.quoted_speech import ADNOMINAL, TAIL
from ingest.reporting_verbs import (
    DIRECT_ONLY,
    FORECASTS,
    IDIOMS,
    ORDERED,
    SpeechAct,
    act_of,
    find_stem,
    lemma_of,
)
from ingest.speech_words import is_copula, marks_speech, said_to, speech_noun
from ingest.titles import NAMING_NOUNS, title_of
from ingest.word_lists import listed, ordered
from ingest.words import Word


class Voice(StrEnum):
    """Whether a clause says who spoke."""

    ACTIVE = "active"
    NOBODY = "nobody"  # "…라는 지적이 나온다": reported, but nobody's
    HEADLINE = "headline"  # a quotation without any verb


@dataclass(frozen=True, slots=True)
class Report:
    """One clause that reports speech. Numbers are places among the sentence's words.

    `first`..`verb` is the clause; `quotes` are the quotations it closes (numbers), `clauses` the
    quotative clauses: the last word of each, and the offset at which what was said ends.
    """

    first: int
    verb: int
    quotes: tuple[int, ...]
    clauses: tuple[tuple[int, int], ...]
    lemma: str | None
    voice: Voice
    switches: bool = False  # the next clause has another subject ("…라고 묻자")


_QUOTATIVE = ordered("다고 라고 자고 냐고 다며 라며 자며 냐며 다면서 라면서")
_REPORTED_NOUN = ordered("다는 라는 자는 냐는 란 단")


def find_reports(words: Sequence[Word]) -> list[Report]:
    """The reporting clauses of a sentence, in order."""
    return _Reader(words).read()


class _Reader:
    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._first = 0
        self._quotes: list[int] = []
        self._clauses: list[tuple[int, int]] = []
        self._found: list[Report] = []

    def read(self) -> list[Report]:
        for at, word in enumerate(self._words):
            if word.quote is not None:
                self._quotes.append(word.quote)
            elif self._names(at):
                self._quotes.pop()
            elif self._reported_noun(at):
                pass
            elif not self._verb(at):
                self._complement(at)
        if self._quotes:
            self._close(len(self._words) - 1, None, Voice.HEADLINE)
        return self._found

    def _close(self, at: int, lemma: str | None, voice: Voice) -> None:
        last = self._words[at].last
        switches = last is not None and last.form == "자"
        report = Report(
            self._first,
            at,
            tuple(self._quotes),
            tuple(self._clauses),
            lemma,
            voice,
            switches,
        )
        self._found.append(report)
        self._first = at + 1
        self._quotes = []
        self._clauses = []

    def _names(self, at: int) -> bool:
        """As in "…"라는 제목의: the quotation is a name."""
        if not self._quotes or at < 2 or self._words[at - 2].quote is None:
            return False
        return self._words[at].stem in NAMING_NOUNS

    def _reported_noun(self, at: int) -> bool:
        """As in "…라는 지적이 나온다", "…라는 뜻을 밝혔다", "…라는 설명이다"."""
        word = self._words[at]
        noun = speech_noun(word)
        if noun is None or at == 0 or not self._adnominal_before(at):
            return False
        if is_copula(word):
            self._take_clause_before(at)
            self._close(at, None, Voice.ACTIVE)
            return True
        if word.has("이", "가", "은", "는") or self._arises(at):
            self._take_clause_before(at)
            if self._quotes or self._clauses:
                self._close(at, None, Voice.NOBODY)
            return True
        self._take_clause_before(at)
        return True

    def _arises(self, at: int) -> bool:
        """As in "지적도 나온다", "우려도 있다": it is there, whoever had it."""
        following = self._words[at + 1].morphemes if at + 1 < len(self._words) else ()
        return self._words[at].has("도") and bool(following) and following[0].form in _ARISING

    def _adnominal_before(self, at: int) -> bool:
        """Whether the word before ends a reported clause that modifies this noun."""
        before = self._words[at - 1]
        if at > 1 and self._words[at - 2].quote is not None:
            return ADNOMINAL.fullmatch(before.text) is not None
        last = before.last
        reported = before.text.endswith(_REPORTED_NOUN)
        return reported and last is not None and last.tag == "ETM" and len(last.form) > 1

    def _take_clause_before(self, at: int) -> None:
        if at > 1 and self._words[at - 2].quote is not None:
            return  # the quotation itself is waiting already
        before = self._words[at - 1]
        if before.last is not None and before.text == before.last.form:
            return  # "라는" alone: the quotation was in the sentence before
        cut = 1 if before.text.endswith("는") else 0
        end = before.last.end if before.last is not None else before.end
        self._clauses.append((at - 1, end - cut))

    def _complement(self, at: int) -> None:
        """Remember a quotative clause ("…해 달라고"), or what a request wants ("…할 것을")."""
        word = self._words[at]
        last = word.last
        if last is None or (at > 0 and self._words[at - 1].quote is not None):
            return
        if word.text.removesuffix("도").endswith(_QUOTATIVE) and marks_speech(word.morphemes):
            if self._clauses and self._clauses[-1][0] == at - 1:
                self._clauses.pop()  # "…하도록 했다고": one clause, not two
            self._clauses.append((at, said_to(word)))
        elif last.form == "도록" and last.tag == "EC":
            self._clauses.append((at, word.end))

    def _verb(self, at: int) -> bool:
        word = self._words[at]
        after_quote = at > 0 and self._words[at - 1].quote is not None
        lemma = self._lemma(at)
        if lemma is None or (after_quote and TAIL.fullmatch(word.text)):
            return False
        if not self._quotes and not self._clauses and not self._take_object(at, lemma):
            return False
        last = self._clauses[-1] if self._clauses else None
        self._clauses = [
            one for one in self._clauses if self._was_said(one[0], lemma, final=one is last)
        ]
        if self._modifies(at):
            self._clauses = []
        if not self._quotes and not self._clauses:
            return False
        self._close(at, lemma, Voice.ACTIVE)
        return True

    def _lemma(self, at: int) -> str | None:
        follows = self._follows_speech(at)
        word = self._words[at]
        stem = find_stem(word.morphemes, quoted=follows)
        idiom = self._idiom(at) if stem is None else None
        if stem is None and idiom is None:
            return None
        quotative = word.text.endswith(_QUOTATIVE)
        if quotative and (not self._quotes or any(m.form == "겠" for m in word.morphemes)):
            return None  # "…을 요청하겠다고": itself what was said
        if stem is None:
            return idiom
        if self._goes_on(at):
            return None
        if stem != "하":
            return lemma_of(stem)
        if not follows or self._words[at].particles:
            return None
        before = self._words[at - 1].last
        if before is None or before.form != "도록":
            return lemma_of(stem)
        last = word.last
        return ORDERED if last is not None and last.tag == "EF" else None

    def _goes_on(self, at: int) -> bool:
        """As in "…를 분석해 …": only a step on the way to the verb that reports."""
        last = self._words[at].last
        if last is None or last.tag != "EC" or last.form not in ("어", "아", "여"):
            return False
        following = self._words[at + 1].morphemes if at + 1 < len(self._words) else ()
        helper = following[0] if following else None
        return helper is None or not (helper.tag == "VX" or helper.form in ("오", "가", "주"))

    def _idiom(self, at: int) -> str | None:
        """As in "…라고 선을 그었다": a set phrase of two words, behind a quotation."""
        first = self._words[at].morphemes[0] if self._words[at].morphemes else None
        noun, lemma = IDIOMS.get(first.form, ("", None)) if first is not None else ("", None)
        before = self._words[at - 1].morphemes if at else ()
        fits = bool(noun) and any(m.form == noun for m in before)
        return lemma if fits and (self._quotes or self._clauses) else None

    def _was_said(self, at: int, lemma: str, *, final: bool) -> bool:
        """Whether a clause was said: "…하도록" only before a verb that asks, "…라고 썼다" never."""
        last = self._words[at].last
        purpose = last is not None and last.form == "도록"
        if purpose:
            return final and act_of(lemma) is SpeechAct.ASK
        return lemma not in DIRECT_ONLY

    def _modifies(self, at: int) -> bool:
        """As in "…하겠다고 한 설계는": the verb only describes a noun (not in "말한 뒤")."""
        last = self._words[at].last
        if last is None or last.tag != "ETM" or at + 1 >= len(self._words):
            return False
        following = self._words[at + 1]
        bound = following.stem in _BOUND or following.text.startswith(("것", "데", "바", "적"))
        person = any(title_of(word.stem) for word in self._words[at + 1 : at + 5])
        return not bound and not person

    def _follows_speech(self, at: int) -> bool:
        """Whether the word before closes a quotation or a quotative clause."""
        if at == 0:
            return False
        joined = any(last == at - 1 for last, _ in self._clauses)
        return joined or (at > 1 and self._words[at - 2].quote is not None)

    def _take_object(self, at: int, lemma: str) -> bool:
        """As in "…할 것을 주문했다", "마련을 지시했다": the object is what was asked."""
        place = self._object_before(at)
        last = self._words[at].last
        if place is None or last is None or last.tag == "ETM":
            return False
        before = self._words[place]
        forecast = before.text == "것으로" and lemma in FORECASTS
        asked = act_of(lemma) in (SpeechAct.ASK, SpeechAct.PROMISE) and before.has("을", "를")
        if before.pronoun or not (forecast or asked) or self._words[at].text.endswith(_QUOTATIVE):
            return False
        self._clauses.append((place, before.start + len(before.stem)))
        return True

    def _object_before(self, at: int) -> int | None:
        """The object's place, over adverbs and an addressee ("…할 것을 거듭 X에 권했다")."""
        for place in range(at - 1, max(self._first, at - 4) - 1, -1):
            word = self._words[place]
            if word.text not in _ADVERBS and not word.has("에", "에게", "께", "한테"):
                return place
        return None


_ARISING = listed("나오 있 많 제기 잇따르 이어지 쏟아지 크 높")
_BOUND = listed("바 뒤 후 것 데 적 다음 만큼 점 직후 이후 이래 지")
_ADVERBS = listed(
    """
    거듭 재차 강력히 강하게 다시 함께 직접 공식 잇따라 또 각각 특별히 간곡히
    """
)
