"""Tables in Markdown."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""A table whose first column is code.

    >>> print(table(("field", "meaning"), [("k", "this | that")]))
    | field | meaning |
    |---|---|
    | `k` | this \| that |
    """
    lines = [_row(head), "|" + "---|" * len(head)]
    lines += [_row((f"`{name}`", *rest)) for name, *rest in rows]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
