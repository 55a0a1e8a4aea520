"""Fits service/answering/refuse.py: `python benchmarks/calibrate_refusal.py SAMPLES SQUAD_JSON...`.

Every answerable question of a SQuAD-format set counts twice: as it is, and with the hits of its
own document taken out, which nobody can answer. Prints the coefficients, and for each set what a
threshold at a tenth of wrongly refused questions refuses. Indexes are kept under --work-dir.
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.adapters import load
from eval.datasets import Dataset, Question
from eval.indexing import fill, index_folder
from index.corpus import Index, open_index
from index.embedder import open_embedder
from index.query import Query, Ranking
from service.answering.answer import Turn
from service.answering.followup import understand
from service.answering.refuse import signs
from service.answering.select import candidates
from service.settings import Settings

NAMES = ("coverage", "score", "margin", "gap", "foreign")
K = 8  # hits an answer is chosen from: the service's default
RIDGE = 1.0  # keeps the weights small; the result changes little between 0.1 and 10


def without(ranking: Ranking, sources: set[str]) -> Ranking:
    """The ranking as if these documents had never been stored."""
    kept = [hit for hit in ranking.hits if hit.document.source not in sources][:K]
    ranks = {hit.rank: rank for rank, hit in enumerate(kept, 1)}
    return Ranking(
        tuple(replace(hit, rank=ranks[hit.rank]) for hit in kept),
        tuple(replace(s, rank=ranks[s.rank]) for s in ranking.sentences if s.rank in ranks),
    )


def examples(index: Index, dataset: Dataset, limit: int) -> Iterator[tuple[list[float], bool]]:
    """The signs of each question, and whether the documents answer it."""
    step = max(1, len(dataset.questions) // limit)
    for question in dataset.questions[::step]:
        understood = understand(
            question.text, [Turn(t.question, t.answer) for t in question.history]
        )
        ranking = index.rank(Query(understood.text, K + 2))
        for kept, answerable in cases(ranking, question, whole=dataset.whole):
            if not kept.hits:
                continue
            quotes = {h.document.doc_id: index.quotes(h.document.doc_id) for h in kept.hits}
            aliases = {alias.short: alias.long for alias in index.aliases()}
            found = candidates(kept, quotes, understood, aliases)
            values = signs(kept, found, understood)
            yield [values[name] for name in NAMES], answerable


def cases(ranking: Ranking, question: Question, *, whole: bool) -> Iterator[tuple[Ranking, bool]]:
    """The question as it is, and for a set of single passages without its document."""
    yield without(ranking, set()), question.answerable
    if whole and question.answerable:
        yield without(ranking, set(question.relevant)), False


def fit(
    rows: NDArray[np.float64], labels: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights of a ridge logistic regression, the intercept last, by Newton's method."""
    design = np.column_stack([rows, np.ones(len(rows))])
    ridge = RIDGE * np.diag([1.0] * rows.shape[1] + [0.0])
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (weights * (labels - p)) - ridge @ beta
        curvature = (design * (weights * p * (1 - p))[:, None]).T @ design + ridge
        beta += np.linalg.solve(curvature, gradient)
    return beta


def main() -> None:
    """Read the sets, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=800, help="questions of each set")
    parser.add_argument("--work-dir", type=Path, default=Path(tempfile.gettempdir()) / "calibrate")
    given = parser.parse_args()
    settings = Settings()
    embedder = open_embedder(settings.embedding_model, settings.cache_dir)
    parts = []
    for path in given.sets:
        dataset = load(path)
        folder = index_folder(given.work_dir, dataset, embedder.model_id)
        with open_index(folder, embedder) as index:
            fill(index, dataset)
            found = list(examples(index, dataset, given.limit))
        rows = np.array([row for row, _ in found])
        labels = np.array([float(label) for _, label in found])
        parts.append((path.name, rows, labels, balanced(labels)))
    beta = fit(*(np.concatenate([part[i] for part in parts]) for i in (1, 2, 3)))
    for name, value in zip((*NAMES, "INTERCEPT"), beta, strict=True):
        print(f'    "{name}": {value:.2f},')
    for name, rows, labels, _ in parts:
        sure = 1 / (1 + np.exp(-(rows @ beta[:-1] + beta[-1])))
        threshold = np.quantile(sure[labels == 1], 0.1)
        refused = np.mean(sure[labels == 0] < threshold)
        print(f"{name}: a tenth lies under {threshold:.2f}; of the unanswerable {refused:.2f}")


def balanced(labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights that give each set a sum of 200, half to either label."""
    return np.where(labels == 1, 100 / max(labels.sum(), 1), 100 / max((1 - labels).sum(), 1))


if __name__ == "__main__":
    main()
