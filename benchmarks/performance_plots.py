"""Plots of benchmark results, as SVG files that are the same for the same figures."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

Result = Mapping[str, Any]

_OURS, _OTHERS, _FILES = "#3b7dd8", "#777777", "#b9cfee"
_STYLE: Any = {"svg.hashsalt": "briefing-qa", "svg.fonttype": "none", "font.family": "sans-serif"}
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_MIB = 2**20


def quality_plot(result: Result) -> str:
    """Quality of retrieval against its time."""

    def draw(axes: Axes) -> None:
        for row in result["rows"]:
            if "failed" in row:
                continue
            ratio, quality = row["search"]["ratios"]["p50_ms"], row["quality"]["MRR@10"]
            colour = _OURS if row["name"].startswith("ours") else _OTHERS
            axes.plot([ratio["least"], ratio["most"]], [quality] * 2, color=colour, linewidth=1)
            axes.plot([ratio["median"]], [quality], color=colour, marker="o")
            axes.annotate(
                row["label"],
                (ratio["median"], quality),
                xytext=(5, 4),
                textcoords="offset points",
                fontsize=8,
                color=colour,
            )
        axes.set_xscale("log")
        axes.set_xlabel("median time of a search, times that of the bare parts")
        axes.set_ylabel("MRR@10")
        axes.margins(x=0.2, y=0.1)

    return _svg(6.5, 3.8, draw)


def memory_plot(result: Result) -> str:
    """Memory after each part is loaded: private, and mapped from files."""

    def draw(axes: Axes) -> None:
        steps = result["steps"]
        places = range(len(steps))
        private = [step["private"] / _MIB for step in steps]
        files = [step["files"] / _MIB for step in steps]
        axes.barh(places, private, color=_OURS, label="private")
        axes.barh(places, files, left=private, color=_FILES, label="from files")
        axes.set_yticks(places, [step["part"] for step in steps])
        axes.invert_yaxis()
        axes.set_xlabel("MiB in memory")
        axes.legend(frameon=False)

    return _svg(6.5, 0.8 + 0.3 * len(result["steps"]), draw)


def _svg(width: float, height: float, draw: Callable[[Axes], None]) -> str:
    """Draw into a figure of this many inches."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        draw(axes)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata=_NO_METADATA)
    return written.getvalue()
