"""Whose words, to whom, a Korean question asks about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest import korean
from ingest.document import Morpheme, Sentence
from ingest.people import Kind
from ingest.reporting_verbs import SpeechAct, act_of, find_stem, lemma_of
from ingest.speech_words import marks_speech
from ingest.titles import SPEECH_NOUNS
from ingest.word_lists import listed
from ingest.words import Phrase, Word, find_phrases, read_words
from service.answering.cast import Cast
from service.answering.honorifics import without_honorifics
from service.answering.speakers_korean import (
    NOBODY,
    QUOTATIVE,
    SOMEBODY,
    best_subject,
    is_adnominal,
    is_noun,
    owner_of,
    speaker,
)

# Shorter names end in 이 or 은 themselves.
_SHORTEST_GLUED = 4

_KO_WHAT = listed(
    """
    누구 누 무엇 무어 뭐 뭘 무슨 어떤 어느 것 거 내용 점 사항 이유 까닭 말 언제 어디
    """
)
# "뭐래?", "뭐라니?": what was said, without a verb of saying.
_SAYS_WHAT = re.compile(r"^(?:뭐|무엇이|뭔)(?:래|라니|라던|랬|라고|라지)")
_WHEN = re.compile(r"^.* (?:때|뒤|후|당일|직후|직전|당시|첫날|마지막날|동안|이후|이전) (?=.)")
_KO_FROM = ("에게서", "한테서", "으로부터", "로부터")
_KO_TO = ("에게", "한테", "께", "에", "더러")
# Nouns for words that stand for more behind a name: "정부 계획", "병원 의사".
_MORE_THAN_WORDS = {None, *listed("점 계획 방침 사실 판단 의사 전망 평가 의지 구상 취지 뜻")}
_KO_NOUNS = {"발언": SpeechAct.SAY, "입장": SpeechAct.SAY, "언급": SpeechAct.SAY}


def korean_cast(question: str) -> Cast:
    """The roles a Korean question speaks of."""
    found = korean.morphemes(question)
    words = _as_written(read_words(question, Sentence(0, len(question), found), ()))
    words = _with_owners(words)
    phrases = [p for p in find_phrases(words) if not _asks(p)]
    if by_word := _by_word(words, phrases):
        return by_word
    verb = _first(words, _verb_act) or _first(words, _noun_act)
    if verb is None:
        by_others = _by_source(words, phrases) or _by_hearing(words, phrases)
        return by_others or _of_an_officer(words, phrases)
    at, act = verb
    before = [p for p in phrases if p.last <= at]
    subject = speaker(phrases, words, at)
    if _received(words, at):
        return Cast(_name(_giver(before) or owner_of(before, words, at)), _name(subject), act)
    others = [p for p in before if p is not subject]
    after = subject is not None and subject.first > at and is_adnominal(words[at])
    if after and act is not SpeechAct.ASK:
        # "시리아에 개입하지 않는다고 밝힌 총장": what is before the verb is what was said.
        others = [p for p in others if not p.has("에")]
    return Cast(_name(subject), _name(_best_addressee(others, words, act)), act)


def _first(
    words: list[Word], act: Callable[[list[Word], int], SpeechAct | None]
) -> tuple[int, SpeechAct] | None:
    for at in range(len(words)):
        found = act(words, at)
        if found is not None:
            return at, found
    return None


def _best_addressee(phrases: list[Phrase], words: list[Word], act: SpeechAct) -> Phrase | None:
    """Whoever 에게 marks, else the last that 에 marks and that can be spoken to."""
    to = [p for p in phrases if _is_addressee(p, words)]
    personal = [p for p in to if not p.has("에")]
    if personal:
        return personal[-1]
    known = [p for p in to if NOBODY.kind(p) is not Kind.THING]
    if known:
        return known[-1]
    return to[-1] if to and act is SpeechAct.ASK else None


def _as_written(words: list[Word]) -> list[Word]:
    """As in "한빛연이 장관님에게서": an unknown name and its particle, read as one name, and a
    title that is spoken of politely."""
    parted = map(_with_particle, words)
    return [replace(word, stem=without_honorifics(word.stem)) for word in parted]


def _with_owners(words: list[Word]) -> list[Word]:
    """As in "국 원장 답변은?", "회사 측 해명은?": whose words, with the 의 that is left out."""
    owned = [
        word.nominal and not word.particles and _speech_noun(following) not in _MORE_THAN_WORDS
        for word, following in pairwise(words)
    ]
    marked = [
        replace(word, particles=(Morpheme("의", "JKG", word.end, word.end),)) if whose else word
        for word, whose in zip(words, [*owned, False], strict=True)
    ]
    things = {p.last for p in find_phrases(marked) if NOBODY.kind(p) is Kind.THING}
    return [words[at] if at in things else word for at, word in enumerate(marked)]


def _speech_noun(word: Word) -> str | None:
    """The noun for somebody's words that a word begins with, if it does."""
    noun = next((m.form for m in word.morphemes[:1] if m.tag == "NNG"), None)
    return noun if noun in SPEECH_NOUNS or noun in _KO_NOUNS else None


