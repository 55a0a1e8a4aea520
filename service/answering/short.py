"""The shortest answers: in a quotation, the words that the reader takes for the answer."""

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from index.errors import UnknownDocument
from index.query import Hit, RankedSentence
from ingest.corrections import NoticeKind, find_notice
from ingest.dates import dates_of
from ingest.document import Document
from ingest.language import detect
from service.answering.answer import Citation, ShortAnswer
from service.answering.answer_type import AnswerType
from service.answering.cite import Lookup, prove
from service.answering.figures import figures
from service.answering.followup import Understood
from service.answering.particles import without_particles
from service.answering.select import Candidate, withdraws
from service.reading.reader import Reading

# What surrounds an answer and does not belong to it.
_AROUND = string.whitespace + "\"'“”‘’()[]<>《》〈〉「」,.:;·?!"

# An answer that is nearly the whole sentence says nothing shorter.
_SHORTER = 0.6

# Answers that can be held against each other: what another document says counts then, too, if the
# reader thinks it likelier than not (its logit) that the answer is there.
_COMPARED = frozenset({AnswerType.NUMBER, AnswerType.TIME})
_LIKELY = 0.0
# One that differs has to be in a sentence that holds nearly as much of the question as the first: a
# design's costs are no other voice on a spending limit.
_AS_MUCH = 0.6

# What a notice says behind words that were wrong: "3,200억 원이라고 적었으나", "1.5GWh가 아니라".
_WRONG = re.compile(
    r"\s*(?:\([^)]*\))?(?:(?:이?라고|으로|로)\s*(?:잘못\s*)?"
    r"(?:적|썼|쓴|보도|표기|기재|전했|알렸)|[이가]\s*아[니닌])"
)

T = TypeVar("T")


def short_answers(
    cited: Sequence[tuple[Citation, Candidate]],
    readings: Mapping[int, Reading],
    understood: Understood,
    lookup: Lookup,
) -> tuple[ShortAnswer, ...]:
    """The likeliest words of the first quotation and, where numbers or times are asked for, of
    those from other documents that agree, or differ on what is asked; with each citation the
    sentence it was made for, and readings by the rank of the hit. What a notice withdraws is passed
    over, for another document's words. Empty where the first was not read, has no answer shorter
    than itself, or none but words of the question, and where yes or no is asked for: no words of
    the sentence that decides it say either.

    Raises CitationMismatch as a citation does.
    """
    if understood.wanted is AnswerType.YES_NO or not readings:
        return ()
    found: list[ShortAnswer] = []
    disputed: set[str] = set()
    covered = {citation.marker: best.sentence.coverage for citation, best in cited}
    for citation, best in cited:
        if citation.doc_id in disputed:
            continue
        first = citation is cited[0][0]
        if not first and (best.parts["answerable"] < _LIKELY or _is_notice(best.hit.document)):
            continue
        if found and not _comparable(found, citation, understood):
            continue
        short = _within(citation, best, readings.get(best.sentence.rank), lookup)
        if short is not None and _disputed(short, best.hit, lookup):
            disputed.add(citation.doc_id)
            continue
        if short is not None and _letters(short.text) not in _letters(understood.text):
            of_time = understood.wanted is AnswerType.TIME
            said = _dated(short, best.hit.document) if of_time else short
            if _heard(found, said, covered):
                found.append(said)
        elif not found:
            return ()
    return tuple(found)


def _heard(found: Sequence[ShortAnswer], said: ShortAnswer, covered: Mapping[int, float]) -> bool:
    """Whether it is the first, agrees with one, or differs in a sentence about the same thing;
    `covered`: what the citations' sentences hold of the question, by marker."""
    if not found or any(alike(one, said) for one in found):
        return True
    return covered[said.marker] >= _AS_MUCH * covered[found[0].marker]


def _is_notice(document: Document) -> bool:
    """Whether the document withdraws what another says: it names what was wrong beside what is
    right, and is no other voice."""
    notice = find_notice(document)
    return notice is not None and not notice.own and notice.kind is not NoticeKind.CLARIFICATION


