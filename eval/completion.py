"""How well follow-ups are completed, against what people made of them (CANARD; Elgohary, Peskov &
Boyd-Graber 2019).

There are no documents in it: the completed question is compared with the human rewrite itself. F1
and exact match are those of eval.text_match. `recovered` is what search needs: of the content words
that the rewrite has and the bare question lacks, the share that the completion brings in. `extra`
is what it costs: of the content words brought in, the share that the rewrite does not have.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.adapters.record import read_text
from eval.errors import DatasetError
from eval.metrics import mean
from eval.text_match import exact_match, overlap_f1
from index import analyzer
from ingest import korean
from ingest.language import detect
from service.answering.answer import Turn
from service.answering.followup import understand

Figures = dict[str, float | None]
Complete = Callable[[str, Sequence[Turn]], str]

# The first two entries of a history name the article and its section.
_HEADING = 2


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question, the turns before it, and the question as a person completed it."""

    question: str
    history: tuple[Turn, ...]
    rewrite: str


COMPLETIONS: dict[str, Complete] = {
    "the question alone": lambda question, _history: question,
    "all questions so far": lambda question, history: " ".join(
        [*(turn.question for turn in history), question]
    ),
    "completed": lambda question, history: understand(question, history).text,
}
"""What is compared: doing nothing, doing too much, and what the engine does."""


def completion_figures(items: Sequence[FollowUp]) -> dict[str, Figures]:
    """The means over some follow-ups of each way to complete them."""
    return {
        name: _means([_scores(item, complete(item.question, item.history)) for item in items])
        for name, complete in COMPLETIONS.items()
    }


def load_canard(path: Path, limit: int | None = None) -> list[FollowUp]:
    """Read CANARD's JSON, or `limit` of it spread evenly; raises `DatasetError`."""
    import json

    try:
        found = json.loads(read_text(path))
        items = [_follow_up(item) for item in found]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{path}: is not CANARD's JSON: {error!r}") from error
    if limit is None or limit >= len(items):
        return items
    return [items[number * len(items) // limit] for number in range(limit)]


def _follow_up(item: dict[str, object]) -> FollowUp:
    said = item["History"]
    question, rewrite = item["Question"], item["Rewrite"]
    if not isinstance(said, list) or not isinstance(question, str) or not isinstance(rewrite, str):
        raise TypeError(f"expected History, Question and Rewrite, found {sorted(item)}")
    turns = [str(line) for line in said[_HEADING:]]
    # The heading is all that a first question has to lean on: it stands for a turn.
    history = [Turn(" ".join(str(line) for line in said[:_HEADING]))]
    history += [Turn(q, a) for q, a in zip(turns[::2], turns[1::2], strict=False)]
    return FollowUp(question, tuple(history), rewrite)


def _scores(item: FollowUp, completed: str) -> Figures:
    bare, wanted, found = _words(item.question), _words(item.rewrite), _words(completed)
    lacking, brought = wanted - bare, found - bare
    language = detect(item.rewrite)
    return {
        "F1": overlap_f1(completed, [item.rewrite], language),
        "EM": exact_match(completed, [item.rewrite], language),
        "recovered": len(lacking & found) / len(lacking) if lacking else None,
        "extra": len(brought - wanted) / len(brought) if brought else None,
        "unchanged": float(completed == item.question),
    }


def _words(text: str) -> set[str]:
    return set(analyzer.terms(korean.morphemes(text)))


def _means(rows: Sequence[Figures]) -> Figures:
    names = rows[0] if rows else ()
    return {name: mean(_present(row[name] for row in rows)) for name in names}


def _present(values: Iterable[float | None]) -> Iterator[float]:
    return (value for value in values if value is not None)