def _with_particle(word: Word) -> Word:
    last = word.last
    glued = last is not None and last.tag == "NNP" and len(word.morphemes) == 1
    if (
        not glued
        or last is None
        or len(word.text) < _SHORTEST_GLUED
        or word.text[-1] not in "이가은는"
    ):
        return word
    split = last.end - 1
    name = Morpheme(last.form[:-1], last.tag, last.start, split)
    particle = Morpheme(last.form[-1], "JKS", split, last.end)
    return replace(word, stem=word.stem[:-1], morphemes=(name, particle), particles=(particle,))


def _asks(phrase: Phrase) -> bool:
    return phrase.head in _KO_WHAT or phrase.words[-1].text in ("누가", "뭐가", "뭘")


# "알려 줘" asks us, not about speech.
_NOT_ASKED_ABOUT = frozenset({"알리", "보이", "들", "쓰", "적", "확인"})


def _verb_act(words: list[Word], at: int) -> SpeechAct | None:
    """The kind of speech that a word of the question reports, if it is a verb that does."""
    word = words[at]
    if at + 1 == len(words) and _SAYS_WHAT.search(word.text):
        return SpeechAct.SAY
    before = words[at - 1].morphemes if at else ()
    follows = bool(before) and marks_speech(before) and words[at - 1].text.endswith(QUOTATIVE)
    stem = find_stem(_active(word), quoted=follows)
    if stem is None or stem in _NOT_ASKED_ABOUT or (stem == "하" and not follows):
        return None
    if word.particles and stem == "하":
        return None
    return SpeechAct.ASK if follows and _wanted(before) else act_of(lemma_of(stem))


def _noun_act(words: list[Word], at: int) -> SpeechAct | None:
    """The kind of speech a noun of the question stands for ("장관의 요구는?")."""
    word = words[at]
    noun = _speech_noun(word)
    last = at + 2 >= len(words)
    if noun is None or not last:
        return None
    if noun in _KO_NOUNS:
        return _KO_NOUNS[noun]
    if word.particles or at + 1 == len(words):
        words_alone = None if noun in _MORE_THAN_WORDS else SpeechAct.SAY
        act = act_of(f"{noun}하다") or words_alone
        return act if act is not SpeechAct.SAY or _owned(words, at) else None
    return None


def _active(word: Word) -> list[Morpheme]:
    """The word's morphemes with "요청받" read as "요청하": a question may ask from either side."""
    return [
        Morpheme("하", "XSV", m.start, m.end) if m.form in ("받", "되") and i else m
        for i, m in enumerate(word.morphemes)
    ]


def _owned(words: list[Word], at: int) -> bool:
    return at > 0 and words[at - 1].has("의")


