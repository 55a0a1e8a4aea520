"""Who a question asks about: whose words, spoken to whom, and what kind of speech."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest import korean
from ingest.document import Language, Morpheme, Sentence
from ingest.reporting_verbs import SpeechAct, act_of, english_lemma, find_stem, lemma_of
from ingest.titles import SPEECH_NOUNS
from ingest.word_lists import listed
from ingest.words import Phrase, Word, find_phrases, read_words
from service.answering.role_names import matches

__all__ = ["Cast", "SpeechAct", "matches", "mentions"]

# A question this long is a pasted text; who it asks about stands at its beginning.
_MAX_QUESTION = 400
# Shorter names end in 이 or 은 themselves.
_SHORTEST_GLUED = 4


@dataclass(frozen=True, slots=True)
class Cast:
    """Speaker and addressee as the question words them; `act` is None when the question is not
    about what somebody said, and then the other two are None too."""

    speaker: str | None = None
    addressee: str | None = None
    act: SpeechAct | None = None


def mentions(question: str, language: Language) -> Cast:
    """The roles a question speaks of.

    >>> mentions("What did the minister ask HIST?", Language.EN)
    Cast(speaker='the minister', addressee='HIST', act=<SpeechAct.ASK: 'ask'>)
    """
    asked = question.strip()[:_MAX_QUESTION]
    return _korean(asked) if language is Language.KO else _english(asked)


_KO_WHAT = listed(
    """
    누구 누 무엇 무어 뭐 뭘 무슨 어떤 어느 것 거 내용 점 사항 이유 까닭 말 언제 어디
    """
)
_KO_FROM = ("에게서", "한테서", "으로부터", "로부터")
_KO_TO = ("에게", "한테", "께", "에", "더러")
_KO_NOUNS = {"발언": SpeechAct.SAY, "입장": SpeechAct.SAY, "언급": SpeechAct.SAY}


def _korean(question: str) -> Cast:
    found = korean.morphemes(question)
    words = _unglued(read_words(question, Sentence(0, len(question), found), ()))
    phrases = [p for p in find_phrases(words) if not _asks(p)]
    verb = next((i for i, w in enumerate(words) if _act(words, i) is not None), None)
    if verb is None:
        return _by_source(words, phrases)
    act = _wanted(words, verb) or _act(words, verb)
    before = [p for p in phrases if p.last <= verb]
    subject = next((p for p in before if _is_subject(p, words, verb)), None)
    if _received(words[verb]):
        given = [p for p in before if p.has(*_KO_FROM, "에게", "한테")]
        return Cast(_name(given[0] if given else None), _name(subject), act)
    owner = next((p for p in before if p.has("의")), None) if _is_noun(words[verb]) else None
    to = next((p for p in before if p is not subject and _is_addressee(p, words)), None)
    return Cast(_name(subject or owner), _name(to), act)


def _is_noun(word: Word) -> bool:
    return len(word.morphemes) == 1 + len(word.particles)


def _unglued(words: list[Word]) -> list[Word]:
    """As in "한빛연이 장관에게서": an unknown name and its particle, read as one name."""
    return [_with_particle(word) for word in words]


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


def _act(words: list[Word], at: int) -> SpeechAct | None:
    """The kind of speech a word of the question is about, if it is about speech."""
    word = words[at]
    follows = at > 0 and words[at - 1].text.endswith("고")
    stem = find_stem(_active(word), quoted=follows)
    if stem == "하" and not follows:
        stem = None
    if stem is not None:
        return act_of(lemma_of(stem))
    noun = next((m.form for m in word.morphemes[:1] if m.tag == "NNG"), None)
    if noun in _KO_NOUNS and (word.particles or at + 1 == len(words)):
        return _KO_NOUNS[noun]
    if noun in SPEECH_NOUNS and (
        word.has("은", "는", "을", "를", "이", "가") or at + 1 == len(words)
    ):
        act = act_of(f"{noun}하다")
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


def _received(word: Word) -> bool:
    return any(m.form == "받" for m in word.morphemes)


def _wanted(words: list[Word], verb: int) -> SpeechAct | None:
    """As in "뭘 해 달라고 했나": asking, whatever the verb."""
    before = words[verb - 1].text if verb else ""
    return SpeechAct.ASK if before.endswith(("달라고", "하라고", "자고")) else None


def _is_subject(phrase: Phrase, words: list[Word], verb: int) -> bool:
    marked = phrase.has("은", "는", "이", "가", "께서") and not phrase.has(
        "에", "에게", "에서", "의"
    )
    return marked and phrase.last < verb


def _is_addressee(phrase: Phrase, words: list[Word]) -> bool:
    after = words[phrase.last + 1].text if phrase.last + 1 < len(words) else ""
    if phrase.has(*_KO_TO):
        return not after.startswith(("대해", "관해", "관한", "따르", "대하"))
    return phrase.has("을", "를") and after.startswith(("향해", "상대로"))


def _by_source(words: list[Word], phrases: list[Phrase]) -> Cast:
    """As in "한빛연에 따르면": whose words, without a verb of speaking."""
    for phrase in phrases:
        after = words[phrase.last + 1].text if phrase.last + 1 < len(words) else ""
        if phrase.has("에") and after.startswith(("따르면", "의하면")):
            return Cast(_name(phrase), None, SpeechAct.SAY)
    return Cast()


def _name(phrase: Phrase | None) -> str | None:
    return phrase.name if phrase is not None else None


_AUX = re.compile(r"\b(?:did|does|do|has|have|had|will|would|was|were|is|are)\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|be|being|is|are|get|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_STOP = re.compile(
    r"\s*(?:\b(?:to|about|that|for|in|on|at|by|regarding|when|during|after|before|over|concerning|"
    r"whether|if|with|from|of|as|do|not|and|because|what|this|last|next)\b|[?,.;:]|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_ASKED = re.compile(r"\b(?:who|whom|what|which|how|why|when|where)\b", re.IGNORECASE)
_SOURCE = re.compile(r"\baccording to (?P<who>(?:the )?[\w'’.\- ]{2,60}?)(?=[,?]|$)", re.IGNORECASE)
_OWNED = re.compile(
    r"(?P<who>(?:the )?[\w.\- ]{2,50}?)['’]s? (?P<noun>requests?|demands?|orders?|"
    r"promises?|pledges?|replies|reply|answers?|response|comments?|remarks?|statements?|position|message|appeal)\b"
    r"(?: (?:to|for|of) (?P<to>(?:the )?[A-Z][\w.\- ]*?|the \w+))?(?=[ ?,]|$)",
    re.IGNORECASE,
)
# Verbs of questions that the reporting verbs of articles do not list.
_MORE = {"want": SpeechAct.ASK, "wanted": SpeechAct.ASK, "comment": SpeechAct.SAY}
_MORE |= {"respond": SpeechAct.ANSWER, "think": SpeechAct.SAY, "mention": SpeechAct.SAY}
_TO_VERBS = listed(
    """
    comment think mention say promise pledge reply respond answer propose recommend explain
    suggest
    """
)


def _english(question: str) -> Cast:
    for match in _WORD.finditer(question):
        act = _english_act(match.group(), question[: match.start()])
        if act is not None:
            return _english_cast(question, match, act)
    owned = _OWNED.search(question)
    if owned:
        who = owned["who"][_last_auxiliary(owned["who"]) :].strip()
        return Cast(
            who, owned["to"], act_of(english_lemma(owned["noun"])) or _nominal(owned["noun"])
        )
    source = _SOURCE.search(question)
    if source:
        return Cast(source["who"].strip(), None, SpeechAct.SAY)
    return Cast()


def _last_auxiliary(phrase: str) -> int:
    return max((match.end() for match in _AUX.finditer(phrase)), default=0)


def _nominal(noun: str) -> SpeechAct:
    """As in "response", "statement": nouns that are no verb's form."""
    return SpeechAct.ANSWER if noun.lower().startswith("respon") else SpeechAct.SAY


