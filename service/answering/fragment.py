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
_POLITE = re.compile(r"(?<=[은는도에게테])요$")
# What marks somebody spoken to.
_TOLD = {
    Language.KO: re.compile(r"(?:(?:에게|한테|에)(?:는)?|에겐|한텐|엔)(?:요)?$"),
    Language.EN: re.compile(r"^(?:to|from|of)\s+", re.IGNORECASE),
}
_PARTICLES = {
    Language.KO: re.compile(r"(?:(?:에게|한테|에)는?|에겐|한텐|엔|에선|은|는|이|가|도)?(?:요)?$"),
    Language.EN: _TOLD[Language.EN],
}
_TITLED = re.compile(
    r"(?:장관|차관|부총리|총리|원장|소장|센터장|대표|부사장|사장|위원장|위원|의원|시장|처장|청장|대변인|"
    r"교수|minister|director|president|chief|head|mayor|chair|lawmaker|member|spokes\w+)",
    re.IGNORECASE,
)
_ENGLISH_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|how|why|when|"
    r"where|who|whose|what|which|said|says)\b|n['’]t\b",
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
    a person or an organisation, `days` that it names a time."""

    name: str
    role: Role
    somebody: bool
    days: bool


def fragment_of(question: str, language: Language) -> Fragment | None:
    """The question as a fragment; None for one that says or asks something itself.

    >>> fragment_of("And HIST?", Language.EN)
    Fragment(name='HIST', role=<Role.UNSAID: 'unsaid'>, somebody=True, days=False)
    """
    rest = _POLITE.sub("", _LEAD.sub("", question.strip()).rstrip("?？ .!"))
    said_by = _SAID_BY[language].search(rest)
    told = not said_by and _TOLD[language].search(rest) is not None
    name = said_by["name"] if said_by else _PARTICLES[language].sub("", rest)
    if not name or _asks(name if said_by else rest, language):
        return None
    days = _SINCE.search(name) or any(one.start == 0 for one in find_dates(name, _ANY_DAY))
    marked = told or said_by is not None or name.endswith("쪽")
    somebody = not days and _names_somebody(name, rest, marked, language)
    return Fragment(name, _role(name, said_by, told), somebody, bool(days))


def _role(name: str, said_by: re.Match[str] | None, told: bool) -> Role:
    if said_by:
        return Role.ANSWERED if said_by["answer"] else Role.SPOKE
    if told:
        return Role.ADDRESSED
    return Role.SPOKE if _TITLED.search(name) else Role.UNSAID


def _asks(rest: str, language: Language) -> bool:
    """Whether it says or asks something, and does not only name it."""
    if len(rest.split()) > _LONGEST[language] or wanted(rest, language) is not AnswerType.OTHER:
        return True
    if language is Language.EN:
        return _ENGLISH_PREDICATE.search(rest) is not None
    return any(
        one.form in ASKING or one.tag[0] in "EV" or one.tag[:3] in ("XSV", "XSA")
        for one in korean.morphemes(rest)
    )


def _names_somebody(name: str, rest: str, marked: bool, language: Language) -> bool:
    """Whether the name is somebody's; `marked`: what stands around it says so."""
    if language is Language.EN:
        return name.split()[-1].casefold() not in _NOBODY
    if any(one.tag == "NP" for one in korean.morphemes(name)):
        return False
    if marked:
        return not is_time(name.split()[-1])
    asked = f"{rest}?"  # the analyser sees more names in a question
    phrases = find_phrases(read_words(asked, Sentence(0, len(asked), korean.morphemes(asked)), ()))
    if not phrases:
        return False
    # The analyser knows no new name, but such an end it has.
    new = len(phrases[-1].head) > 2 and phrases[-1].head.endswith(SHORT_ORGANISATIONS)
    return new or People({}).kind(phrases[-1]) in _SOMEBODY
