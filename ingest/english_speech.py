"""Who said what to whom in English sentences, direct and reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from ingest.document import Quote, Sentence, Span
from ingest.english_clauses import TAKES_PERSON, ReportedClauses
from ingest.english_people import NAME, EnglishPeople
from ingest.english_phrases import NOUN_PHRASE, Verb, blot_out, find_verbs, phrase_after
from ingest.english_subjects import PRONOUN, Subjects
from ingest.quotations import find_quotations

_MAX_QUOTATION = 2_000
# Fewer words in quotation marks are a name or a catchword.
_MIN_WORDS = 3
# Between a quotation and its verb: ", Kuk Jae-ha, the president of HIST, ".
_MAX_BETWEEN = 9
# "Kuk was criticised by Eo": either may be who goes on speaking.
_DONE_BY = re.compile(r"\b(?:was|were|been) [a-z]+ by (?:the )?[A-Z]")
# "Kuk said: “…”", "who had said “…,” Kuk called it safe".
_LEADS_IN = re.compile(r"\s*(?:that|as|,|:)?\s*")
# Between a verb and a quotation: somebody else comes in, or what somebody else claims.
_ANOTHERS = re.compile(
    r"(?:,|\bthen)? (?:but|while|whereas|though|although)\s|, (?:and|as) (?!that\b)"
    r"|\b(?:claim|accusation|allegation|assertion|suggestion|criticism|complaint|remark|comment|"
    r"demand|call|charge)s?\b",
)
_SOURCE = re.compile(
    rf"\b(?:[Aa]ccording to (?P<to>{NOUN_PHRASE.pattern})(?=[,.]|$)"
    rf"|quoted (?P<who>{NOUN_PHRASE.pattern}) as saying\b)"
)
_DATELINE = re.compile(r"^[A-Z][A-Z .,0-9a-z]{2,30} ?[—–-]+ ")


class EnglishReader:
    """Reads the English sentences of one article in order, remembering the last speaker."""

    def __init__(self, text: str, aliases: Mapping[str, str]) -> None:
        self._text = text
        self._aliases = aliases
        self._last: str | None = None
        self._said_last = False  # whether the sentence before quoted somebody
        self._gender: dict[str, str] = {}

    @cached_property
    def _people(self) -> EnglishPeople:
        """Looked for in the whole text, and only where there is an English sentence."""
        return EnglishPeople(self._text, self._aliases)

    def read(self, sentence: Sentence) -> Iterator[Quote]:
        """The quotations of one sentence."""
        content = self._text[sentence.start : sentence.end]
        marked = [q for q in find_quotations(content, _MAX_QUOTATION) if content[q.start] != "'"]
        quotes = [q for q in marked if len(content[q.start : q.end].split()) >= _MIN_WORDS]
        masked = blot_out(content, quotes)
        opening = self._opening(masked)
        reading = _Reading(content, masked, quotes, self._people, self._pronoun, opening)
        speaker: str | None = None
        for quote in reading.quotes(sentence):
            if self._stands_alone(content, quotes) and self._said_last:
                quote = _spoken_by(quote, self._last)
            speaker = quote.speaker or speaker
            yield quote
        if speaker is None and opening is None and self._last is not None:
            others = self._people.others_named(masked, self._last)
            self._last = None if others else self._last
        self._last = speaker or opening or self._last
        self._said_last = speaker is not None

    def _opening(self, masked: str) -> str | None:
        """The person the sentence opens with: its subject, as a rule."""
        body = _DATELINE.sub("", masked)
        phrase = phrase_after(body)
        if phrase is None or not self._people.may_be_person(phrase) or _DONE_BY.search(body):
            return None
        if f"{phrase}." in body:
            return None  # "Gov." and the name behind it are cut apart
        if named := re.search(rf"\b{re.escape(phrase)}, (?P<name>{NAME}),", body):
            return self._people.resolve(named["name"])
        return self._people.resolve(phrase)

    def _stands_alone(self, content: str, quotes: Sequence[Span]) -> bool:
        """A sentence that is one quotation and nothing else goes on with the last speaker."""
        return len(quotes) == 1 and quotes[0].end - quotes[0].start >= len(content.strip()) - 1

    def _pronoun(self, pronoun: str, opening: str | None) -> str | None:
        """Who "he" or "she" is; nobody where the other pronoun was used for the same person."""
        gender = pronoun.lower()
        who = opening or self._last
        if gender not in ("he", "she") or who is None or not self._people.may_be_person(who):
            return None
        if self._gender.setdefault(who, gender) != gender:
            return None
        return who


def _spoken_by(quote: Quote, speaker: str | None) -> Quote:
    return Quote(quote.start, quote.end, quote.sentence, speaker, None, None, direct=True)


class _Reading:
    """One sentence: its quotations and verbs, and the people they belong to."""

    def __init__(
        self,
        content: str,
        masked: str,
        quotes: Sequence[Span],
        people: EnglishPeople,
        pronoun: Callable[[str, str | None], str | None],
        opening: str | None,
    ) -> None:
        self._content = content
        self._masked = masked
        self._spans = quotes
        self._people = people
        self._who = pronoun
        self._opening = opening
        self._verbs = list(find_verbs(masked))
        self._subjects = Subjects(masked, self._verbs, opening)
        self._clauses = ReportedClauses(content, masked, self._verbs, self._subjects)
        self._by_span = [self._verb_of(span) for span in quotes]

    def quotes(self, sentence: Sentence) -> Iterator[Quote]:
        shift, whole = sentence.start, Span(sentence.start, sentence.end)
        said: tuple[str | None, str | None, str | None] = (None, None, None)
        behind = 0
        for span, verb in zip(self._spans, self._by_span, strict=True):
            if verb is not None:
                said = (self._subject(verb), self._addressee(verb), verb.lemma)
            elif source := self._source(span):
                said = (source, None, None)
            elif _ANOTHERS.search(self._masked, behind, span.start):
                said = (None, None, None)
            behind = span.end
            start, end = _inside(self._content, span)
            yield Quote(shift + start, shift + end, whole, *said, direct=True)
        inside = 0  # what is reported inside a reported clause is not the article's to say
        for verb in self._verbs:
            reported = None if self._quotes_directly(verb) else self._clauses.of(verb)
            if reported is None or self._subjects.phrase(verb) is None or verb.start < inside:
                continue
            start, end = reported
            inside = max(inside, end)
            who, to = self._subject(verb), self._addressee(verb)
            yield Quote(shift + start, shift + end, whole, who, to, verb.lemma, direct=False)

    def _verb_of(self, span: Span) -> Verb | None:
        """The verb that reports a quotation: right before it, just behind it, or before it with
        nobody else between."""
        before = [verb for verb in self._verbs if verb.end <= span.start]
        if before and _LEADS_IN.fullmatch(self._masked, before[-1].end, span.start):
            return before[-1]
        for verb in self._verbs:
            between = self._masked[span.end : verb.start]
            near = len(between.split()) <= _MAX_BETWEEN and re.search(r"[.;:“]", between) is None
            if verb.start >= span.end and near:
                return verb
        between = self._masked[before[-1].end : span.start] if before else "“"
        return None if "“" in between or _ANOTHERS.search(between) else before[-1]

    def _source(self, span: Span) -> str | None:
        """Whom a quotation without a verb is taken from: "according to Kuk"."""
        source = _SOURCE.search(self._masked) if span is self._spans[0] else None
        return self._people.resolve(source["to"] or source["who"]) if source else None

    def _quotes_directly(self, verb: Verb) -> bool:
        """Whether the verb has a quotation right beside it, so that it reports nothing else."""
        if verb not in self._by_span:
            return False
        right = self._masked[verb.end :].find("“")
        return right < 0 or len(self._masked[verb.end : verb.end + right].split()) < 2 * _MIN_WORDS

    def _subject(self, verb: Verb) -> str | None:
        if verb.participle and verb is not self._verbs[0]:
            return self._subject(self._verbs[self._verbs.index(verb) - 1])
        phrase = self._subjects.phrase(verb)
        if phrase is None:
            return self._opening if self._subjects.coordinated(verb) else None
        if PRONOUN.fullmatch(phrase):
            later = self._masked.find(phrase) > 0
            return self._who(phrase, self._opening if later else None)
        return self._people.resolve(phrase)

    def _addressee(self, verb: Verb) -> str | None:
        if whom := self._clauses.whom(verb):
            return self._people.resolve(whom)
        rest = self._masked[verb.end : verb.end + 120]
        if verb.lemma in ("call", "appeal"):
            there = re.match(r"\s+(?:on|to) ", rest)
        elif verb.lemma in TAKES_PERSON:
            there = re.match(r"", rest)
        else:
            there = re.match(r"\s+(?:\w+ ){0,3}?to (?=[A-Z]|the |reporters)", rest)
        inverted = self._subjects.follows_quotation(verb) and verb.lemma != "tell"
        phrase = phrase_after(rest[there.end() :]) if there and not inverted else None
        return self._people.resolve(phrase) if phrase else None


def _inside(content: str, quote: Span) -> tuple[int, int]:
    """What stands between the marks, without the comma that belongs to the sentence around it."""
    start, end = quote.start + 1, quote.end - 1
    piece = content[start:end]
    end -= len(piece) - len(piece.rstrip().rstrip(",").rstrip())
    return start + len(piece) - len(piece.lstrip()), end
