"""What an answer got right, checked against gold spans, without a judge.

A citation finds a gold span when they share at least half of the shorter one's characters: a short
answer inside a cited sentence counts, a sentence inside a longer gold quotation counts, touching a
neighbouring sentence at its border does not. Long citations would find more this way, so their
mean length is reported beside, and `answer_contained` asks for the whole span.

Every score of one question is in [0, 1] and stands under its measure's name; a measure that cannot
be asked of the question (no gold, no gold speaker) is not there. Apart from `exact_match` and
`answer_f1`, which look at the short answer, or at the first citation where there is none, all look
at citations. `wrong_speaker` is the share of the questions about somebody's words that are answered
first with words given to somebody else, whatever they say; words given to nobody are not wrong.
"""

from collections.abc import Iterable, Mapping, Sequence

from eval.datasets import GoldSpan, Question
from eval.metrics import mean
from eval.replies import Answered, Cited, Reply
from eval.text_match import exact_match, overlap_f1
from ingest.document import Language
from ingest.language import detect, has_hangul
from ingest.romanise import romanise, sound

Scores = Mapping[str, float]

# Half of the shorter: see the module's first paragraph.
OVERLAP = 0.5

MEASURES = (
    "right_sentence@1",
    "right_sentence@3",
    "gold_cited",
    "answer_contained",
    "citation_precision",
    "citation_recall",
    "answer_f1",
    "exact_match",
    "speaker_accuracy",
    "addressee_accuracy",
    "wrong_speaker",
    "refused_unanswerable",
    "refused_answerable",
    "follow_up_cited",
    "rewrite_cited",
)
"""Means over questions, in the order they are shown."""

LOWER_IS_BETTER = frozenset({"refused_answerable", "wrong_speaker"})


def answer_scores(question: Question, reply: Reply, golds: Sequence[str]) -> Scores:
    """Score one reply; `golds` are the texts of the gold answers.

    A question that got an error instead of an answer has found nothing and refused nothing.
    """
    answered = reply.answered
    if answered is None:
        if reply.error is None or not (question.gold_spans or not question.answerable):
            return {}
        answered = Answered(refused=False, confidence=None)
    scores = _refusal(question, answered)
    if question.gold_spans:
        scores |= _citations(question.gold_spans, answered.cited)
        scores |= _names(question, answered.cited)
    # What was asked without its article makes no score of short answers better.
    if golds or not (question.answerable or question.absent):
        shortest = answered.short or (answered.cited[0].quote if answered.cited else "")
        language = _compared_in(golds, question.language)
        scores["answer_f1"] = overlap_f1(shortest, golds, language)
        scores["exact_match"] = exact_match(shortest, golds, language)
    if question.history and question.gold_spans:
        scores["follow_up_cited"] = scores["gold_cited"]
    if reply.completed is not None and question.gold_spans:
        found = _finding(question.gold_spans, reply.completed.cited)
        scores["rewrite_cited"] = float(any(found))
    return scores


def _compared_in(golds: Sequence[str], asked_in: Language) -> Language:
    """The language in which answers are compared: that of the marked ones, or of the question where
    they are all figures.

    >>> _compared_in(["1989"], Language.KO), _compared_in(["KBS"], Language.KO)
    (<Language.KO: 'ko'>, <Language.EN: 'en'>)
    """
    lettered = next((gold for gold in golds if any(map(str.isalpha, gold))), None)
    return asked_in if lettered is None else detect(lettered)


def summarise(scores: Sequence[Scores], answers: Sequence[Answered]) -> dict[str, float | None]:
    """Average the scores of many questions, and say how much was cited; None where nothing could be
    scored."""
    cited = [citation for answer in answers for citation in answer.cited]
    return {
        **{name: mean(one[name] for one in scores if name in one) for name in MEASURES},
        "verbatim_rate": mean(float(citation.verbatim) for citation in cited),
        "citations_per_answer": mean(float(len(a.cited)) for a in answers if not a.refused),
        "chars_per_citation": mean(float(len(citation.quote)) for citation in cited),
    }


def overlaps(start: int, end: int, gold: GoldSpan) -> bool:
    """Say whether a span finds a gold span of the same document.

    >>> overlaps(0, 20, GoldSpan("a", 5, 9)), overlaps(0, 6, GoldSpan("a", 5, 9))
    (True, False)
    """
    shared = min(end, gold.end) - max(start, gold.start)
    return shared > 0 and shared >= OVERLAP * min(end - start, gold.end - gold.start)


def same_name(gold: str, found: str) -> bool:
    """Say whether two ways to name somebody agree: one contains the other, spaces and case aside,
    or sounds like a part of it, where one is in Hangul and the other in Latin letters.

    >>> same_name("표민서", "표민서 미래과학부 장관"), same_name("표민서", "표 장관")
    (True, False)
    >>> same_name("표민서", "Minister Pyo Min-seo"), same_name("표민서", "Minister Pyo")
    (True, False)
    """
    one, other = ("".join(name.casefold().split()) for name in (gold, found))
    if has_hangul(one) != has_hangul(other):
        one, other = sound(romanise(one)), sound(romanise(other))
    return bool(one and other) and (one in other or other in one)


def _refusal(question: Question, answered: Answered) -> dict[str, float]:
    kind = "refused_answerable" if question.answerable else "refused_unanswerable"
    return {kind: float(answered.refused)}


def _citations(golds: Sequence[GoldSpan], cited: Sequence[Cited]) -> dict[str, float]:
    found = _finding(golds, cited)
    places = _distinct(golds)
    scores = {
        "right_sentence@1": float(any(found[:1])),
        "right_sentence@3": float(any(found[:3])),
        "gold_cited": float(any(found)),
        "answer_contained": float(any(_contains(one, gold) for one in cited for gold in golds)),
        "citation_recall": sum(any(_finding([p], cited)) for p in places) / len(places),
    }
    if cited:
        scores["citation_precision"] = sum(found) / len(found)
    return scores


def _names(question: Question, cited: Sequence[Cited]) -> dict[str, float]:
    right = [one for one in cited if _finds(one, question.gold_spans)]
    scores = {}
    if question.speaker:
        scores["speaker_accuracy"] = _named(question.speaker, (c.speaker for c in right))
        first = cited[0].speaker if cited else None
        scores["wrong_speaker"] = float(
            first is not None and not same_name(question.speaker, first)
        )
    if question.addressee:
        scores["addressee_accuracy"] = _named(question.addressee, (c.addressee for c in right))
    return scores


def _named(gold: str, found: Iterable[str | None]) -> float:
    return float(any(name is not None and same_name(gold, name) for name in found))


def _finding(golds: Sequence[GoldSpan], cited: Sequence[Cited]) -> list[bool]:
    return [_finds(one, golds) for one in cited]


def _finds(cited: Cited, golds: Sequence[GoldSpan]) -> bool:
    return any(
        place.document == gold.document and overlaps(place.start, place.end, gold)
        for place in cited.places
        for gold in golds
    )


def _contains(cited: Cited, gold: GoldSpan) -> bool:
    return any(
        place.document == gold.document and place.start <= gold.start and gold.end <= place.end
        for place in cited.places
    )


def _distinct(golds: Sequence[GoldSpan]) -> list[GoldSpan]:
    """One gold span for each place: those that overlap are ways to mark the same one."""
    distinct: list[GoldSpan] = []
    for gold in golds:
        same = (one for one in distinct if one.document == gold.document)
        if not any(overlaps(one.start, one.end, gold) for one in same):
            distinct.append(gold)
    return distinct
