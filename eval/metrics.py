"""Retrieval measures, taken from ir-measures (trec_eval's definitions), one value a question.

With g(i) the grade at rank i, and relevant meaning a grade above 0:

- `R@k`: relevant documents among the first k / all relevant ones. With a single relevant document
  it is the share of questions that find it.
- `Success@k`: 1 when at least one of the first k is relevant.
- `RR@10`: 1 / rank of the first relevant of ten, 0 without one; its mean is MRR@10.
- `AP@10`: the mean over all relevant documents of the precision at the rank where each is found
  (0 for one not among the first ten); its mean is MAP@10.
- `nDCG@10`: sum of g(i) / log2(i + 1) over ten ranks, divided by the same sum over the best order
  (Järvelin & Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques", 2002, with the
  logarithm from rank 1 as in trec_eval).

All are in [0, 1], higher is better. A question that is missing from the run scores 0.
"""

from collections.abc import Iterable, Mapping, Sequence

from eval.errors import MissingExtra

Qrels = Mapping[str, Mapping[str, int]]
"""Question id -> document name -> grade."""

Ranking = Sequence[str]
"""Document names, best first."""

MEASURES = (
    "R@1",
    "R@5",
    "R@10",
    "Success@1",
    "Success@5",
    "Success@10",
    "RR@10",
    "AP@10",
    "nDCG@10",
)
# How deep the measures above look.
DEPTH = 10

SHOWN = ("R@1", "R@5", "R@10", "Success@1", "Success@10", "MRR@10", "MAP@10", "nDCG@10")
"""The means that are shown side by side."""

MEANS = {"RR@10": "MRR@10", "AP@10": "MAP@10"}
"""What the means of these measures are called."""

COLUMN_OF = {mean: name for name, mean in MEANS.items()}
"""The measure that these are means of."""


def retrieval_scores(qrels: Qrels, run: Mapping[str, Ranking]) -> dict[str, dict[str, float]]:
    """Score every judged question; measure -> value under its id.

    A document that comes twice in a ranking counts where it comes first. Raises `MissingExtra`.

    >>> retrieval_scores({"q": {"a": 1}}, {"q": ["b", "a"]})["q"]["RR@10"]
    0.5
    """
    try:
        import ir_measures
    except ImportError as error:
        message = "evaluation needs ir-measures: install briefing-qa[eval]"
        raise MissingExtra(message) from error
    scores = {question: dict.fromkeys(MEASURES, 0.0) for question in qrels}
    judgements = [
        ir_measures.Qrel(question, document, grade)
        for question, grades in qrels.items()
        for document, grade in grades.items()
    ]
    if not judgements:
        return scores
    scored = [
        # A ranking is handed over as falling scores: there are no ties for the library to break
        # in its own way.
        ir_measures.ScoredDoc(question, document, float(-rank))
        for question, ranking in run.items()
        for rank, document in enumerate(dict.fromkeys(ranking))
    ]
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    for metric in ir_measures.iter_calc(measures, judgements, scored):
        scores[metric.query_id][str(metric.measure)] = float(metric.value)
    return scores


def mean(values: Iterable[float]) -> float | None:
    """The arithmetic mean; None of nothing, which is not a score of 0."""
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else None


def mean_scores(scores: Iterable[Mapping[str, float]]) -> dict[str, float | None]:
    """Average each measure over questions; `RR@10` becomes `MRR@10`, `AP@10` `MAP@10`."""
    rows = list(scores)
    return {MEANS.get(name, name): mean(row[name] for row in rows) for name in MEASURES}
