"""Korean news pages as hypothesis makes them: a known article, and furniture around its lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeVar

from hypothesis import strategies as st

from tests.ingest import korean_words as words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: whether it is the article's, whether it leads elsewhere."""

    text: str
    kept: bool = False
    link: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """Lines that stand together, and the name of their element."""

    lines: tuple[Line, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class KoreanPage:
    """A page: what stands above its headline, below it, among its paragraphs and at its end."""

    headline: str
    paper: str
    above: tuple[Box, ...]
    article: tuple[Box, ...]
    below: tuple[Box, ...]
    names: tuple[str, str]

    @property
    def kept(self) -> list[str]:
        """The article's lines; what the page shows twice counts once."""
        return [line.text for box in self.article for line in box.lines if line.kept]

    @property
    def furniture(self) -> list[str]:
        """Every line that is not the article's."""
        boxes = (*self.above, *self.article, *self.below)
        return [line.text for box in boxes for line in box.lines if not line.kept]

    def copy(self) -> str:
        """The page as somebody pastes it: the headline twice, one line under another."""
        above, article, below = (
            [line.text for box in boxes for line in box.lines]
            for boxes in (self.above, self.article, self.below)
        )
        return "\n".join([*above, self.headline, self.headline, *article, *below])

    def html(self) -> str:
        """The page as its site sends it, the headline in the head and as h1."""
        outer, inner = self.names
        above, article, below = (
            "\n".join(map(_element, boxes)) for boxes in (self.above, self.article, self.below)
        )
        title = escape(self.headline)
        return (
            f'<!doctype html><html lang="ko"><head><meta charset="utf-8">'
            f"<title>{title} - {self.paper}</title>"
            f'<meta property="og:site_name" content="{self.paper}">'
            f'<meta property="og:title" content="{title}"></head><body>\n{above}\n'
            f'<div class="{outer}"><h1>{title}</h1><div class="{inner}">\n{article}\n</div></div>'
            f"\n{below}\n</body></html>"
        )


def _element(box: Box) -> str:
    lines = "".join(
        f'<p><a href="/n/{at}">{escape(line.text)}</a></p>' if line.link
        else f"<p>{escape(line.text)}</p>"
        for at, line in enumerate(box.lines)
    )  # fmt: skip
    return f'<div class="{box.name}">{lines}</div>' if box.name else lines


@st.composite
def korean_pages(draw: st.DrawFn) -> KoreanPage:
    """Any article in any furniture."""
    make = _Maker(draw)
    return KoreanPage(
        headline=draw(st.sampled_from(words.HEADLINES)),
        paper=make.paper,
        above=make.boxes(_ABOVE, 5),
        article=(*make.head(), *make.body()),
        below=make.boxes(_BELOW, 7),
        names=(
            draw(st.sampled_from(words.ARTICLE_NAMES)),
            draw(st.sampled_from(words.ARTICLE_NAMES)),
        ),
    )


class _Maker:
    """Draws the parts of one page, all by one paper and one reporter."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self.paper = draw(st.sampled_from(words.PAPERS))
        self.name = draw(st.sampled_from(words.REPORTERS))

    def head(self) -> list[Box]:
        """Between the headline and the first paragraph: sub-headlines and captions among it."""
        boxes = [*self.boxes(_UNDER, 6)]
        for subhead in self._some(words.SUBHEADS[:2], 2):
            boxes.insert(self._place(boxes), _kept(subhead))
        if self._draw(st.booleans()):
            boxes.append(self._caption(words.CAPTIONS[0]))
        return [*boxes, _kept(self._one(words.LEADS))]

    def body(self) -> list[Box]:
        """Paragraphs, sub-headlines and pictures; lists only where a sentence follows."""
        sentences = self._some(words.SENTENCES, 14, at_least=4)
        boxes = []
        while sentences:
            count = self._draw(st.integers(1, 3))
            boxes.append(_kept(" ".join(sentences[:count])))
            sentences = sentences[count:]
        between = [
            *map(_kept, self._some(words.SUBHEADS[2:], 3)),
            *map(self._caption, self._some(words.CAPTIONS[1:], 2)),
        ]
        for box in between:
            boxes.insert(self._place(boxes[:-1]), box)
        for make in self._some(_AMONG, 3):
            before = [
                at
                for at, box in enumerate(boxes)
                if box.lines[0].text.endswith("다.") and (not at or boxes[at - 1].lines[-1].kept)
            ]
            if before:
                boxes.insert(self._draw(st.sampled_from(before)), make(self))
        return boxes

    def boxes(self, kinds: Sequence[Callable[["_Maker"], Box]], at_most: int) -> tuple[Box, ...]:
        """Some kinds of furniture, each at most once, in any order."""
        return tuple(make(self) for make in self._some(kinds, at_most))

    def box(self, *lines: str, link: bool = False) -> Box:
        """Furniture, with the reporter's and the paper's name filled in."""
        mail = "reader@paper.example"
        filled = (one.format(paper=self.paper, name=self.name, mail=mail) for one in lines)
        return Box(
            tuple(Line(text, link=link) for text in filled),
            self._one([*words.FURNITURE_NAMES, *words.MEANINGLESS_NAMES]),
        )

    def listed(self, headings: list[str]) -> Box:
        """A heading and other articles, numbered or not."""
        heading = self.box(self._one(headings))
        titles = self._some(words.OTHER_ARTICLES, 5, at_least=2)
        if self._draw(st.booleans()):
            titles = [f"{number} {title}" for number, title in enumerate(titles, 1)]
        return Box((*heading.lines, *(Line(one, link=True) for one in titles)), heading.name)

    def summary(self) -> Box:
        """What a machine made of the article."""
        return self.box(
            self._one(words.SUMMARY_HEADINGS), *words.SUMMARIES, self._one(words.SUMMARY_NOTES)
        )

    def comments(self) -> Box:
        """Readers on the article, in sentences too."""
        said = self._some(words.COMMENTS, 7, at_least=1)
        return self.box(self._one(words.COMMENT_HEADINGS), *said)

    def one_of(self, lines: list[str]) -> Box:
        """A box of one line."""
        return self.box(self._one(lines))

    def _caption(self, text: str) -> Box:
        caption = text + self._one(["", *words.CREDITS])
        again = self._draw(st.sampled_from([(), (Line(caption),)]))
        return Box((Line(caption, kept=True), *again), self._one(words.MEANINGLESS_NAMES))

    def _one(self, options: Sequence[str]) -> str:
        return self._draw(st.sampled_from(options))

    def _some(self, options: Sequence[T], at_most: int, at_least: int = 0) -> list[T]:
        drawn = st.lists(
            st.sampled_from(options), min_size=at_least, max_size=at_most, unique_by=id
        )
        return self._draw(drawn)

    def _place(self, boxes: Sequence[Box]) -> int:
        return self._draw(st.integers(0, len(boxes)))


def _kept(text: str) -> Box:
    return Box((Line(text, kept=True),))


def _lines(options: list[str]) -> Callable[[_Maker], Box]:
    return lambda make: make.one_of(options)


_ABOVE = [
    *map(_lines, (words.SKIP_LINKS, words.MENUS, words.MENUS, words.TICKERS, ["{paper}"])),
    lambda make: make.listed(words.RANKING_HEADINGS),
]
_UNDER = [
    *map(
        _lines,
        (
            ["{paper}"],
            words.TICKERS,
            words.DATES,
            words.BYLINES,
            words.ORIGINAL,
            words.SHARING,
            words.FONT_SIZE,
            words.LISTENING,
            words.COUNTERS,
            words.PROMPTS,
            words.ADVERTS,
        ),
    ),
    lambda make: make.summary(),
]
_AMONG = [
    *map(
        _lines, (words.ADVERTS, words.PROMPTS, words.PICTURE_BUTTONS, words.SHARING, words.COUNTERS)
    ),
    lambda make: make.listed(words.RELATED_HEADINGS),
]
_BELOW = [
    *map(
        _lines,
        (
            words.BYLINES,
            words.SIGN_OFFS,
            words.RIGHTS,
            words.PROMPTS,
            words.SHARING,
            words.REACTIONS,
            words.TAGS,
            words.NEIGHBOURS,
            words.FOOTERS,
            words.ADVERTS,
            words.COUNTERS,
        ),
    ),
    lambda make: make.listed(words.RELATED_HEADINGS),
    lambda make: make.listed(words.RANKING_HEADINGS),
    lambda make: make.comments(),
]
