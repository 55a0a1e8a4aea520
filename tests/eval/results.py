"""Results made by hand, for what reads them."""

from collections.abc import Sequence
from typing import Any


def made(
    columns: dict[str, Sequence[float | None]], set_name: str = "small", **more: object
) -> dict[str, Any]:
    """A result with these question columns; the means of a measure are its figures."""
    count = max(len(column) for column in columns.values())
    means: dict[str, float] = {}
    for name, column in columns.items():
        values = [value for value in column if value is not None]
        means[name] = sum(values) / len(values)
    return {
        "format": 2,
        "set": set_name,
        "commit": "0123456789abcdef",
        "complete": True,
        "corpus_digest": "c" * 64,
        "questions_digest": "d" * 64,
        "metrics": {"retrieval": {}, "answers": means, "refusals": {}},
        "questions": {"id": [f"q{number}" for number in range(count)], **columns},
        **more,
    }
