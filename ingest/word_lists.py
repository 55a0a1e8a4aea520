"""Closed lists of words, written as running text so that they stay readable."""


def listed(text: str) -> frozenset[str]:
    """The words of a list, for looking up.

    >>> sorted(listed("장관 차관"))
    ['장관', '차관']
    """
    return frozenset(text.split())


def ordered(text: str) -> tuple[str, ...]:
    """The words of a list in order, for `str.endswith` and the like."""
    return tuple(text.split())
