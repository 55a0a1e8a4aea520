"""Fits service/answering/weights.py: what a sentence's signs count, and when to refuse.

    python benchmarks/calibrate.py SAMPLES SQUAD_JSON... [--briefings FILE] [--limit N] [--fold N] \
        [--no-reader]

Sentences: the right sentences' share of a softmax over all of a question's sentences is made as
large as it gets (ListNet's loss, Cao et al. 2007). Refusal: a logistic regression on questions
with and without an answer; a set of single passages gives each question once more with its own
document taken out, which nobody can answer. All sets count alike. Prints the weights fitted on
everything, and figures cross-validated in five parts, each of whole articles. `--fold` keeps to
articles that the reader has not learnt from (eval.folds); it leaves the samples whole. Indexes stay
under --work-dir.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from eval.absent import without
from eval.adapters import load
from eval.answer_scores import overlaps
from eval.asking import selected
from eval.datasets import Dataset, Question
from eval.folds import in_fold
from eval.indexing import fill, index_folder
from index.corpus import Index, open_index
from index.embedder import open_embedder
from index.query import Query, Ranking
from service.answering.answer import Turn
from service.answering.cite import distinct
from service.answering.engine import long_forms, read_best
from service.answering.followup import Understood, understand
from service.answering.refuse import signs
from service.answering.select import Candidate, candidates, of_whom_it_asks, read
from service.answering.weights import READ, UNREAD
from service.assembly import open_reader
from service.reading.reader import Reader
from service.settings import load_settings
from training.briefings import briefings

K = 8  # hits an answer is chosen from: the service's default
PARTS = 5
RIDGE, REFUSAL_RIDGE = 0.02, 1.0
FALSE_REFUSALS = 0.1

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A question as it was answered; `part` is the fifth in which it is held out."""

    set_name: str
    part: int
    answerable: bool
    understood: Understood
    ranking: Ranking
    found: tuple[Candidate, ...]
    right: tuple[bool, ...]

    def matrix(self, names: Sequence[str]) -> Rows:
        """The signs of every sentence, shape (sentences, names)."""
        return np.array([[c.parts[name] for name in names] for c in self.found])

    def rescored(self, sentence: Mapping[str, float]) -> "Case":
        """The same question with its sentences scored by other weights, and ordered as they are
        answered with: the best of whom it asks first."""
        scored = [
            replace(one, score=sum(w * one.parts[n] for n, w in sentence.items()))
            for one in self.found
        ]
        right = {id(one) for one, yes in zip(scored, self.right, strict=True) if yes}
        scored.sort(key=lambda one: -one.score)
        margin = (READ if "answerable" in scored[0].parts else UNREAD).margin
        found = of_whom_it_asks(scored, self.understood.cast, margin)
        return replace(self, found=tuple(found), right=tuple(id(one) in right for one in found))


def ask(index: Index, dataset: Dataset, limit: int, reader: Reader | None) -> Iterator[Case]:
    """Every question as the service answers it, and the unanswerable variants."""
    aliases = long_forms(index.aliases())
    questions = selected(dataset, limit)
    for question, part in zip(questions, parts_of(dataset, questions), strict=True):
        history = [Turn(turn.question, turn.answer) for turn in question.history]
        understood = understand(question.text, history)
        ranking = index.rank(Query(understood.text, K + 2))
        for kept, answerable in variants(ranking, question, whole=dataset.whole):
            quotes = {hit.document.doc_id: index.quotes(hit.document.doc_id) for hit in kept.hits}
            found = candidates(kept, quotes, understood, aliases, UNREAD)
            if reader is not None:
                found = read(found, read_best(reader, understood.text, found), READ)
            if found:
                right = tuple(answerable and is_right(one, question) for one in found)
                yield Case(dataset.name, part, answerable, understood, kept, tuple(found), right)


def parts_of(dataset: Dataset, questions: Sequence[Question]) -> list[int]:
    """The part in which each question is held out: whole articles are dealt out, in the order in
    which they are asked about, so that nothing is told of one by weights fitted on it."""
    names = dataset.articles
    subjects = [next(iter(one.gold), one.about or one.id) for one in questions]
    articles = [names.get(subject, subject) for subject in subjects]
    dealt = {article: number % PARTS for number, article in enumerate(dict.fromkeys(articles))}
    return [dealt[article] for article in articles]


def variants(
    ranking: Ranking, question: Question, *, whole: bool
) -> Iterator[tuple[Ranking, bool]]:
    """The question as it is, and for a set of single passages without its document."""
    yield without(ranking, frozenset(), K), question.answerable
    if whole and question.answerable:
        yield without(ranking, frozenset(question.gold), K), False


def is_right(candidate: Candidate, question: Question) -> bool:
    """Whether a sentence finds a gold span, as `briefing eval` counts it."""
    start, end = candidate.sentence.start, candidate.sentence.end
    source = candidate.hit.document.source
    return any(g.document == source and overlaps(start, end, g) for g in question.gold_spans)


def fit_sentences(cases: Sequence[Case], names: Sequence[str]) -> dict[str, float]:
    """The weights of a sentence's signs."""
    taught = [case for case in cases if any(case.right)]
    rows = np.concatenate([case.matrix(names) for case in taught])
    spread = rows.std(axis=0) + 1e-6
    inputs = [torch.tensor(case.matrix(names) / spread) for case in taught]
    rights = [torch.tensor(case.right) for case in taught]
    shares = torch.tensor(alike([case.set_name for case in taught]), dtype=torch.float64)
    weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        scores = [one @ weights for one in inputs]
        missed = [s.logsumexp(0) - s[r].logsumexp(0) for s, r in zip(scores, rights, strict=True)]
        total = shares @ torch.stack(missed) + RIDGE * (weights**2).sum()
        total.backward()  # type: ignore[no-untyped-call] # torch is half typed
        return total

    optimiser.step(loss)
    return dict(zip(names, (weights.detach().numpy() / spread).tolist(), strict=True))


