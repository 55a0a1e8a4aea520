"""Fifths of a data set by article, so that what learnt from some is scored on the others alone."""

import hashlib
from dataclasses import replace

from eval.datasets import Dataset, Question

FOLDS = 5


def fold_of(title: str) -> int:
    """The fold of an article, by its title: the same on every machine and for ever.

    >>> 0 <= fold_of("한글") < FOLDS
    True
    """
    return int(hashlib.sha256(title.encode()).hexdigest(), 16) % FOLDS


def in_fold(dataset: Dataset, fold: int) -> Dataset:
    """The same documents, and only the questions about articles of one fold.

    A question that was written for no document, and has none relevant, is left out.
    """
    articles = dataset.articles
    kept = tuple(
        question
        for question in dataset.questions
        if (places := _articles(question))
        and all(fold_of(articles[place]) == fold for place in places)
    )
    left_out = len(dataset.questions) - len(kept)
    return replace(
        dataset,
        name=f"{dataset.name}-fold{fold}",
        questions=kept,
        exclusions={**dataset.exclusions, f"questions outside fold {fold}": left_out},
    )


def _articles(question: Question) -> set[str]:
    """The documents that a question is about."""
    return {*question.gold, *([question.about] if question.about else [])}
