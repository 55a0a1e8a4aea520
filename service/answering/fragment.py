"""What a question without predicate ("그럼 새론연에는?", "And HIST?") names, and in which role."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest import korean
from ingest.dates import find_dates
from ingest.document import Language, Sentence
from ingest.people import Kind, People
from ingest.titles import SHORT_ORGANISATIONS, is_time
from ingest.word_lists import listed
from ingest.words import find_phrases, read_words
from service.answering.answer_type import AnswerType, wanted
from service.answering.honorifics import without_honorifics
from service.answering.particles import without_particles
from service.answering.role_profile import profile_of
from service.answering.roles import mentions
from service.answering.topic import ASKING

_LEAD = re.compile(
    r"^(?:(?:그럼|그러면|그런데|근데|그리고|그래서|또"
    r"|and|but|so|then|ok(?:ay)?|what about|how about)(?:,\s*|\s+))+",
    re.IGNORECASE,
)
# "노조 쪽 말은 어땠어?", "the union's answer": what they said of it.
_SAID_BY = {
    Language.KO: re.compile(
        r"^(?P<name>\S.*?)(?:의|\s*쪽|\s*측|(?:이|가|께서)\s+(?:한|했던|하신))?\s+"
        r"(?:말|말씀|발언|입장|생각|의견|주장|(?P<answer>반응|답|대답|답변|설명|해명))(?:은|는|이|도)?"
        r"(?:\s+(?:어땠|어때|어떤|어떻|뭐|뭔|무엇|무슨)\S*)?$"
    ),
    Language.EN: re.compile(
        r"^(?P<name>\S.*?)['’]s? (?:words|view|opinion|position|argument"
        r"|(?P<answer>reaction|response|answer|reply|explanation))$",
        re.IGNORECASE,
    ),
}
# "새론연은요?": what politeness adds behind a particle.
POLITE = re.compile(r"(?<=[은는도에게테])요(?=\s*\??$)")
# What marks somebody spoken to, and in Korean somebody who spoke.
_TOLD = {
    Language.KO: re.compile(r"(?:(?:에게|한테|께|에)[는도]?|에겐|한텐|엔)$"),
    Language.EN: re.compile(r"^(?:to|from|of)\s+", re.IGNORECASE),
}
_FROM = re.compile(r"(?:에게서|한테서|로부터|에서)[는도]?$|에선$")
# "SERI's": what is whose is not said.
_POSSESSED = re.compile(r"['’]s$|(?<=s)['’]$")
# Under what the same is asked again: a place, an occasion, a matter.
_UNDER = {
    Language.KO: re.compile(r"(?:에 (?:대해|관해)서?|[와과] 관련해서?|에서)[는도]?$|(?:해|에)선$"),
    Language.EN: re.compile(
        r"^(?:in|at|on|during|after|before|since|under|about|regarding|for|with|without|by)\s",
        re.IGNORECASE,
    ),
}
_ENGLISH_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|how|why|when|"
    r"where|who|whose|what|which|said|says|according)\b|n['’]t\b",
    re.IGNORECASE,
)
_LONGEST = {Language.KO: 4, Language.EN: 6}
# Of an English noun in small letters only the word itself says that it is nobody.
_NOBODY = listed(
    """
    thanks thank yes no really sure ok okay great right else more details detail example examples
    budget cost costs price prices fee fees fine penalty schedule timetable date timing place venue
    source sources result results outcome consequences condition conditions purpose background
    damage effect effects impact risk risks rate rates share amount number numbers figure figures
    """
)
_SOMEBODY = (Kind.PERSON, Kind.GROUP, Kind.ORGANISATION, Kind.UNKNOWN)
# "2년 전", "처음 발표 때": when, though no day.
_SINCE = re.compile(r"(?:^|\s)(?:전|후|뒤|때)$")
# Days are found from any day; which they are does not matter here.
_ANY_DAY = date(2000, 1, 1)


class Role(StrEnum):
    """What the one whom a fragment names did, as far as the fragment says."""

    ADDRESSED = "addressed"
    SPOKE = "spoke"
    ANSWERED = "answered"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Fragment:
    """`name` is the fragment without what ties it to the question before; `somebody` that it names
    a person or an organisation, `under` that it names a time, a place or a matter, for which the
    same is asked again."""

    name: str
    role: Role
    somebody: bool
    under: bool


def fragment_of(question: str, language: Language) -> Fragment | None:
    """The question as a fragment; None for one that says or asks something itself.

    >>> fragment_of("And HIST?", Language.EN)
    Fragment(name='HIST', role=<Role.UNSAID: 'unsaid'>, somebody=True, under=False)
    """
    rest = POLITE.sub("", _LEAD.sub("", question.strip()).rstrip("?？ .!"))
    rest = without_honorifics(rest)
    said_by = _SAID_BY[language].search(rest)
    name = said_by["name"] if said_by else _bare(rest, language)
    about = name if said_by else _UNDER[language].sub("", rest)
    if not name or not about or _asks(name if said_by else rest, about, language):
        return None
    under = not said_by and _says_under_what(name, rest, language)
    role = _role(name, rest, said_by, language)
    marked = said_by is not None or role is Role.ADDRESSED or name.endswith("쪽")
    somebody = not under and _names_somebody(name, rest, marked, language)
    return Fragment(name, role, somebody, under)


def _bare(rest: str, language: Language) -> str:
    """Without what grammar puts before the name or behind it; an end of the name itself that only
    looks like a particle ("서하은") stays."""
    if language is Language.EN:
        return _POSSESSED.sub("", _TOLD[language].sub("", rest))
    return rest[: without_particles(f"{rest}?", 0, len(rest))]


def _says_under_what(name: str, rest: str, language: Language) -> bool:
    """Whether it is a time, a place, an occasion or a matter; an organisation is no place."""
    if _SINCE.search(name) or any(one.start == 0 for one in find_dates(name, _ANY_DAY)):
        return True
    within = _UNDER[language].search(rest) is not None
    return within and (
        language is Language.EN or _kind(rest) not in (Kind.ORGANISATION, Kind.GROUP)
    )


def _role(name: str, rest: str, said_by: re.Match[str] | None, language: Language) -> Role:
    if said_by:
        return Role.ANSWERED if said_by["answer"] else Role.SPOKE
    if _FROM.search(rest):
        return Role.SPOKE
    if _TOLD[language].search(rest):
        return Role.ADDRESSED
    return Role.SPOKE if profile_of(name, {}).titles else Role.UNSAID


def _asks(rest: str, about: str, language: Language) -> bool:
    """Whether it says or asks something, and does not only name it; `about`: without what it is
    said under."""
    if len(rest.split()) > _LONGEST[language] or wanted(rest, language) is not AnswerType.OTHER:
        return True
    if language is Language.EN:
        cast = mentions(rest, language)
        return bool(_ENGLISH_PREDICATE.search(rest) or (cast.act and not cast.implied))
    return any(
        one.form in ASKING or one.tag[0] in "EV" or one.tag[:3] in ("XSV", "XSA")
        for one in korean.morphemes(about)
    )


def _names_somebody(name: str, rest: str, marked: bool, language: Language) -> bool:
    """Whether the name is somebody's; `marked`: what stands around it says so."""
    if language is Language.EN:
        return name.split()[-1].casefold() not in _NOBODY
    if any(one.tag == "NP" for one in korean.morphemes(name)):
        return False
    if marked:
        return not is_time(name.split()[-1])
    # The analyser knows no new name, but such an end it has.
    new = len(name) > 2 and name.endswith(SHORT_ORGANISATIONS)
    return _kind(rest) in (*((Kind.THING,) if new else ()), *_SOMEBODY)


def _kind(rest: str) -> Kind | None:
    """What the last noun phrase names, None without one."""
    asked = f"{rest}?"  # the analyser sees more names in a question
    phrases = find_phrases(read_words(asked, Sentence(0, len(asked), korean.morphemes(asked)), ()))
    return People({}).kind(phrases[-1]) if phrases else None
