"""The questions that went wrong, each with what should have come, what came, and where the search
lost it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.answer_scores import LOWER_IS_BETTER
from eval.datasets import Dataset, Question
from eval.replies import Reply
from eval.scoring import Scored, score_all

# Of a quotation so much is shown.
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that has no full score in the measure asked for.

    `ranks`: by part of the search, the rank of the first relevant document; None where it was not
    found. `cited`: (document, quotation) of what came instead.
    """

    question: Question
    gold: tuple[str, ...]
    refused: bool
    confidence: float | None
    cited: tuple[tuple[str, str], ...]
    ranks: Mapping[str, int | None]
    error: str | None


def misses(dataset: Dataset, replies: Sequence[Reply], measure: str) -> list[Miss]:
    """Every question whose score in a measure is below 1, in the order of the set.

    A measure of which less is better lists the questions above 0.
    """
    texts = {document.source: document.text for document in dataset.documents}
    return [
        _miss(one, texts)
        for one in score_all(dataset, replies)
        if _failed({**(one.retrieval or {}), **one.answer}, measure)
    ]


def as_text(miss: Miss) -> str:
    """A miss in a few lines for a terminal."""
    asked = miss.question
    lines = [f"{asked.id}  {asked.text}"]
    lines += [f"  after:  {turn.question}" for turn in asked.history]
    lines += [f"  gold:   {_cut(text)}" for text in miss.gold[:3]]
    if not asked.answerable:
        lines.append("  gold:   the documents do not say")
    if miss.error:
        lines.append(f"  error:  {miss.error}")
    sure = "" if miss.confidence is None else f" ({miss.confidence:.2f})"
    if miss.refused:
        lines.append(f"  came:   refused{sure}")
    lines += [f"  came:   {_cut(quote)}  [{name}]{sure}" for name, quote in miss.cited]
    if miss.ranks:
        found = (f"{part} {rank or '-'}" for part, rank in miss.ranks.items())
        lines.append(f"  ranks:  {', '.join(found)}")
    return "\n".join(lines)


def _failed(scores: Mapping[str, float], measure: str) -> bool:
    if measure not in scores:
        return False
    return scores[measure] > 0 if measure in LOWER_IS_BETTER else scores[measure] < 1


def _miss(one: Scored, texts: Mapping[str, str]) -> Miss:
    question, reply = one.question, one.reply
    answered = reply.answered
    spans = (texts[gold.document][gold.start : gold.end] for gold in question.gold_spans)
    ranks = {name: _rank(ranking, question) for name, ranking in reply.variants.items()}
    if reply.ranking is not None:
        ranks = {"all": _rank(reply.ranking, question), **ranks}
    return Miss(
        question=question,
        gold=tuple(dict.fromkeys(spans)),
        refused=answered is not None and answered.refused,
        confidence=answered.confidence if answered else None,
        cited=tuple((c.places[0].document, c.quote) for c in answered.cited) if answered else (),
        ranks=ranks,
        error=reply.error,
    )


def _rank(ranking: Sequence[str], question: Question) -> int | None:
    return next((rank for rank, name in enumerate(ranking, 1) if name in question.gold), None)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
