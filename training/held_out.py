"""How well a reader reads what it was not trained on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.folds import fold_of
from eval.refusals import auroc
from eval.text_match import exact_match, overlap_f1
from ingest.language import detect
from service.reading.reader import Reader, Reading, ToRead
from training.material import Asked, Excerpt

# Questions about documents of this fold are never trained on: eval.folds.
HELD_OUT = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Exact match and F1 of the likeliest span, and the share of questions whose likeliest sentence
    is the right one, all in excerpts that answer (None where no set marks answers); and the AUROC
    of telling excerpts that answer from those that do not."""

    exact: float | None
    f1: float | None
    sentence: float | None
    auroc: float | None


def is_held_out(asked: Asked) -> bool:
    """Whether a question is kept for the figures."""
    return fold_of(asked.subject) == HELD_OUT


def figures(reader: Reader, questions: Sequence[Asked]) -> Figures:
    """Over questions with all their excerpts, each read as the product reads them, at once."""
    scores, logits, right = [], [], []
    for asked in questions:
        excerpts = [*asked.answering, *asked.rivals]
        readings = reader.read(asked.question, [ToRead(one.title, one.text) for one in excerpts])
        for place, (excerpt, reading) in enumerate(zip(excerpts, readings, strict=True)):
            logits.append(reading.answerable)
            right.append(float(place < len(asked.answering)))
            if excerpt.answers:
                scores.append(_score(reading, excerpt))
    area = auroc(np.array(right), np.array(logits))
    if not scores:
        return Figures(None, None, None, area)
    exact, f1, sentence = map(float, np.mean(scores, axis=0))
    return Figures(exact, f1, sentence, area)


def _score(reading: Reading, excerpt: Excerpt) -> tuple[float, float, float]:
    golds = [excerpt.text[start:end] for start, end in excerpt.answers]
    found = excerpt.text[slice(*(reading.likeliest() or (0, 0)))]
    language = detect(excerpt.text)
    best = max(excerpt.sentences, key=lambda sentence: reading.share(*sentence))
    right = any(best[0] < end and start < best[1] for start, end in excerpt.answers)
    return (
        exact_match(found, golds, language),
        overlap_f1(found, golds, language),
        float(right),
    )
