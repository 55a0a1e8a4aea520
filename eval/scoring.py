"""From replies to scores: every question by itself, then the figures over any of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval import answer_scores, metrics
from eval.answer_scores import Scores
from eval.datasets import Dataset, Question
from eval.metrics import mean_scores, retrieval_scores
from eval.refusals import Judged, refusal_figures
from eval.replies import Reply

Figures = dict[str, float | None]

MEASURES = (*metrics.MEASURES, *answer_scores.MEASURES)
"""What single questions are scored in."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One question, what came back, and its scores by measure; `retrieval` is None where there was
    nothing to find, `answer` is empty where there was nothing to check."""

    question: Question
    reply: Reply
    retrieval: Scores | None
    answer: Scores

    @property
    def judged(self) -> Judged | None:
        """The refusal or the answer that came; None when none did."""
        answered = self.reply.answered
        if answered is None:
            return None
        return Judged(self.question.answerable, answered.refused, answered.confidence)


def score_all(dataset: Dataset, replies: Sequence[Reply]) -> list[Scored]:
    """Score the replies to a data set's questions, in their order."""
    questions = {question.id: question for question in dataset.questions}
    texts = {document.source: document.text for document in dataset.documents}
    rankings = {r.id: r.ranking for r in replies if r.ranking is not None}
    retrieval = retrieval_scores({name: questions[name].relevant for name in rankings}, rankings)
    return [
        Scored(
            question,
            reply,
            retrieval.get(reply.id),
            answer_scores.answer_scores(question, reply, _golds(question, texts)),
        )
        for reply in replies
        for question in (questions[reply.id],)
    ]


def figures(scored: Sequence[Scored]) -> dict[str, Figures]:
    """The means over questions, by group: "retrieval", "answers", "refusals"; empty where nothing
    was asked for."""
    searched = [one.retrieval for one in scored if one.retrieval is not None]
    answered = [one.answer for one in scored if one.answer]
    replies = [one.reply.answered for one in scored if one.reply.answered is not None]
    judged = [one.judged for one in scored if one.judged is not None]
    return {
        "retrieval": mean_scores(searched) if searched else {},
        "answers": answer_scores.summarise(answered, replies) if answered else {},
        "refusals": refusal_figures(judged) if any(not j.answerable for j in judged) else {},
    }


def ablations(dataset: Dataset, replies: Sequence[Reply]) -> dict[str, Figures]:
    """Retrieval figures of each variant, over the questions ranked by it, and how many they are."""
    names = list(dict.fromkeys(name for reply in replies for name in reply.variants))
    relevant = {question.id: question.relevant for question in dataset.questions}
    ranked = [reply for reply in replies if reply.variants]
    qrels = {reply.id: relevant[reply.id] for reply in ranked}
    return {
        name: {
            "questions": len(ranked),
            **mean_scores(
                retrieval_scores(qrels, {r.id: r.variants.get(name, ()) for r in ranked}).values()
            ),
        }
        for name in names
    }


def _golds(question: Question, texts: Mapping[str, str]) -> tuple[str, ...]:
    spans = (texts[gold.document][gold.start : gold.end] for gold in question.gold_spans)
    return question.answers or tuple(dict.fromkeys(spans))
