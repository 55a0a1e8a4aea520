"""Questions beside passages, with what the reader should say of each.

A passage answers (the right paragraph), speaks of the same thing (another paragraph of the
article), or is the right paragraph without the sentence that answers: the reader has to learn the
difference.
From one language to the other it learns by looking for a text among others: a sentence's
translation, or the passage that answers a question.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.articles import Asked, Paragraph, Span

# An answer is looked for among so many others.
_AROUND = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a passage, and the span (code points of the passage) of the answer; None where
    the passage holds none."""

    question: str
    title: str
    text: str
    answer: Span | None


def answering(articles: Sequence[Sequence[Paragraph]]) -> list[Example]:
    """Every question with the paragraph it was asked about, answered there or not."""
    return [
        Example(asked.text, paragraph.title, paragraph.text, asked.answer)
        for article in articles
        for paragraph in article
        for asked in paragraph.questions
    ]


def misleading(articles: Sequence[Sequence[Paragraph]], chance: random.Random) -> Iterator[Example]:
    """For every answered question a passage that does not answer it: another paragraph of its
    article, or its own without the answering sentences, turn about by chance.

    Another paragraph that holds the answer's words may well answer too, and is not taken.
    """
    for article in articles:
        for paragraph in article:
            for asked in paragraph.questions:
                if asked.answer is None:
                    continue
                words = paragraph.text[slice(*asked.answer)]
                others = [one for one in article if words not in one.text]
                if others and chance.random() < 0.5:
                    other = chance.choice(others)
                    yield Example(asked.text, other.title, other.text, None)
                else:
                    yield from _without_answer(paragraph, asked, asked.answer)


def _without_answer(paragraph: Paragraph, asked: Asked, answer: Span) -> Iterator[Example]:
    """The paragraph less every sentence that holds the answer's words; nothing if none is left."""
    words = paragraph.text[slice(*answer)]
    kept = [paragraph.text[a:b] for a, b in paragraph.sentences if _says_nothing(a, b, answer)]
    kept = [sentence for sentence in kept if words not in sentence]
    if kept:
        yield Example(asked.text, paragraph.title, " ".join(kept), None)


def _says_nothing(start: int, end: int, answer: Span) -> bool:
    return end <= answer[0] or start >= answer[1]


def across(pairs: Sequence[tuple[str, str]], chance: random.Random) -> Iterator[Example]:
    """The first of every pair as a question beside some pairs' seconds: once with its own second,
    which is the answer, among them, and once without."""
    for number, (asked, answer) in enumerate(pairs):
        others = [n for n in range(len(pairs)) if n != number]
        around = [pairs[n][1] for n in chance.sample(others, min(_AROUND, len(others)))]
        place = chance.randrange(len(around) + 1)
        before = " ".join(around[:place])
        start = len(before) + bool(before)
        text = " ".join([*around[:place], answer, *around[place:]])
        yield Example(asked, "", text, (start, start + len(answer)))
        if around:
            yield Example(asked, "", " ".join(around), None)
