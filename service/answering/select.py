"""Which sentences answer: every sentence of the hits, scored by all the evidence there is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.query import Hit, RankedSentence, Ranking
from index.records import Correction
from ingest.corrections import NoticeKind
from ingest.document import Quote
from ingest.reporting_verbs import SpeechAct, act_of_quote
from service.answering.answer_type import AnswerType, holds
from service.answering.cast import Cast
from service.answering.followup import Understood
from service.answering.role_names import is_another, is_known, matches_among
from service.answering.weights import Weights
from service.reading.reader import Reading

# What a role that the question leaves open, or a quotation that the article leaves unattributed,
# counts for beside a name that matches (1) and one that does not (0).
_OPEN, _UNATTRIBUTED = 0.5, 0.2
_SAME_ACT = 0.15

# Somebody else's words, or words to somebody else, where the question names them; no reported
# words, where it asks for some. Mild, since names are also missed.
_OTHERS, _NO_WORDS = -0.2, -0.15

# A quotation whose speaker is the one named has at least this attribution, which none of an unnamed
# speaker's has, and one that is spoken to whom the question names, too, at least that.
NAMED, TO_THEM = 0.36, 0.75
# What is told first though its attribution is less than the first gives way to words with at least
# the second, where these score at most so many margins less.
_OF_THEM = (_NO_WORDS, NAMED, 2.0)
_BETWEEN_THEM = (0.7, TO_THEM, 0.6)

# A sentence that closes; headings, captions' labels and list items do not.
_CLOSED = re.compile(r"[.!?。…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer: where it stands, whose words it reports, and its evidence.

    `parts` are the signs that `score` weighs, by name. `passage`, `dense`, `lexical` and `coverage`
    are the search's. `attribution` is in [-0.2, 1.15], 0 when the question is not about anybody's
    words. `answer_type` is 1 or -1 as the sentence holds the number, date, ... that is asked for,
    `whole` -1 where it is no whole sentence, `foreign` 1 in another language than the question's,
    `corrected` 1 where another document says that this one was wrong.
    Where there is a reader (service.reading.reader), `answerable` and `share` are what it says, and
    `unread` is 1, and they are 0, where the sentence was not read.
    `to_another`: its words are to somebody else than the question names.
    """

    hit: Hit
    sentence: RankedSentence
    quote: Quote | None
    parts: Mapping[str, float]
    score: float
    to_another: bool = False

    @property
    def text(self) -> str:
        """The sentence itself, an exact slice of the document."""
        return self.hit.document.text[self.sentence.start : self.sentence.end]


def candidates(
    ranking: Ranking,
    quotes: Mapping[str, Sequence[Quote]],
    understood: Understood,
    aliases: Mapping[str, str],
    weights: Weights,
) -> list[Candidate]:
    """Every sentence of the ranking by the search's evidence, best first; `quotes` by document id.

    Ties go to the better hit and the earlier sentence.
    """
    found = []
    roles = _roles(understood.cast, quotes, aliases)
    for sentence in ranking.sentences:
        hit = ranking.hits[sentence.rank - 1]
        doc_id = hit.document.doc_id
        text = hit.document.text[sentence.start : sentence.end]
        inside = [q for q in quotes[doc_id] if _overlaps(q, sentence)]
        quote, attribution = _attribution(inside, hit.document.text, roles[doc_id])
        to_another = quote is not None and roles[doc_id].to_another(quote)
        asks_for_a_type = understood.wanted not in (AnswerType.OTHER, AnswerType.YES_NO)
        parts = {
            "passage": hit.score,
            "dense": sentence.dense,
            "lexical": sentence.lexical,
            "coverage": sentence.coverage,
            "attribution": attribution,
            "answer_type": _sign(holds(text, understood.wanted)) if asks_for_a_type else 0.0,
            "whole": 0.0 if _CLOSED.search(text) else -1.0,
            # The words it cannot share, as for passages: see index.fusion.
            "foreign": float(hit.document.language is not understood.language),
            "corrected": float(any(withdraws(one) for one in hit.corrections)),
        }
        found.append(Candidate(hit, sentence, quote, parts, _score(parts, weights), to_another))
    return _ordered(found)


def read(
    found: Iterable[Candidate], readings: Mapping[int, Reading], weights: Weights
) -> list[Candidate]:
    """The same sentences with what reading them said, best first; readings by the hit's rank."""
    again = []
    for one in found:
        parts = {**one.parts, **_told(readings.get(one.sentence.rank), one)}
        again.append(replace(one, parts=parts, score=_score(parts, weights)))
    return _ordered(again)


def of_whom_it_asks(found: Sequence[Candidate], cast: Cast, margin: float) -> list[Candidate]:
    """With the best words of the speaker whom the question names first, where somebody else's were,
    and of these with what was said to whom it names; else as they are. `margin` as in Weights."""
    ordered = list(found)
    if cast.act is None or cast.speaker is None:
        return ordered
    ordered = _giving_way(ordered, _OF_THEM, margin)
    return ordered if cast.addressee is None else _giving_way(ordered, _BETWEEN_THEM, margin)


