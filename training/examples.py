"""Questions beside texts, with what the reader should say of each.

A text answers, or misleads: an excerpt that the search likes, the answering one without the
sentence that answers, or the answering one where something else is asked. The reader has to learn
the difference.
From one language to the other it also learns by looking for a text among others: a sentence's
translation, or the passage that answers a question.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Language
from ingest.language import detect
from training.material import Asked, Excerpt, Span
from training.swapped import swapped

# Characters of a shortened excerpt, by its language: three steps in the time of two.
_SHOWN = {Language.KO: (60, 320), Language.EN: (140, 740)}

# So often a question's excerpts are shown whole.
_WHOLE = 0.5
# An answer is looked for among so many others.
_AROUND = 4
# How often an answering excerpt is shown once more without its answer.
_CUT_SHORT = 0.3
# How often it is shown with the question about something else that it names, where there is one.
_SWAPPED = 0.4
# Of the rivals, the next is taken so often instead of the one before.
_NEXT = 0.6


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a text, whether that answers it, and the span (code points of the text) of the
    answer; None where there is none, or none is marked."""

    question: str
    title: str
    text: str
    answerable: bool
    answer: Span | None


def taught(asked: Iterable[Asked], chance: random.Random) -> Iterator[Example]:
    """Every question with each excerpt that answers it, and as often with one that does not;
    excerpts are shown whole or, to see more of them in a time, shortened."""
    for one in asked:
        whole = chance.random() < _WHOLE
        for found in one.answering:
            excerpt = found if whole else _shortened(found, chance)
            answer = chance.choice(excerpt.answers) if excerpt.answers else None
            yield Example(one.question, excerpt.title, excerpt.text, True, answer)
            if answer and chance.random() < _CUT_SHORT:
                yield from _cut_short(one.question, excerpt)
            if chance.random() < _SWAPPED:
                yield from _swapped(one.question, excerpt, chance)
        if one.rivals:
            yield _misleading(one, chance, whole)


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
        yield Example(asked, "", text, True, (start, start + len(answer)))
        if around:
            yield Example(asked, "", " ".join(around), False, None)


def _misleading(one: Asked, chance: random.Random, whole: bool) -> Example:
    place = 0
    while place + 1 < len(one.rivals) and chance.random() < _NEXT:
        place += 1
    rival = one.rivals[place] if whole else _shortened(one.rivals[place], chance)
    return Example(one.question, rival.title, rival.text, False, None)


def _shortened(excerpt: Excerpt, chance: random.Random) -> Excerpt:
    """Some of the excerpt's sentences: one that holds an answer, and others as there is room."""
    left = chance.uniform(*_SHOWN[detect(excerpt.text)])
    order = chance.sample(excerpt.sentences, len(excerpt.sentences))
    order.sort(key=lambda sentence: not any(_holds(sentence, span) for span in excerpt.answers))
    kept: list[Span] = []
    for start, end in order:
        if not kept or end - start <= left:
            kept.append((start, end))
            left -= end - start
    return excerpt.only(kept)


def _holds(sentence: Span, span: Span) -> bool:
    return sentence[0] <= span[0] and span[1] <= sentence[1]


def _cut_short(question: str, excerpt: Excerpt) -> Iterator[Example]:
    """The excerpt less every sentence that holds the answer's words; nothing if none is left."""
    words = {excerpt.text[start:end] for start, end in excerpt.answers}
    kept = [
        (start, end)
        for start, end in excerpt.sentences
        if not any(word in excerpt.text[start:end] for word in words)
    ]
    if kept:
        yield Example(question, excerpt.title, excerpt.only(kept).text, False, None)


def _swapped(question: str, excerpt: Excerpt, chance: random.Random) -> Iterator[Example]:
    """The excerpt beside a question that it does not answer; nothing if none can be made."""
    other = swapped(question, excerpt, chance)
    if other is not None:
        yield Example(other, excerpt.title, excerpt.text, False, None)
