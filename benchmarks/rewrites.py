"""Makes from articles what other outlets would carry of them, and what only looks like it.

Everything is drawn from a seeded generator, so the same articles give the same rewrites. Words are
changed without regard to grammar: what is measured is whether two texts are recognised as one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from random import Random

from ingest.document import Document, Language
from ingest.read import from_text

_NUMBER = re.compile(r"\d[\d,.]*")
_WORD = re.compile(r"\S+")

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


def rewrites(articles: Sequence[Document], seed: int) -> Iterator[Made]:
    """For every article copies with 5, 10, 20 and 30% of the words changed, a shortened copy, two
    of the same form with other numbers, and a follow-up that repeats its first paragraph."""
    rng = Random(seed)
    for original in articles:
        words = [w for one in articles if one is not original for w in _plain_words(one)]
        for changed in (0.05, 0.1, 0.2, 0.3):
            yield Made(_copy(original, rng, words, changed, 0.25), original, Kind.COPY, changed)
        yield Made(_copy(original, rng, words, 0.1, 0.5), original, Kind.SHORTENED, 0.1)
        for days in (1, 7):
            yield Made(_template(original, rng, days), original, Kind.TEMPLATE, 0.0)
        yield Made(_follow_up(original, rng, articles), original, Kind.FOLLOW_UP, 0.0)


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
    """The next release of a series: the same words, every number another."""

    def other(found: re.Match[str]) -> str:
        return _NUMBER_DIGIT.sub(lambda _: str(rng.randrange(1, 10)), found[0])

    text = _NUMBER.sub(other, original.text)
    made = _published(
        original,
        text,
        title=_NUMBER.sub(other, original.title),
        publisher=original.publisher,
        name=f"{rng.getrandbits(48):x}",
        rng=None,
    )
    published = original.published_at
    return replace(made, published_at=published + timedelta(days=days) if published else None)


_NUMBER_DIGIT = re.compile(r"\d")


def _follow_up(original: Document, rng: Random, articles: Sequence[Document]) -> Document:
    """Another article that ends with the first paragraphs of this one as its background."""
    others = [a for a in articles if a is not original and a.language is original.language]
    news = rng.choice(others)
    body = news.text.split("\n")
    background = [p for p in original.text.split("\n") if len(p) > 60][:2]
    made = _published(
        original,
        "\n".join([*body, *background]),
        title=news.title,
        publisher=original.publisher,
        name=f"{rng.getrandbits(48):x}",
        rng=None,
    )
    published = original.published_at
    return replace(made, published_at=published + timedelta(days=1) if published else None)


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
