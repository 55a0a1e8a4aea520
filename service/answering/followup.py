"""A follow-up completed from the turns before it, without a language model.

A question that stands by itself is never touched. A fragment ("그럼 새론연에는?", "And HIST?")
takes the previous question with the one name exchanged, where it names somebody or a thing of
another number ("2호는?"); a question that leans on what was said ("왜 바꿨지?", "기한은?", "How did
they bring it down?") is searched for together with what that was about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import analyzer
from ingest import korean
from ingest.document import Language
from ingest.language import detect
from ingest.titles import TITLES
from ingest.word_lists import listed
from service.answering.answer import Turn
from service.answering.answer_type import AnswerType, wanted
from service.answering.cast import Cast
from service.answering.fragment import POLITE, Fragment, Role, fragment_of
from service.answering.numbered import is_numbered, renumbered
from service.answering.particles import exchanged
from service.answering.roles import SpeechAct, matches, mentions
from service.answering.topic import topic

# Words that tie a question to what was said, at its beginning.
_LINKS = {
    Language.KO: re.compile(
        r"^(?:그럼|그러면|그런데|근데|그리고|그래서|그러자|또|이어|이에|거기)(?:\s|$)"
    ),
    Language.EN: re.compile(r"^(?:and|but|so|then|also|what about|how about)\b", re.IGNORECASE),
}
# Words that point at something said before.
_POINTERS = {
    Language.KO: re.compile(
        r"(?:^|\s)(?:(?:그|이|해당|그런|이런|그렇게|이렇게)"
        r"(?=\s|는\s|가\s|의\s|들|것|게\s|건\s|곳|쪽|때)|저(?=\s|것|게\s|건\s|곳|쪽|때))"
        # but an officer's family name
        rf"(?!(?<=이)\s\S{{0,4}}?(?:{'|'.join(sorted(TITLES))})(?:은|는|이|가|의|에|에게|께서)?(?:\s|$))"
    ),
    Language.EN: re.compile(
        r"\b(?:he|she|them|him"
        # not the "it" that only announces what comes
        r"|it(?! (?:takes?|costs?|true|possible|likely|clear|decided|announced|reported|expected)\b"
        r".* (?:to|that|for|if|whether)\b)"
        r"|these(?! days\b)|those(?! (?:who|that|in|with|of|from|\w+ed)\b)"
        # not the "that" that only joins a clause on
        r"|(?<=\bis )that|(?<=\bwas )that|(?<=\bdid )that|(?<=\bdoes )that|that(?=\W*$)"
        # "this spring" points at the calendar, not at what was said
        r"|this(?! (?:time|morning|evening|week|month|quarter|year|spring|summer|autumn|fall"
        r"|winter|season|decade|century)\b))\b",
        re.IGNORECASE,
    ),
}
# These, too, unless something that they may point at stands before them in the question, or, as in
# "How much of its oil may Norway sell?", has its name behind.
_POSSESSIVE = re.compile(r"\b(?i:they\b|(?:its|his|her|their)\b)(?!(?<!they).* [A-Z])")
# Where something is named, "it" announces more often than not ("How hard is it to ...").
_COMING = re.compile(
    r"\bit (?!(?:ask|tell|order|urge|want|promise|plan|say|agree)\b)"
    r"(?:(?:\S+ ){1,5}?(?:to|that|if|whether)\b|(?:\w+ )?(?:rain|snow))",
    re.IGNORECASE,
)
# In a question that names nothing this does, too; else it is a number.
_ONE = re.compile(r"\bones?\b", re.IGNORECASE)
# Somebody or something that is named only by its kind; where nothing has a name, one spoken of
# before.
_BY_KIND = re.compile(
    r"\bthe (?:company|firm|ministry|minister|agency|institute|cent(?:er|re)|committee|union|city"
    r"|project|plan|programme|program|bill|incident|accident|difference|delay|cuts?|increase|rise)\b"
    r"(?! of\b)",
    re.IGNORECASE,
)
# Asked for, and so not whoever spoke before.
_WHO = {
    Language.KO: re.compile(r"누가|누구"),
    Language.EN: re.compile(r"\b(?:who|any(?:one|body)|else)\b", re.IGNORECASE),
}
# "양자컴퓨터란?", "who is X": short, and whole.
_DEFINITION = re.compile(
    r"(?:이?란|[은는이가]?\s*(?:뭐|무엇|누구)(?:야|예요|인가요?|죠|지)?)\s*\??$"
    r"|^(?:what|who)(?:'s| is| are| was)\s+(?!it\b|he\b|she\b|they\b|this\b|that\b"
    r"|the (?-i:[a-z]+)\W*$)",  # "the deadline" is one of something
    re.IGNORECASE,
)
_ENGLISH_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|how|why|when|"
    r"where|who|which)\b",
    re.IGNORECASE,
)
# A question with a name in it and this many words (Korean: with meaning) has left nothing out;
# without a name it takes one more, and never suffices where things are named by their kind.
_WHOLE = {Language.KO: 3, Language.EN: 6}
# Words that are no question but a search, and a fragment of one only with a word that ties it.
_SEARCH = 4
_ASKING = listed(
    "무엇 뭐 누구 언제 어디 왜 어떻게 얼마 몇 어떤 무슨 어느 하 되 있 없 말 것 더 다른 님"
)
_NAME = re.compile(r"(?<=\S\s)[A-Z][\w-]+")  # a capital that does not begin the question


@dataclass(frozen=True, slots=True)
class Understood:
    """What is searched for, in which language it was asked, whose words it asks about and what kind
    of answer it wants."""

    text: str
    language: Language
    cast: Cast
    wanted: AnswerType


def understand(question: str, history: Sequence[Turn]) -> Understood:
    """The question with what it leaves out taken from the conversation.

    >>> understand("And HIST?", [Turn("What did the minister ask NISM to do?")]).text
    'What did the minister ask HIST to do?'
    """
    alone = taken_literally(question)
    language = alone.language
    if not history or stands_alone(question, language):
        return alone
    before = understand(history[-1].question, history[:-1])
    fragment = fragment_of(question, language)
    if fragment is None:
        return _about(before, alone)
    if fragment.role is Role.ANSWERED:
        return _about(before, _said_by(fragment, alone))
    numbered = None if fragment.under else _renumbered(fragment.name, before)
    if numbered:
        return numbered
    old = _exchangeable(fragment, before)
    if fragment.under or old is None:
        return replace(before, text=f"{before.text} {question}")
    if fragment.name in before.text or _points_back(question, language):
        return _about(before, _said_by(fragment, alone))
    return _exchanged(old, fragment, before) if fragment.somebody else _about(before, alone)


def taken_literally(question: str) -> Understood:
    """The question by itself, whatever was said before."""
    language = detect(question)
    return Understood(question, language, mentions(question, language), wanted(question, language))


def stands_alone(question: str, language: Language) -> bool:
    """Whether the question leaves nothing out."""
    if _LINKS[language].search(question):
        return False
    if _points_first(question, language):
        return False
    if _DEFINITION.search(question.strip()) and topic(question, language):
        return True
    fragment = fragment_of(question, language)
    if fragment and is_numbered(fragment.name):
        return False
    words, named = _weight(question, language)
    if words >= _WHOLE[language] and named:
        return True
    if language is Language.EN and words >= _SEARCH and not _ENGLISH_VERB.search(question):
        return not _points_back(question, language)
    if _BY_KIND.search(question):
        return False
    return words > _WHOLE[language] and not _points_back(question, language)


def _points_back(question: str, language: Language) -> bool:
    """Whether a word of the question points at something; only what has a name may be in it."""
    pointer = _POINTERS[language].search(question)
    one = _ONE.search(question) if language is Language.EN else None
    return bool(pointer or one) or _points_first(question, language)


def _points_first(question: str, language: Language) -> bool:
    """Whether a word points at something before the question has named anything to point at."""
    patterns = (_POINTERS[language], *([_POSSESSIVE] if language is Language.EN else []))
    found = filter(None, (pattern.search(question) for pattern in patterns))
    return any(
        not topic(question[: one.start()], language) and not _COMING.match(question, one.start())
        for one in found
    )


def _weight(question: str, language: Language) -> tuple[int, bool]:
    """How many words the question has (Korean: with meaning), and whether one is a name."""
    if language is Language.EN:
        return len(question.split()), bool(_NAME.search(question))
    found = korean.morphemes(POLITE.sub("", question))
    # What a clause describes ("그 배를 만든 조선소") is as good as named.
    named = any(morpheme.tag in ("NNP", "SL", "ETM") for morpheme in found)
    return len(set(analyzer.terms(found)) - _ASKING), named


def _about(before: Understood, alone: Understood) -> Understood:
    """The question behind what the one before was about."""
    cast = _filled(alone, before.cast)
    about = _without_speaker(topic(before.text, before.language), before, replace(alone, cast=cast))
    text = f"{about}: {alone.text}" if about else alone.text
    return replace(alone, text=text, cast=cast)


def _without_speaker(about: str, before: Understood, now: Understood) -> str:
    """What the question before was about without its speaker, where another one's words are asked
    for; an answer is given to that speaker, and nobody else may tell what it was about."""
    old, new = before.cast.speaker, now.cast.speaker
    if not old or not new or now.cast.act is SpeechAct.ANSWER or matches(new, old, {}):
        return about
    spoke = topic(old, before.language).split()
    left = [word for word in about.split() if word not in spoke]
    return " ".join(left) if any(word not in now.text for word in left) else about


def _said_by(fragment: Fragment, alone: Understood) -> Understood:
    """The question as one about the words of whom the fragment names."""
    if not fragment.somebody or fragment.role not in (Role.SPOKE, Role.ANSWERED):
        return alone
    act = SpeechAct.ANSWER if fragment.role is Role.ANSWERED else SpeechAct.SAY
    return replace(alone, cast=Cast(fragment.name, None, act))


def _exchangeable(fragment: Fragment, before: Understood) -> str | None:
    """Whom of the previous question the fragment stands for: its addressee, unless it is marked as
    who speaks or there is none."""
    cast = before.cast
    old = cast.speaker if fragment.role is Role.SPOKE else cast.addressee or cast.speaker
    return old if old and old in before.text else None


def _renumbered(name: str, before: Understood) -> Understood | None:
    """The previous question asked about the thing of another number, if it is about such a one."""
    text = renumbered(before.text, name)
    if text is None:
        return None
    cast = before.cast
    who = (one and (renumbered(one, name) or one) for one in (cast.speaker, cast.addressee))
    speaker, addressee = who
    return replace(before, text=text, cast=replace(cast, speaker=speaker, addressee=addressee))


def _exchanged(old: str, fragment: Fragment, before: Understood) -> Understood:
    """The previous question asked about another."""
    cast, new = before.cast, fragment.name
    changed = replace(cast, speaker=new) if old == cast.speaker else replace(cast, addressee=new)
    return replace(before, text=exchanged(before.text, old, new), cast=changed)


def _filled(alone: Understood, before: Cast) -> Cast:
    """A pronoun is whoever spoke, or was asked and answers; what the question says itself, or asks
    for ("누가 반박했나?"), stays."""
    cast = alone.cast
    asked = cast.speaker is None and _WHO[alone.language].search(alone.text)
    if cast.act is None or asked:
        return cast
    pronoun = cast.speaker is None or re.fullmatch(
        r"(?:he|she|they|그|그녀|그들)", cast.speaker, re.IGNORECASE
    )
    if not pronoun:
        return cast
    answers = cast.act is SpeechAct.ANSWER and before.addressee is not None
    return replace(cast, speaker=before.addressee if answers else before.speaker)