def _disputed(short: ShortAnswer, hit: Hit, lookup: Lookup) -> bool:
    """Whether another document withdraws these words, or the whole article."""
    against = [one for one in hit.corrections if withdraws(one)]
    return any(
        one.kind is NoticeKind.RETRACTION or _names(one.doc_id, short, lookup) for one in against
    )


def _names(doc_id: str, short: ShortAnswer, lookup: Lookup) -> bool:
    """Whether a document names all numbers of a short answer; where it has none, its letters."""
    try:
        text = lookup(doc_id).text
    except UnknownDocument:
        return False
    named = figures(short.text, ())
    return figures(text, ()).hold(named) if named else _letters(short.text) in _letters(text)


def _comparable(found: Sequence[ShortAnswer], citation: Citation, understood: Understood) -> bool:
    """Whether the citation is of another document, and its answer of a kind that compares."""
    elsewhere = all(one.doc_id != citation.doc_id for one in found)
    return elsewhere and understood.wanted in _COMPARED


def alike(one: ShortAnswer, other: ShortAnswer) -> bool:
    """Whether two short answers say the same, as far as days, numbers and letters tell; letters of
    two languages tell nothing.

    >>> a, b, c, d = (
    ...     ShortAnswer(1, "a", 0, 0, text)
    ...     for text in ("1,120억 원", "1120억", "120억", "112 billion won")
    ... )
    >>> alike(a, b), alike(b, c), alike(a, d)
    (True, False, True)
    """
    named, also_named = figures(one.text, ()), figures(other.text, ())
    if named and also_named and not (named.hold(also_named) or also_named.hold(named)):
        return False
    if one.when and other.when:
        return _nested(frozenset(one.when), frozenset(other.when))
    if detect(one.text) is not detect(other.text):
        return bool(named) and named == also_named
    said, also = _letters(one.text), _letters(other.text)
    return said in also or also in said


def _dated(short: ShortAnswer, document: Document) -> ShortAnswer:
    """The answer with the days that its words name or are part of naming."""
    named = {
        one.days for one in dates_of(document) if one.start < short.end and short.start < one.end
    }
    return replace(short, when=tuple(sorted(named)))


def _nested(one: frozenset[T], other: frozenset[T]) -> bool:
    return one <= other or other <= one


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _within(
    citation: Citation,
    best: Candidate,
    reading: Reading | None,
    lookup: Lookup,
    after: int | None = None,
) -> ShortAnswer | None:
    """The likeliest words of a citation's best sentence, or of its rest behind `after`."""
    if reading is None:
        return None
    text, shift = best.hit.document.text, best.hit.passage.start
    begin = best.sentence.start if after is None else after
    span = reading.likeliest(begin - shift, best.sentence.end - shift)
    if span is None:
        return None
    start, end = _trimmed(text, *_whole_words(text, span[0] + shift, span[1] + shift))
    start, end = _trimmed(text, start, _bare(text, best.sentence, start, end))
    if not citation.start <= start < end <= citation.end:
        return None
    if end - start > _SHORTER * (best.sentence.end - best.sentence.start):
        return None
    if _WRONG.match(text, end) and find_notice(best.hit.document):
        return _within(citation, best, reading, lookup, after=end)
    prove(citation.doc_id, start, end, text[start:end], lookup)
    return ShortAnswer(citation.marker, citation.doc_id, start, end, text[start:end])


def _bare(text: str, sentence: RankedSentence, start: int, end: int) -> int:
    """The end of the span without particles behind it; a bracket at its end is closed."""
    if not sentence.start <= start < end <= sentence.end:
        return end
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        return end + 1
    whole = text[sentence.start : sentence.end]
    first = sentence.start
    return first + without_particles(whole, start - first, end - first)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span from the beginning of its first word to, where it is Latin, the end of its last: a
    Korean one may go on with a particle."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and (text[end - 1] + text[end]).isascii() and text[end].isalnum():
        end += 1
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without spaces and marks around it; a bracket that closes one inside stays."""
    inside = text[start:end]
    kept = inside.lstrip(_AROUND)
    start += len(inside) - len(kept)
    bare = kept.rstrip(_AROUND)
    closed = "(" in bare and kept[len(bare) : len(bare) + 1] == ")"
    return start, start + len(bare) + closed