def fit_refusal(cases: Sequence[Case], names: Sequence[str]) -> dict[str, float]:
    """The weights of a ridge logistic regression by Newton's method, with the intercept."""
    rows, labels = signs_of(cases, names), np.array([float(case.answerable) for case in cases])
    kinds = [f"{case.set_name} {case.answerable}" for case in cases]
    shares = 200 * np.array(alike(kinds))
    spread = rows.std(axis=0) + 1e-6
    design = np.column_stack([rows / spread, np.ones(len(rows))])
    ridge = REFUSAL_RIDGE * np.diag([1.0] * rows.shape[1] + [0.0])
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (shares * (labels - p)) - ridge @ beta
        curvature = (design * (shares * p * (1 - p))[:, None]).T @ design + ridge
        beta += np.linalg.solve(curvature, gradient)
    return dict(zip((*names, "INTERCEPT"), [*(beta[:-1] / spread), beta[-1]], strict=True))


def signs_of(cases: Sequence[Case], names: Sequence[str]) -> Rows:
    """The signs of being answered at all, shape (cases, names)."""
    found = [signs(case.ranking, case.found, case.understood) for case in cases]
    return np.array([[values[name] for name in names] for values in found])


def alike(groups: Sequence[str]) -> list[float]:
    """Shares that add up to 1 and give every group the same sum."""
    counts = {group: groups.count(group) for group in groups}
    return [1 / (len(counts) * counts[group]) for group in groups]


def held_out(cases: Sequence[Case], tell: Callable[[Sequence[Case], Sequence[Case]], Rows]) -> Rows:
    """What `tell(others, part)` says of each case, by the weights fitted on the other parts."""
    results = np.zeros(len(cases))
    for part in range(PARTS):
        inside = [i for i, case in enumerate(cases) if case.part == part]
        others = [case for case in cases if case.part != part]
        results[inside] = tell(others, [cases[i] for i in inside])
    return results


def place_of_right(case: Case) -> float:
    """The place of the first right sentence, copies counted once; infinite when there is none."""
    right = {id(c) for c, yes in zip(case.found, case.right, strict=True) if yes}
    for place, (one, copies) in enumerate(distinct(case.found), 1):
        if any(id(c) in right for c in (one, *copies)):
            return place
    return np.inf


def main() -> None:
    """Read the sets, fit, print."""
    given = _arguments()
    settings = load_settings()
    reader = None if given.no_reader else open_reader(settings)
    embedder = open_embedder(settings.embedding_model, settings.cache_dir)
    cases: list[Case] = []
    for dataset in (*map(load, given.sets), *map(briefings, given.briefings)):
        folder = index_folder(given.work_dir, dataset, embedder.model_id)
        with open_index(folder, embedder, alignment_dir=settings.cache_dir / "alignment") as index:
            fill(index, dataset)
            asked = dataset
            if dataset.whole and given.fold is not None:
                asked = in_fold(dataset, given.fold)
            cases += ask(index, asked, given.limit, reader)
    names = list(cases[0].found[0].parts)
    _print("sentence", fit_sentences(cases, names))
    places = held_out(cases, lambda others, part: _places(fit_sentences(others, names), part))
    weights = fit_sentences(cases, names)
    cases = [case.rescored(weights) for case in cases]
    told = list(signs(cases[0].ranking, cases[0].found, cases[0].understood))
    _print("refusal", fit_refusal(cases, told))
    sure = held_out(cases, lambda others, part: _logits(fit_refusal(others, told), part, told))
    for group in sorted({(case.set_name, case.understood.language) for case in cases}):
        inside = np.array([(c.set_name, c.understood.language) == group for c in cases])
        answerable = np.array([case.answerable for case in cases])
        at, yes, no = (
            places[inside & answerable],
            sure[inside & answerable],
            sure[inside & ~answerable],
        )
        threshold = np.quantile(yes, FALSE_REFUSALS)
        area = np.mean(yes[:, None] > no[None, :])
        print(
            f"{' '.join(group)}: first {np.mean(at <= 1):.3f}, in three {np.mean(at <= 3):.3f}, in "
            f"five {np.mean(at <= 5):.3f}; a tenth lies under {1 / (1 + np.exp(-threshold)):.2f}, "
            f"of the unanswerable {np.mean(no < threshold):.2f}; AUROC {area:.3f}"
        )


def _places(weights: Mapping[str, float], cases: Sequence[Case]) -> Rows:
    return np.array([place_of_right(case.rescored(weights)) for case in cases])


def _logits(weights: Mapping[str, float], cases: Sequence[Case], names: Sequence[str]) -> Rows:
    rows = signs_of(cases, names)
    result: Rows = rows @ np.array([weights[name] for name in names]) + weights["INTERCEPT"]
    return result


def _print(title: str, weights: Mapping[str, float]) -> None:
    print(f"{title}:")
    for name, value in weights.items():
        print(f'    "{name}": {value:.2f},')


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument(
        "--briefings", type=Path, action="append", default=[], help="as training.briefings has them"
    )
    parser.add_argument("--limit", type=int, default=800, help="questions of each set")
    parser.add_argument("--fold", type=int, help="only articles of this fold")
    parser.add_argument("--no-reader", action="store_true", help="fit what is used without it")
    parser.add_argument("--work-dir", type=Path, default=Path(tempfile.gettempdir()) / "calibrate")
    given = parser.parse_args()
    if not (given.sets or given.briefings):
        parser.error("there is nothing to fit on: name a set, or --briefings")
    return given


if __name__ == "__main__":
    main()
