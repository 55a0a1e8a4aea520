"""Makes from articles what other outlets would carry of them, and what only looks like it.

Everything is drawn from a seeded generator, so the same articles give the same rewrites. Words are
changed without regard to grammar: what is measured is whether two texts are recognised as one.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from random import Random

from ingest.document import Document, Language
from ingest.read import from_text

_NUMBER = re.compile(r"\d[\d,.]*")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\S+")
_QUOTED = re.compile(r"([“\"][^”\"\n]+[”\"])")
# Another author's share of words of their own, outside numbers and quotations.
_OWN_WORDS = 0.8
# Days after which the next release of a series comes: within the days that a story may take.
_LATER = (1, 3)

# As outlets add them around a wire story; the first and the last are taken off by cleaning.
_HEADS = {
    Language.KO: ("컨텐츠로 건너뛰기\n메뉴\n검색", "본문 바로가기\n검색\n전체메뉴", ""),
    Language.EN: ("Skip to content\nMenu\nSearch", "", ""),
}
_FEET = {
    Language.KO: ("무단 전재 및 재배포 금지", "저작권자 ⓒ 여울신문. 무단전재 및 재배포 금지", ""),
    Language.EN: ("All rights reserved.", "Copyright ⓒ Yeoul Times. All rights reserved.", ""),
}
_CAPTIONS = {
    Language.KO: (
        "관계자들이 현장에서 설명을 듣고 있다. /사진=여울신문",
        "행사장 전경. 참석자들이 자리를 메우고 있다. /사진=해솔통신",
    ),
    Language.EN: ("Officials listen to a briefing at the site. /Photo=Yeoul Times",),
}
_PUBLISHERS = ("여울신문", "해솔통신", "누리타임스", "가람저널")


class Kind(StrEnum):
    """How a made article relates to the one it was made from."""

    COPY = "copy"
    SHORTENED = "shortened"
    TEMPLATE = "same form, other numbers"
    FOLLOW_UP = "follow-up"
    OTHER_AUTHOR = "same event, another author"


SAME = frozenset({Kind.COPY, Kind.SHORTENED})
"""The kinds that are the same story."""


@dataclass(frozen=True, slots=True)
class Made:
    """An article made from another: of one story with it, or not. `changed` is the share of its
    words that were changed."""

    document: Document
    original: Document
    kind: Kind
    changed: float


def rewrites(articles: Sequence[Document], news: Sequence[Document], seed: int) -> Iterator[Made]:
    """For every article copies with 5, 10, 20 and 30% of the words changed, a shortened copy, two
    of the same form with other numbers, another author's report with the same numbers and
    quotations, and a follow-up: one of `news`, as many at least, with two paragraphs of it."""
    rng = Random(seed)
    for original, later in zip(articles, news, strict=False):
        words = [w for one in articles if one is not original for w in _plain_words(one)]
        for changed in (0.05, 0.1, 0.2, 0.3):
            yield Made(_copy(original, rng, words, changed, 0.25), original, Kind.COPY, changed)
        yield Made(_copy(original, rng, words, 0.1, 0.5), original, Kind.SHORTENED, 0.1)
        for days in _LATER:
            yield Made(_template(original, rng, days), original, Kind.TEMPLATE, 0.0)
        yield Made(_by_another(original, rng, words), original, Kind.OTHER_AUTHOR, _OWN_WORDS)
        yield Made(_follow_up(original, rng, later), original, Kind.FOLLOW_UP, 0.0)


def _copy(
    original: Document, rng: Random, words: Sequence[str], changed: float, dropped: float
) -> Document:
    """Another headline and other furniture, a share of the paragraphs left out, two exchanged, a
    caption put in, a share of the words changed."""
    paragraphs = original.text.split("\n")
    leave_out = round(dropped * len(paragraphs))
    gone = set(rng.sample(range(1, len(paragraphs)), min(leave_out, len(paragraphs) - 1)))
    kept = [p for place, p in enumerate(paragraphs) if place not in gone]
    if len(kept) > 3:
        first = rng.randrange(1, len(kept) - 1)
        kept[first], kept[first + 1] = kept[first + 1], kept[first]
    kept = [_reworded(p, rng, words, changed) for p in kept]
    kept.insert(rng.randrange(len(kept) + 1), rng.choice(_CAPTIONS[original.language]))
    return _published(
        original,
        "\n".join(kept),
        title=_reworded(original.title, rng, words, 0.5),
        publisher=rng.choice(_PUBLISHERS),
        name=f"{rng.getrandbits(48):x}",
        rng=rng,
    )


def _reworded(text: str, rng: Random, words: Sequence[str], changed: float) -> str:
    """Words without digits left out, exchanged for others, or given another ending."""

    def other(found: re.Match[str]) -> str:
        word = found[0]
        if _NUMBER.search(word) or rng.random() >= changed:
            return word
        way = rng.randrange(3)
        if way == 0:
            return ""
        return (
            rng.choice(words)
            if way == 1
            else word[: max(1, len(word) - 1)] + rng.choice(words)[-1:]
        )

    return " ".join(_WORD.sub(other, text).split())


def _template(original: Document, rng: Random, days: int) -> Document:
    """The next release of a series: the same words, half of the numbers and more are others."""
    numbers = sorted(set(_NUMBER.findall(original.text)))
    changed = set(rng.sample(numbers, math.ceil(len(numbers) * rng.uniform(0.5, 1))))

    def other(found: re.Match[str]) -> str:
        return _other_number(found[0], rng) if found[0] in changed else found[0]

    made = _published(
        original,
        _NUMBER.sub(other, original.text),
        title=_NUMBER.sub(other, original.title),
        publisher=original.publisher,
        name=f"{rng.getrandbits(48):x}",
        rng=None,
    )
    return _later(made, original, days)


def _other_number(number: str, rng: Random) -> str:
    while True:
        made = _DIGIT.sub(lambda _: str(rng.randrange(1, 10)), number)
        if made != number:
            return made


def _by_another(original: Document, rng: Random, words: Sequence[str]) -> Document:
    """Half of the paragraphs, in which numbers and what is quoted are the same and little else."""
    paragraphs = original.text.split("\n")
    kept = sorted(rng.sample(range(len(paragraphs)), math.ceil(len(paragraphs) / 2)))
    text = "\n".join(_in_own_words(paragraphs[place], rng, words) for place in kept)
    return _published(
        original,
        text,
        title=_exchanged(original.title, rng, words),
        publisher=rng.choice(_PUBLISHERS),
        name=f"{rng.getrandbits(48):x}",
        rng=rng,
    )


def _in_own_words(paragraph: str, rng: Random, words: Sequence[str]) -> str:
    parts = _QUOTED.split(paragraph)
    return "".join(p if _QUOTED.fullmatch(p) else _exchanged(p, rng, words) for p in parts)


def _exchanged(text: str, rng: Random, words: Sequence[str]) -> str:
    def other(found: re.Match[str]) -> str:
        kept = _NUMBER.search(found[0]) or rng.random() >= _OWN_WORDS
        return found[0] if kept else rng.choice(words)

    return _WORD.sub(other, text)


def _follow_up(original: Document, rng: Random, later: Document) -> Document:
    """Other news that ends with two paragraphs of the article as its background."""
    background = [p for p in original.text.split("\n") if len(p) > 60][:2]
    made = _published(
        original,
        "\n".join([later.text, *background]),
        title=later.title,
        publisher=original.publisher,
        name=f"{rng.getrandbits(48):x}",
        rng=None,
    )
    return _later(made, original, 1)


def _later(made: Document, original: Document, days: int) -> Document:
    published = original.published_at
    return replace(made, published_at=published + timedelta(days=days) if published else None)


def _published(
    original: Document,
    text: str,
    *,
    title: str,
    publisher: str | None,
    name: str,
    rng: Random | None,
) -> Document:
    if rng is not None:
        head, foot = rng.choice(_HEADS[original.language]), rng.choice(_FEET[original.language])
        text = "\n".join(part for part in (head, title, text, foot) if part)
    return from_text(
        text,
        title=title,
        source=f"made/{name}.txt",
        published_at=original.published_at,
        publisher=publisher,
    )


def _plain_words(document: Document) -> list[str]:
    return [w for w in _WORD.findall(document.text) if not _NUMBER.search(w)]