def beside_the_best(found: Sequence[Candidate], cast: Cast) -> list[Candidate]:
    """Without others' words, and words to others, where the best are of whom the question names;
    and where they are to whom it names, without words to nobody in particular."""
    if not found or found[0].parts["attribution"] < NAMED:
        return list(found)
    kept = [one for one in found if one.parts["attribution"] > _OTHERS]
    if cast.addressee is None or found[0].parts["attribution"] < TO_THEM:
        return kept
    return [one for one in kept if one.quote is None or one.quote.addressee is not None]


def _giving_way(
    found: list[Candidate], rule: tuple[float, float, float], margin: float
) -> list[Candidate]:
    less, least, margins = rule
    if not found or found[0].parts["attribution"] >= less:
        return found
    theirs = next((one for one in found if one.parts["attribution"] >= least), None)
    if theirs is None or theirs.score < found[0].score - margins * margin:
        return found
    return [theirs, *(one for one in found if one is not theirs)]


def _told(reading: Reading | None, one: Candidate) -> Mapping[str, float]:
    start = one.hit.passage.start
    span = one.sentence.start - start, one.sentence.end - start
    if reading is None or not reading.saw(*span):
        return {"answerable": 0.0, "share": 0.0, "unread": 1.0}
    return {"answerable": reading.answerable, "share": reading.share(*span), "unread": 0.0}


def _score(parts: Mapping[str, float], weights: Weights) -> float:
    return sum(weight * parts[name] for name, weight in weights.sentence.items())


def _ordered(found: Iterable[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda c: (-c.score, c.sentence.rank, c.sentence.start))


def withdraws(correction: Correction) -> bool:
    """Whether another document says that this one was wrong; its own newest version is right."""
    return correction.kind is not NoticeKind.CLARIFICATION and not correction.own


def _sign(yes: bool) -> float:
    return 1.0 if yes else -1.0


def _overlaps(quote: Quote, sentence: RankedSentence) -> bool:
    return quote.sentence.start < sentence.end and sentence.start < quote.sentence.end


@dataclass(frozen=True, slots=True)
class _Roles:
    """How well everybody whom one document quotes or addresses fits whom the question asks about;
    `act` is what is said to have been done, None when the question is not about anybody's words,
    and `implied` whether it may be told in them."""

    act: SpeechAct | None
    implied: bool
    speakers: Mapping[str | None, float]
    addressees: Mapping[str | None, float]
    others: frozenset[str | None]  # who is addressed, and is not whom the question names

    def to_another(self, quote: Quote) -> bool:
        """Whether a quotation is to somebody else than the question names."""
        return quote.addressee in self.others


def _roles(
    cast: Cast, quotes: Mapping[str, Sequence[Quote]], aliases: Mapping[str, str]
) -> dict[str, _Roles]:
    """The roles of each document's quotations."""
    named = {name for some in quotes.values() for q in some for name in (q.speaker, q.addressee)}
    known = cast.addressee
    if known is not None and not is_known(known, filter(None, named), aliases):
        known = None
    found = {}
    for doc_id, some in quotes.items():
        addressees = {q.addressee for q in some}
        found[doc_id] = _Roles(
            cast.act,
            cast.implied,
            _fits(cast.speaker, {q.speaker for q in some}, aliases),
            _fits(cast.addressee, addressees, aliases),
            _others(known, addressees, aliases),
        )
    return found


def _others(
    known: str | None, named: Iterable[str | None], aliases: Mapping[str, str]
) -> frozenset[str | None]:
    if known is None:
        return frozenset()
    return frozenset(name for name in named if name and is_another(known, name, aliases))


def _fits(
    asked: str | None, named: Iterable[str | None], aliases: Mapping[str, str]
) -> dict[str | None, float]:
    if asked is None:
        return dict.fromkeys(named, _OPEN)
    fits: dict[str | None, float] = {None: _UNATTRIBUTED}
    fits.update(matches_among(asked, filter(None, named), aliases))
    return fits


def _attribution(quotes: Iterable[Quote], text: str, roles: _Roles) -> tuple[Quote | None, float]:
    """The quotation that fits the question best, and how well."""
    scored = [(_fit(q, text[q.start : q.end], roles), q) for q in quotes]
    if roles.act is None:
        return (scored[0][1] if scored else None), 0.0
    if not scored:
        return None, 0.0 if roles.implied else _NO_WORDS
    fit, quote = max(scored, key=lambda found: (found[0], -found[1].start))
    return quote, fit


def _fit(quote: Quote, said: str, roles: _Roles) -> float:
    speaker = roles.speakers[quote.speaker]
    if speaker == 0.0 or roles.to_another(quote):
        return _OTHERS
    same_act = _SAME_ACT if act_of_quote(quote.verb, said) is roles.act else 0.0
    return speaker * (0.4 + 0.6 * roles.addressees[quote.addressee]) + same_act