def _english_act(word: str, before: str) -> SpeechAct | None:
    if word[0].isupper():
        return None
    act = _MORE.get(word.lower()) or act_of(english_lemma(word))
    # "the request", "a new order": a noun, unless an auxiliary stands before the subject.
    noun = re.search(
        r"(?:\b(?:the|a|an|any|this|that|what|which|new)|['’]s?)\s+$", before, re.IGNORECASE
    )
    return None if noun else act


def _english_cast(question: str, verb: re.Match[str], act: SpeechAct) -> Cast:
    left, right = question[: verb.start()], question[verb.end() :]
    if _PASSIVE.search(left):
        by = re.search(
            r"\bby (?P<who>(?:the )?[\w'’.\- ]+?)(?=[?,]|\b(?:to|in|on|at|for)\b|$)", right
        )
        return Cast(by["who"].strip() if by else None, _subject(_PASSIVE.sub("", left), left), act)
    auxiliary = list(_AUX.finditer(left))
    past = verb.group().endswith("ed") or verb.group() == "told"
    if auxiliary and past and auxiliary[-1].group().lower() in ("was", "were", "is", "are"):
        return Cast(None, _subject(left, left), act)  # "What was HIST asked to do?"
    lemma = english_lemma(verb.group()) or verb.group().lower()
    return Cast(_subject(left, left), _object(right, lemma, act), act)


def _subject(left: str, whole: str) -> str | None:
    """Who stands before the verb: behind the auxiliary, or at the beginning."""
    auxiliaries = list(_AUX.finditer(whole))
    phrase = left[auxiliaries[-1].end() :] if auxiliaries else left
    if auxiliaries and not phrase.strip():
        phrase = left[: auxiliaries[-1].start()]
        earlier = _AUX.search(phrase)
        phrase = phrase[earlier.end() :] if earlier else phrase
    phrase = re.sub(r"^\s*(?:(?:on|in|at|when|after) [^,]+,)\s*", "", phrase, flags=re.IGNORECASE)
    phrase = re.sub(
        r"\b(?:also|first|later|then|publicly|formally|really|have|has|had)\b", "", phrase
    )
    phrase = " ".join(phrase.split()).strip(" ,")
    return None if not phrase or _ASKED.search(phrase) else phrase


def _object(right: str, lemma: str, act: SpeechAct) -> str | None:
    """Who is spoken to: right behind the verb, or behind "to" ("say to reporters")."""
    rest = right.lstrip()
    link = re.match(r"(?:on|from|of|to) (?=[A-Z]|the |reporters)", rest)
    if link:
        rest = rest[link.end() :]
    elif lemma in _TO_VERBS:
        later = (
            re.search(r"\bto (?=[A-Z]|the |reporters)", rest) if act is not SpeechAct.ASK else None
        )
        if lemma != "promise" and later is None:
            return None
        rest = rest[later.end() :] if later else rest
    stop = _STOP.search(rest)
    phrase = rest[: stop.start()].strip() if stop else rest.strip()
    pronoun = phrase.lower() in ("", "them", "him", "her", "it", "anything", "something")
    return None if pronoun or _ASKED.search(phrase) else phrase