def _received(words: list[Word], at: int) -> bool:
    """As in "요청받은", "답변을 들었나", "들은 답", "받은 연구원의 답"; not "지시를 받은 원장의
    답", where something else was received."""
    if not is_noun(words[at]):
        return any(m.form == "받" for m in words[at].morphemes)
    if at + 1 < len(words) and _receives(words[at + 1]):
        return True
    before = at - 2 if at and words[at - 1].has("의") else at - 1
    itself = before > 0 and not words[before - 1].has("을", "를")
    return itself and _receives(words[before])


def _receives(word: Word) -> bool:
    return any(m.form in ("받", "듣") and m.tag.startswith("VV") for m in word.morphemes)


def _giver(phrases: Sequence[Phrase]) -> Phrase | None:
    """From whom something was received; "회의에서" is from nobody."""
    for phrase in phrases:
        if phrase.has(*_KO_FROM, "에게", "한테"):
            return phrase
    places = (p for p in phrases if p.has("에서") and NOBODY.kind(p) in SOMEBODY)
    return next(places, None)


def _wanted(before: Sequence[Morpheme]) -> bool:
    """As in "뭘 해 달라고 했나", "내라고 한": asking, whatever the verb; not "계획이라고 했나"."""
    ending = before[-1].form
    copula = len(before) > 1 and before[-2].tag in ("VCP", "VCN")
    return ending.endswith(("라고", "자고")) and not copula


def _is_addressee(phrase: Phrase, words: list[Word]) -> bool:
    after = words[phrase.last + 1].text if phrase.last + 1 < len(words) else ""
    if phrase.has(*_KO_TO):
        return not after.startswith(("대해", "관해", "관한", "따르", "대하"))
    return phrase.has("을", "를") and after.startswith(("향해", "상대로"))


def _by_word(words: list[Word], phrases: list[Phrase]) -> Cast | None:
    """As in "원장 말로는 환자가 왜 늘었대?": whose words, whatever is told in them."""
    for at, word in enumerate(words):
        owner = next((p for p in phrases if p.last == at - 1 and p.has("의")), None)
        if owner is not None and _speech_noun(word) == "말" and word.has("로", "론"):
            return Cast(_name(owner), None, SpeechAct.SAY)
    return None


def _by_source(words: list[Word], phrases: list[Phrase]) -> Cast | None:
    """As in "한빛연에 따르면": whose words, without a verb of speaking."""
    for phrase in phrases:
        after = words[phrase.last + 1].text if phrase.last + 1 < len(words) else ""
        if phrase.has("에") and after.startswith(("따르면", "의하면")):
            return Cast(_name(phrase), None, SpeechAct.SAY)
    return None


def _by_hearing(words: list[Word], phrases: list[Phrase]) -> Cast | None:
    """As in "장관은 원장에게서 무슨 말을 들었나?": whose words, without a noun for their kind."""
    if not any(m.form == "듣" for word in words for m in word.morphemes):
        return None
    giver = _giver(phrases)
    if giver is None:
        return None
    others = [p for p in phrases if p is not giver and p.has("이", "가", "은", "는", "께서")]
    return Cast(_name(giver), _name(best_subject(others, words)), SpeechAct.SAY)


def _of_an_officer(words: list[Word], phrases: list[Phrase]) -> Cast:
    """As in "장관이 연구원에 맡긴 과제는?": what somebody of an office does, news tells in
    words."""
    for phrase in phrases:
        if NOBODY.kind(phrase) is Kind.PERSON and phrase.has("이", "가", "은", "는", "께서"):
            others = [p for p in phrases if p is not phrase]
            to = _best_addressee(others, words, SpeechAct.SAY)
            act = SpeechAct.SAY if to is None else SpeechAct.ASK
            return Cast(_name(phrase), _name(to), act, implied=True)
    return Cast()


def _name(phrase: Phrase | None) -> str | None:
    """The phrase without what only says when ("현장 방문 때 장관")."""
    if phrase is None:
        return None
    return _WHEN.sub("", phrase.name)
