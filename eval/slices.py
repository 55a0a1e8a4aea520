"""Which slices a question belongs to, so that a gain for one kind that costs another is seen."""

from collections.abc import Iterable, Mapping

from eval.datasets import Dataset, Question
from ingest.document import Language


def slices(dataset: Dataset) -> dict[str, list[str]]:
    """Question ids by slice ("language=ko", "pair=en->ko", "type=request"), sorted by slice.

    A kind of slice that has a single value for the whole set says nothing and is left out.
    """
    languages = {document.source: document.language for document in dataset.documents}
    conversations = any(question.history for question in dataset.questions)
    by_kind: dict[str, dict[str, list[str]]] = {}
    for question in dataset.questions:
        labels = _labels(question, languages)
        if conversations:
            labels["turn"] = "follow-up" if question.history else "first"
        for kind, value in labels.items():
            by_kind.setdefault(kind, {}).setdefault(value, []).append(question.id)
    return {
        f"{kind}={value}": by_kind[kind][value]
        for kind in sorted(by_kind)
        for value in sorted(by_kind[kind])
        if len(by_kind[kind]) > 1
    }


def _labels(question: Question, languages: Mapping[str, Language]) -> dict[str, str]:
    labels = {
        "language": question.language.value,
        "answerable": "yes" if question.answerable else "no",
        **question.labels,
    }
    pair = _gold_languages(question.gold, languages)
    if pair:
        labels["pair"] = f"{question.language}->{pair}"
    return labels


def _gold_languages(gold: Iterable[str], languages: Mapping[str, Language]) -> str:
    """The languages in which the gold can be read: "ko", or "en+ko"."""
    return "+".join(sorted({languages[document].value for document in gold}))
