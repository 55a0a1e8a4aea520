"""The lines of a PDF page with their places, as pdfium gives them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

# Wider than the spaces of a justified line, in heights of it: what stands between a table's cells.
_CELL_GAP = 3.0
# In heights of a line: how far apart two cells of one column may begin. Justified words hardly ever
# begin below one another.
_ALIGNED = 0.5
# Between the cells of a row: a table is read, and cited, row by row.
_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; the box is in points, upwards from the page's foot.

    `pieces` are the parts between wide gaps, each with its left edge: one, unless it is the row of
    a table. `first_word` is how wide the first word is.
    """

    pieces: tuple[tuple[float, str], ...]
    left: float
    right: float
    bottom: float
    height: float
    first_word: float

    @property
    def text(self) -> str:
        """What the line says, cells parted by a mark."""
        return _CELLS.join(text for _, text in self.pieces)

    @property
    def is_row(self) -> bool:
        """Whether it is a row of cells."""
        return len(self.pieces) > 1


@dataclass(frozen=True, slots=True)
class _Glyph:
    """One character and its box."""

    char: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def inked(self) -> bool:
        return not self.char.isspace() and self.right > self.left


def lines(textpage: object) -> list[Line]:
    """The page's lines in pdfium's order, which is that of the page's own instructions."""
    found = [made for glyphs in _runs(textpage) if (made := _line(glyphs)) is not None]
    starts = [left for line in found for left, _ in line.pieces[1:]]
    return [line if _is_table_row(line, starts) else _whole(line) for line in found]


def _is_table_row(line: Line, starts: Sequence[float]) -> bool:
    """Whether one of the line's cells begins where another line's does."""
    miss = line.height * _ALIGNED
    return any(
        sum(abs(left - start) <= miss for start in starts) > 1 for left, _ in line.pieces[1:]
    )


def _whole(line: Line) -> Line:
    return replace(line, pieces=((line.left, " ".join(text for _, text in line.pieces)),))


def _runs(textpage: object) -> Iterator[list[_Glyph]]:
    """The characters of each line."""
    text: str = textpage.get_text_range()  # type: ignore[attr-defined] # untyped
    # pdfium counts UTF-16 units; what is beyond one of them has no place of its own.
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    count = min(textpage.count_chars(), units)  # type: ignore[attr-defined] # untyped
    run: list[_Glyph] = []
    at = 0
    for char in text:
        if char in "\r\n":
            yield run
            run = []
        elif at < count:
            run.append(_Glyph(char, *textpage.get_charbox(at)))  # type: ignore[attr-defined] # untyped
        at += 2 if ord(char) > 0xFFFF else 1
    yield run


def _line(glyphs: Sequence[_Glyph]) -> Line | None:
    inked = [glyph for glyph in glyphs if glyph.inked]
    if not inked:
        text = " ".join("".join(glyph.char for glyph in glyphs).split())
        return Line(((0.0, text),), 0, 0, 0, 0, 0) if text else None
    height = max(glyph.top - glyph.bottom for glyph in inked)
    return Line(
        pieces=tuple(_pieces(glyphs, height * _CELL_GAP)),
        left=inked[0].left,
        right=max(glyph.right for glyph in inked),
        bottom=min(glyph.bottom for glyph in inked),
        height=height,
        first_word=_first_word(glyphs[glyphs.index(inked[0]) :]),
    )


def _pieces(glyphs: Sequence[_Glyph], gap: float) -> Iterator[tuple[float, str]]:
    """The parts of a line between wide gaps, each with its left edge."""
    text, left, end = "", 0.0, None
    for glyph in glyphs:
        if glyph.inked:
            if end is not None and glyph.left - end > gap:
                yield left, " ".join(text.split())
                text, end = "", None
            left = glyph.left if end is None else left
            end = glyph.right
        text += glyph.char
    yield left, " ".join(text.split())


def _first_word(glyphs: Sequence[_Glyph]) -> float:
    right = glyphs[0].right
    for glyph in glyphs:
        if glyph.char.isspace():
            break
        right = max(right, glyph.right)
    return right - glyphs[0].left
