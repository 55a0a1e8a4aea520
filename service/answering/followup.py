"""A follow-up completed from the turns before it, without a language model.

A question that stands by itself is never touched. A fragment ("그럼 새론연에는?", "And HIST?")
takes the previous question with the one name exchanged; a question that leans on what was said
("왜 바꿨지?", "How did they bring it down?") is searched for together with the previous question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import analyzer
from ingest import korean
from ingest.document import Language
from ingest.language import detect
from ingest.word_lists import listed
from service.answering.answer import Turn
from service.answering.answer_type import AnswerType, wanted
from service.answering.cast import Cast
from service.answering.roles import mentions

# Words that tie a question to what was said, at its beginning.
_LINKS = {
    Language.KO: re.compile(
        r"^(?:그럼|그러면|그런데|근데|그리고|그래서|그러자|또|이어|이에|거기)(?:\s|$)"
    ),
    Language.EN: re.compile(r"^(?:and|but|so|then|also|what about|how about)\b", re.IGNORECASE),
}
# Words that point at something, here or before.
_POINTERS = {
    Language.KO: re.compile(
        r"(?:^|\s)(?:그|이|저|해당|그런|이런|그렇게|이렇게)(?=\s|는\s|가\s|의\s|들|것|게\s|건\s|곳|때)"
    ),
    Language.EN: re.compile(
        r"\b(?:he|she|they|it|its|his|her|their|them|him|these|those|that|ones?"
        # "this spring" points at the calendar, not at what was said
        r"|this(?! (?:time|morning|evening|week|month|quarter|year|spring|summer|autumn|fall"
        r"|winter|season|decade|century)\b))\b",
        re.IGNORECASE,
    ),
}
_LEAD = re.compile(
    r"^(?:그럼|그러면|그런데|근데|그리고|또|and|but|so|then|what about|how about)\s+",
    re.IGNORECASE,
)
# "양자컴퓨터란?", "who is X": short, and whole.
_DEFINITION = re.compile(
    r"(?:이?란|[은는이가]?\s*(?:뭐|무엇|누구)(?:야|예요|인가요?|죠|지)?)\s*\??$"
    r"|^(?:what|who)(?:'s| is| are| was)\s+(?!it\b|he\b|she\b|they\b|this\b|that\b)",
    re.IGNORECASE,
)
_ENGLISH_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|how|why|when|"
    r"where|who|which)\b",
    re.IGNORECASE,
)
_KO_PARTICLES = re.compile(r"(?:에게는|한테는|에게|한테|에는|에선|에|은|는|이|가|도)?(?:요)?$")
_TITLED = re.compile(
    r"(?:장관|차관|부총리|총리|원장|소장|센터장|대표|부사장|사장|위원장|위원|의원|시장|처장|청장|대변인|"
    r"교수|minister|director|president|chief|head|mayor|chair|lawmaker|member|spokes\w+)",
    re.IGNORECASE,
)

# A question with a name in it and this many words (Korean: with meaning) has left nothing out;
# without a name it takes one more.
_WHOLE = {Language.KO: 3, Language.EN: 6}
_ASKING = listed(
    "무엇 뭐 누구 언제 어디 왜 어떻게 얼마 몇 어떤 무슨 어느 하 되 있 없 말 것 더 다른"
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
    language = detect(question)
    alone = Understood(question, language, mentions(question, language), wanted(question, language))
    if not history or _stands_alone(question, language):
        return alone
    before = understand(history[-1].question, history[:-1])
    name = _fragment(question, language)
    if name is not None:
        return _exchanged(name, question, before)
    return replace(
        alone,
        text=f"{history[-1].question} {question}",
        cast=_filled(alone.cast, before.cast),
    )


def _stands_alone(question: str, language: Language) -> bool:
    if _LINKS[language].search(question):
        return False
    if _DEFINITION.search(question.strip()):
        return True
    words, named = _weight(question, language)
    if words >= _WHOLE[language] and named:
        return True
    return words > _WHOLE[language] and not _POINTERS[language].search(question)


def _weight(question: str, language: Language) -> tuple[int, bool]:
    """How many words the question has (Korean: with meaning), and whether one is a name."""
    if language is Language.EN:
        return len(question.split()), bool(_NAME.search(question))
    found = korean.morphemes(question)
    named = any(morpheme.tag in ("NNP", "SL") for morpheme in found)
    return len(set(analyzer.terms(found)) - _ASKING), named


def _fragment(question: str, language: Language) -> str | None:
    """The name a question without a predicate consists of."""
    rest = _LEAD.sub("", question.strip()).rstrip("?？ .!")
    if language is Language.EN:
        return rest if rest and not _ENGLISH_VERB.search(rest) and len(rest.split()) <= 6 else None
    tags = {morpheme.tag[:2] for morpheme in korean.morphemes(rest)}
    if tags & {"VV", "VA", "VX", "XS"} or len(rest.split()) > 4:
        return None
    return _KO_PARTICLES.sub("", rest) or None


def _exchanged(name: str, question: str, before: Understood) -> Understood:
    """The previous question asked about another: its addressee unless the name is an officer's."""
    cast = before.cast
    speaks = bool(_TITLED.search(name)) and not re.search(
        r"(?:에게|한테|에)(?:는)?\s*\??$", question
    )
    old = cast.speaker if speaks or cast.addressee is None else cast.addressee
    if old is None or old not in before.text:
        return replace(before, text=f"{before.text} {question}")
    text = before.text.replace(old, name)
    if old == cast.speaker:
        return replace(before, text=text, cast=replace(cast, speaker=name))
    return replace(before, text=text, cast=replace(cast, addressee=name))


def _filled(cast: Cast, before: Cast) -> Cast:
    """A pronoun is whoever spoke; what the question says itself stays."""
    if cast.act is None:
        return cast
    pronoun = cast.speaker is None or re.fullmatch(
        r"(?:he|she|they|그|그녀|그들)", cast.speaker, re.IGNORECASE
    )
    return replace(cast, speaker=before.speaker) if pronoun else cast
