"""How well a reader reads what it was not trained on, the right passage given."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.refusals import auroc
from eval.text_match import exact_match, overlap_f1
from ingest.language import detect
from service.reading.reader import Reader, Reading, ToRead
from training.articles import Paragraph, Span
from training.examples import Example

# An answer has so many tokens at most.
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Figures:
    """Exact match and F1 of the likeliest span, the share of questions whose likeliest sentence
    is the right one, and the AUROC of telling passages that answer from those that do not."""

    exact: float
    f1: float
    sentence: float
    auroc: float | None


def figures(
    reader: Reader, paragraphs: Sequence[Paragraph], misleading: Sequence[Example]
) -> Figures:
    """Over all answered questions of some paragraphs and as many passages as are misleading."""
    scores, right, wrong = [], [], []
    for paragraph in paragraphs:
        passage = ToRead(paragraph.title, paragraph.text)
        for asked in paragraph.questions:
            (reading,) = reader.read(asked.text, [passage])
            if asked.answer is None:
                wrong.append(reading.answerable)
                continue
            right.append(reading.answerable)
            scores.append(_score(reading, paragraph, asked.answer))
    for example in misleading:
        (reading,) = reader.read(example.question, [ToRead(example.title, example.text)])
        wrong.append(reading.answerable)
    exact, f1, sentence = np.mean(scores, axis=0)
    kinds = np.array([1.0] * len(right) + [0.0] * len(wrong))
    area = auroc(kinds, np.array([*right, *wrong]))
    return Figures(float(exact), float(f1), float(sentence), area)


def likeliest(reading: Reading) -> Span:
    """The code points of the span whose beginning and end are likeliest together."""
    first, last = reading.logits[:, 0], reading.logits[:, 1]
    joint = first[:, None] + last[None, :]
    every = np.ones(joint.shape, bool)
    allowed = np.triu(every) & ~np.triu(every, _LONGEST)
    start, end = np.unravel_index(np.where(allowed, joint, -np.inf).argmax(), joint.shape)
    return int(reading.spans[start, 0]), int(reading.spans[end, 1])


def _score(reading: Reading, paragraph: Paragraph, answer: Span) -> tuple[float, float, float]:
    start, end = likeliest(reading)
    found, gold = paragraph.text[start:end], paragraph.text[answer[0] : answer[1]]
    language = detect(paragraph.text)
    best = max(paragraph.sentences, key=lambda sentence: reading.share(*sentence))
    return (
        exact_match(found, [gold], language),
        overlap_f1(found, [gold], language),
        float(best[0] < answer[1] and best[1] > answer[0]),
    )
