"""Noun phrases and reporting verbs of an English sentence, as far as attribution needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Span
from ingest.english_people import TITLES
from ingest.reporting_verbs import english_lemma
from ingest.word_lists import listed

_KINDS = (
    "ministry|institute|government|company|companies|union|unions|committee|agency|office|center|"
    "centre|city|county|officials|residents|lawmakers|workers|reporters|court|police|parliament|"
    "assembly|organizers|makers|shipyards|hospitals|firms|researchers|universities|team|group|"
    "industry|authorities|operator|operators|owners|builder|contractor|board|council|panel|members|"
    "sides|clinics|farmers|fishermen|association|bank|airline|airlines|carrier|laboratory|ministries|"
    "agencies|suppliers|both|everyone|manager"
)
# Words that open a sentence, not a name.
_OPENERS = (
    "While|But|And|Yet|So|After|Before|Although|Though|When|If|As|Since|Because|In|On|At|For|With|By|"
    "From|However|Meanwhile|Then|Also|Despite|During|Under|Until|Once|Asked|Last|Earlier|Later"
)
_WEEKDAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DAYS = (
    rf"{_WEEKDAYS}|January|February|March|April|May|June|July|August|"
    r"September|October|November|December"
)
_NAME = rf"(?!(?:{_OPENERS}|{_WEEKDAYS})\b)[A-Z][\w’'&-]*"
_HEAD = rf"(?:{_NAME}|(?i:\b(?:{TITLES}|vice|deputy|prime)\b)|\b(?:{_KINDS})\b)"
# A connecting word belongs to the phrase only where a name goes on behind it.
_LINK = rf"(?:of|and|for|the|on|at|in)(?= (?:the )?(?!(?:{DAYS})\b)[A-Z])"
_QUALIFIER = rf"[a-z’'-]+(?= (?:{_KINDS})\b)"
NOUN_PHRASE = re.compile(
    rf"(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Aa]ll|[Bb]oth) )?"
    rf"(?:(?:{_HEAD}|{_LINK}|{_QUALIFIER}) )*{_HEAD}"
)
_BUT = re.compile(r"^(?:But|And|Yet|So|Then|However,|Meanwhile,|Later,?|Earlier,?|Also,?) ")
_PLACING = listed("of and for on at in from with by near to")
_WORD = re.compile(r"[A-Za-z][\w’'-]*")
_NOT_ACTIVE = re.compile(
    r"\b(?:was|were|been|be|being|is|are|not|the|a|an|as)\s*$|’s\s*$|'s\s*$", re.IGNORECASE
)
# Forms that are nouns as often as verbs: they count in the past tense alone.
_NOUNS_TOO = listed(
    """
    request point report answer order demand claim note pledge promise appeal call comment remark
    estimate press direct counter vow reply caution stress advise require invite state address
    """
)
# "called the strike off" is no speech; "called on the county to" is.
_NEEDS = {"call": ("on", "for"), "appeal": ("to", "for"), "press": ()}
# How many words back a subject may begin: "the president of the Garam Operators' Association".
_LONGEST = 10


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb in a sentence: its place and dictionary form.

    `participle`: as in "…, saying that …", whose subject is the sentence's.
    """

    start: int
    end: int
    lemma: str
    participle: bool = False


def blot_out(content: str, quotes: Sequence[Span]) -> str:
    """The sentence with what stands inside quotation marks blotted out; offsets are kept."""
    parts: list[str] = []
    at = 0
    for quote in quotes:
        parts.append(content[at : quote.start])
        parts.append("“" + "\0" * (quote.end - quote.start - 2) + "”")
        at = quote.end
    return "".join([*parts, content[at:]])


def find_verbs(masked: str) -> Iterator[Verb]:
    """The active reporting verbs outside quotation marks, in order."""
    for match in _WORD.finditer(masked):
        word = match.group()
        lemma = english_lemma(word)
        if lemma is None or word[0].isupper():
            continue
        if word.endswith("ing"):
            if masked.endswith(", ", 0, match.start()):
                yield Verb(match.start(), match.end(), lemma, participle=True)
            continue
        if lemma in _NOUNS_TOO and not word.endswith("ed"):
            continue
        if _NOT_ACTIVE.search(masked, max(0, match.start() - 12), match.start()):
            continue
        needed = _NEEDS.get(lemma)
        following = masked[match.end() :].split(maxsplit=1)[:1]
        if needed is not None and needed != () and (not following or following[0] not in needed):
            continue
        yield Verb(match.start(), match.end(), lemma)


def phrase_before(left: str) -> str | None:
    """The longest noun phrase that ends where `left` ends.

    None where it only places something else ("a resident of Haesol").

    >>> phrase_before("In return the president of HIST")
    'the president of HIST'
    """
    left = left.rstrip()
    found: str | None = None
    for word in reversed(list(re.finditer(r"\S+", left))[-_LONGEST:]):
        candidate = left[word.start() :]
        if NOUN_PHRASE.fullmatch(candidate):
            found = candidate
        elif word.group().endswith(","):
            break
    before = left.removesuffix(found or "").split()[-1:]
    return found if found and _PLACING.isdisjoint([*before, found.split()[0]]) else None


def phrase_after(right: str) -> str | None:
    """The noun phrase that begins where `right` begins, white space and "But" aside."""
    match = NOUN_PHRASE.match(_BUT.sub("", right.lstrip()))
    return None if match is None or match.group().endswith(("’s", "'s")) else match.group()
