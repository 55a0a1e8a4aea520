"""Plots as HTML figures of SVG: drawn without a screen, the same bytes for the same figures.

Text stays text, in the reader's own fonts, and ink takes the page's colour, so that a plot is read
in the light and in the dark.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from eval.errors import MissingExtra

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A colour nobody would choose, put in place of the page's own until the text is written.
_INK = "#010203"
_BAR, _OTHER = "#3b7dd8", "#d8863b"
_HEAT = "viridis"
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_ROW_INCHES = 0.32

Draw = Callable[["Axes"], None]


def bars(
    title: str,
    values: Mapping[str, float],
    intervals: Mapping[str, tuple[float, float]] | None = None,
) -> str:
    """A bar in [0, 1] for each measure, with its interval where there is one."""

    def draw(axes: "Axes") -> None:
        places = range(len(values))
        axes.barh(places, list(values.values()), color=_BAR, height=0.7)
        for place, (name, value) in enumerate(values.items()):
            low, high = (intervals or {}).get(name, (value, value))
            axes.plot([low, high], [place, place], color=_INK, linewidth=1.5)
            axes.text(max(high, value) + 0.01, place, f"{value:.3f}", va="center", color=_INK)
        axes.set_yticks(places, list(values))
        axes.invert_yaxis()
        axes.set_xlim(0, 1.12)

    return _figure(title, 7.0, 0.7 + _ROW_INCHES * len(values), draw)


def heat_map(
    title: str, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[float | None]]
) -> str:
    """A coloured cell with its number for every row and column; empty where there is none."""

    def draw(axes: "Axes") -> None:
        import numpy as np

        matrix = np.array([[np.nan if c is None else c for c in row] for row in cells], float)
        axes.pcolormesh(np.ma.masked_invalid(matrix), cmap=_HEAT, vmin=0, vmax=1)
        axes.invert_yaxis()
        for y, row in enumerate(cells):
            for x, cell in enumerate(row):
                if cell is not None:
                    ink = "#ffffff" if cell < 0.6 else "#000000"
                    axes.text(
                        x + 0.5,
                        y + 0.5,
                        f"{cell:.2f}",
                        ha="center",
                        va="center",
                        color=ink,
                        fontsize=8,
                    )
        middles = np.arange(max(len(rows), len(columns))) + 0.5
        axes.set_xticks(middles[: len(columns)], columns, rotation=35, ha="left")
        axes.xaxis.tick_top()
        axes.set_yticks(middles[: len(rows)], rows)
        axes.tick_params(length=0)

    width = 2.2 + 0.75 * len(columns)
    return _figure(title, width, 1.3 + _ROW_INCHES * len(rows), draw)


def reliability(title: str, bins: Sequence[Mapping[str, float]]) -> str:
    """How often the documents held the answer, by the confidence given; with questions a bin."""

    def draw(axes: "Axes") -> None:
        axes.plot([0, 1], [0, 1], color=_INK, linestyle=":", linewidth=1)
        x, y = [b["confidence"] for b in bins], [b["answerable"] for b in bins]
        axes.plot(x, y, color=_BAR, marker="o")
        for one in bins:
            place = (one["confidence"], one["answerable"])
            axes.annotate(
                f"{one['questions']:.0f}",
                place,
                xytext=(6, -10),
                textcoords="offset points",
                color=_INK,
            )
        _square(axes, "confidence", "share the documents answer")

    return _figure(title, 4.6, 4.2, draw)


def precision_recall(
    title: str, points: Sequence[Mapping[str, float]], used: tuple[float, float] | None
) -> str:
    """Precision of refusing against its recall at every threshold; `used` is (recall, precision) of
    the refusals that were made."""

    def draw(axes: "Axes") -> None:
        recall, precision = [p["recall"] for p in points], [p["precision"] for p in points]
        axes.plot(recall, precision, color=_BAR)
        if used is not None:
            axes.plot([used[0]], [used[1]], color=_OTHER, marker="o", markersize=8)
            axes.annotate("in use", used, xytext=(8, 6), textcoords="offset points", color=_INK)
        _square(axes, "recall of refusing", "precision")

    return _figure(title, 4.6, 4.2, draw)


def latencies(title: str, stages: Mapping[str, Mapping[str, float]]) -> str:
    """Median and 95th percentile of each stage, in milliseconds."""

    def draw(axes: "Axes") -> None:
        places = range(len(stages))
        for offset, name, colour in ((-0.2, "p50", _BAR), (0.2, "p95", _OTHER)):
            values = [stage[name] for stage in stages.values()]
            spots = [place + offset for place in places]
            axes.barh(spots, values, height=0.38, color=colour, label=name)
            for spot, value in zip(spots, values, strict=True):
                axes.text(value, spot, f" {value:.0f}", va="center", color=_INK, fontsize=8)
        axes.set_yticks(places, list(stages))
        axes.invert_yaxis()
        axes.margins(x=0.12)
        axes.set_xlabel("milliseconds")
        axes.legend(frameon=False, labelcolor=_INK)

    return _figure(title, 7.0, 1.1 + 0.5 * len(stages), draw)


def _square(axes: "Axes", across: str, up: str) -> None:
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.05)
    axes.set_xlabel(across)
    axes.set_ylabel(up)


def _figure(title: str, width: float, height: float, draw: Draw) -> str:
    """Draw into a figure of this many inches. Raises MissingExtra without matplotlib."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtra("a report needs matplotlib: install briefing-qa[eval]") from error
    style: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "briefing-qa",
        "font.family": "sans-serif",
        "font.size": 10,
        **{f"axes.spines.{side}": False for side in ("top", "right")},
        **dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor"), _INK),
        **dict.fromkeys(("xtick.color", "ytick.color"), _INK),
    }
    with matplotlib.rc_context(style):
        figure = Figure(figsize=(width, height), layout="constrained")
        figure.patch.set_alpha(0)
        axes = figure.add_subplot()
        axes.patch.set_alpha(0)
        draw(axes)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata=_NO_METADATA)
    text = written.getvalue().replace(_INK, "currentColor")
    drawing = text[text.index("<svg ") + len("<svg ") :].strip()
    label = escape(title)
    return (
        f"<figure>\n<figcaption>{label}</figcaption>\n"
        f'<svg role="img" aria-label="{label}" {drawing}\n</figure>'
    )
