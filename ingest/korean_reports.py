"""Which words of a Korean sentence report speech: what was said, and the verb that says so.

A sentence is read from left to right. Quotations and quotative clauses wait until a reporting verb
closes them; the verb ends a clause, so that two speakers in one sentence keep their own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.korean_report import Report, Voice
from ingest.quoted_speech import TAIL
from ingest.reporting_verbs import (
    ADMISSIONS,
    DIRECT_ONLY,
    FORECASTS,
    IDIOMS,
    ORDERED,
    SpeechAct,
    act_of,
    find_stem,
    lemma_of,
)
from ingest.speech_words import THINGS, is_copula, marks_speech, said_to, speech_noun
from ingest.taken_up import answers, describes, disputes, is_own, of_another
from ingest.titles import NAMING_NOUNS
from ingest.word_context import (
    arises,
    denied,
    ends_adnominal,
    goes_on,
    joins_clauses,
    marks_topic,
    object_before,
    only_describes,
    received,
    shares_verb,
)
from ingest.word_lists import ordered
from ingest.words import Word

_QUOTATIVE = ordered("다고 라고 자고 냐고 다며 라며 자며 냐며 다면서 라면서")


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
        self._sharing: list[int] = []  # reports whose verb is the next one's

    def read(self) -> list[Report]:
        for at, word in enumerate(self._words):
            if word.quote is not None:
                self._lay_aside()
                self._end_turn(at)
                self._quotes.append(word.quote)
            elif self._names(at):
                self._quotes.pop()
            elif self._reported_noun(at):
                pass
            elif not self._verb(at):
                self._complement(at)
            self._answer(at)
        self._lay_aside()
        if self._quotes:
            self._close_rest()
        return self._found

    def _end_turn(self, at: int) -> None:
        """As in "…"며 맞섰지만, 장관은 "…"고 했다: a new topic after a joint is a new speaker."""
        behind = [place for place in range(self._first, at) if self._words[place].quote is not None]
        if not self._quotes or not behind:
            return
        if shares_verb(self._words, behind[-1], at, self._first):
            self._close(behind[-1], None, Voice.ACTIVE)
            self._sharing.append(len(self._found) - 1)
            return
        between = range(behind[-1] + 2, at)
        joints = [place for place in between if joins_clauses(self._words[place])]
        if joints and any(
            marks_topic(self._words[place]) for place in between if place > joints[0]
        ):
            self._close(joints[0], None, Voice.ACTIVE)

    def _lay_aside(self) -> None:
        """What was only taken up ("“…”는 지적에") is nobody's; the clause goes on around it."""
        place = self._waiting()
        if place is not None and not is_own(self._words, place):
            self._give_up(place)

    def _answer(self, at: int) -> None:
        place = self._waiting()
        if place is not None and answers(self._words, place, at):
            self._give_up(place)

    def _waiting(self) -> int | None:
        """Where the last quotation waits, if it describes a noun."""
        places = range(len(self._words))
        place = next((at for at in places if self._words[at].quote in self._quotes[-1:]), None)
        return place if place is not None and describes(self._words, place) else None

    def _give_up(self, place: int) -> None:
        number = self._quotes.pop()
        self._found.append(Report(self._first, place + 1, (number,), (), None, Voice.NOBODY))

    def _close_rest(self) -> None:
        """Quotations no verb closed: of a verb that is not known ("…"며 물러섰다), or headlines,
        each of them with its own words before it."""
        last = self._words[-1].last
        quoted = [at for at, word in enumerate(self._words) if word.quote in self._quotes]
        tails = [self._words[at + 1].text for at in quoted if at + 1 < len(self._words)]
        if last is not None and last.tag == "EF" and any(TAIL.fullmatch(tail) for tail in tails):
            self._close(len(self._words) - 1, None, Voice.ACTIVE)
            return
        for at in quoted:
            number = self._words[at].quote
            self._quotes = [] if number is None else [number]
            self._close(at, None, Voice.HEADLINE)

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
        while lemma is not None and self._sharing:
            earlier = self._sharing.pop()
            self._found[earlier] = replace(self._found[earlier], lemma=lemma)
        self._first = at + 1
        self._quotes = []
        self._clauses = []

    def _names(self, at: int) -> bool:
        """As in "…"라는 제목의, ‘…’ 주제의: the quotation is a name."""
        near = any(word.quote is not None for word in self._words[max(0, at - 2) : at])
        return bool(self._quotes) and near and self._words[at].stem in NAMING_NOUNS

    def _reported_noun(self, at: int) -> bool:
        """As in "…라는 지적이 나온다", "…라는 뜻을 밝혔다", "…라는 설명이다"."""
        word = self._words[at]
        noun = speech_noun(word)
        if noun is None or at == 0 or not ends_adnominal(self._words, at):
            return False
        if is_copula(word):
            self._take_clause_before(at)
            self._close(at, None, Voice.GIST if noun in THINGS else Voice.ACTIVE)
            return True
        if word.has("이", "가", "은", "는") or arises(self._words, at) or received(self._words, at):
            if noun in THINGS and not self._quotes:
                return False  # "…다는 것이 이유였다"
            self._take_clause_before(at)
            if self._waiting() == at - 2 and len(self._quotes) == 1:
                self._give_up(at - 2)  # "…"라는 요구를 받자 … 답했다: the subject goes on
            elif self._quotes or self._clauses:
                self._close(at, None, Voice.NOBODY)
            return True
        self._take_clause_before(at)
        return True

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
            if self._clauses and self._holds(self._clauses[-1][0], at):
                self._clauses.pop()
            self._lay_aside()
            self._clauses.append((at, said_to(word)))
        elif last.form == "도록" and last.tag == "EC":
            self._clauses.append((at, word.end))

    def _holds(self, before: int, at: int) -> bool:
        """Whether the clause that ends at `at` holds the one before, so that they are one:
        "…하도록 했다고", "…늘었다고 보고받았다고", "…다는 것을 보여 준다고".

        Clauses side by side are joined by "…며" or a comma.
        """
        word = self._words[before]
        describes = word.last is not None and word.last.tag == "ETM"
        return before == at - 1 or describes or (word.text.endswith("고") and not word.comma)

    def _verb(self, at: int) -> bool:
        word = self._words[at]
        after_quote = at > 0 and self._words[at - 1].quote is not None
        lemma = self._lemma(at)
        if lemma is None or (after_quote and TAIL.fullmatch(word.text)):
            return False
        if self._clauses and not self._quotes and self._asks_a_thing(at):
            self._clauses = []  # "…다고 보아 …할 것을 당부했다": only the ground for it
        if not self._quotes and not self._clauses and not self._take_object(at, lemma):
            return False
        last = self._clauses[-1] if self._clauses else None
        self._clauses = [
            one for one in self._clauses if self._was_said(one[0], lemma, final=one is last)
        ]
        place = self._waiting()
        if place is not None and of_another(self._words, place, at, lemma):
            self._give_up(place)
        if only_describes(self._words, at):
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
        if goes_on(self._words, at) or denied(self._words, at):
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
        return lemma not in DIRECT_ONLY and not disputes(self._words, at, lemma)

    def _follows_speech(self, at: int) -> bool:
        """Whether the word before closes a quotation or a quotative clause."""
        if at == 0:
            return False
        joined = any(last == at - 1 for last, _ in self._clauses)
        return joined or (at > 1 and self._words[at - 2].quote is not None)

    def _asks_a_thing(self, at: int) -> bool:
        """As in "…할 것을 당부했다"."""
        place = object_before(self._words, at, self._first)
        return place is not None and self._words[place].text == "것을"

    def _take_object(self, at: int, lemma: str) -> bool:
        """As in "…할 것을 주문했다", "마련을 지시했다", "…한 점을 인정했다": the object is what was
        said."""
        place = object_before(self._words, at, self._first)
        last = self._words[at].last
        if place is None or last is None or last.tag == "ETM":
            return False
        before = self._words[place]
        forecast = before.text == "것으로" and lemma in FORECASTS
        of_things = act_of(lemma) in (SpeechAct.ASK, SpeechAct.PROMISE) or lemma in ADMISSIONS
        said = forecast or (of_things and before.has("을", "를"))
        if before.pronoun or not said or self._words[at].text.endswith(_QUOTATIVE):
            return False
        self._clauses.append((place, before.start + len(before.stem)))
        return True
