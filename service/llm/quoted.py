"""What a written sentence claims to quote: everything between quotation marks of any kind."""

import re

# Openers with what may close them. Brackets for titles count, too: a title is quoted by them.
_CLOSERS = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "‘": "’",
    "‚": "‘’",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "｢": "｣",
    "《": "》",
    "〈": "〉",
    "〝": "〞〟",
    '"': '"',
    "＂": "＂",
    "'": "'",
    "＇": "＇",
    "`": "`'",
    "´": "´",
}
_MARKS = frozenset(_CLOSERS) | frozenset("".join(_CLOSERS.values()))
# "it's", "the ministers' plan"
_APOSTROPHE = re.compile(r"(?<=[A-Za-z0-9])['’](?=[A-Za-z])|(?<=[sS])['’](?=[\s.,;:!?)]|$)")


def quotations(text: str) -> list[str] | None:
    """The outermost quotations of a sentence without their marks; None where a mark has no partner,
    for then it cannot be told what is quoted.

    >>> quotations("그는 “안 된다”고 했고 'no'라고 했다.")
    ['안 된다', 'no']
    >>> quotations("the ministry's plan"), quotations("그는 “안 된다고 했다.")
    ([], None)
    """
    spans = _spans(text)
    return None if spans is None else [text[start + 1 : end - 1].strip() for start, end in spans]


def unquoted(text: str) -> str:
    """The sentence without its quotations; whole where they cannot be told.

    >>> unquoted("그는 “안 된다”고 했다.")
    '그는 고 했다.'
    """
    for start, end in reversed(_spans(text) or []):
        text = text[:start] + text[end:]
    return text


def _spans(text: str) -> list[tuple[int, int]] | None:
    found, rest = [], 0
    while (opener := _mark(text, rest)) is not None:
        closer = _closer(text, opener)
        if closer is None:
            return None
        rest = closer + 1
        found.append((opener, rest))
    return found


def _mark(text: str, start: int) -> int | None:
    """Where the next quotation mark is that is no apostrophe."""
    for at in range(start, len(text)):
        if text[at] in _MARKS and not _APOSTROPHE.match(text, at):
            return at
    return None


def _closer(text: str, opener: int) -> int | None:
    """Where a quotation ends: at its closer, a pair of the same marks inside it passed over."""
    closers, depth = _CLOSERS.get(text[opener], ""), 0
    for at in range(opener + 1, len(text)):
        if text[at] in closers and not _APOSTROPHE.match(text, at):
            if depth == 0:
                return at
            depth -= 1
        elif text[at] == text[opener]:
            depth += 1
    return None
