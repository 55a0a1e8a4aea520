"""Markdown: front matter read as metadata, markup taken off, the words left as they are."""

import html
import re
from collections.abc import Iterator, Mapping

from ingest.facts import Facts
from ingest.origins import Confidence, StatedBy
from ingest.readers.page import Page
from ingest.timestamps import parse_datetime

_FRONT_MATTER = re.compile(r"\A\s*---[ ]*\n(?P<fields>.*?)\n---[ ]*(?:\n|\Z)", re.DOTALL)
# A value may go on in lines that are indented: a long one, or a list.
_FIELD = re.compile(r"^(?P<key>[\w-]+):[ ]*(?P<value>.*(?:\n[ \t]+\S.*)*)$", re.MULTILINE)
_FOLDED = re.compile(r"[>|][+-]?$")
_ITEM = re.compile(r"- +")
# Names that writers of front matter use for the same thing, ours first.
_KEYS = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "site", "outlet", "media"),
    "byline": ("byline", "author", "reporter"),
    "section": ("section", "category"),
    "published": ("published_at", "date", "published", "datetime"),
    "modified": ("modified_at", "modified", "updated", "lastmod"),
    "url": ("url", "source", "link", "canonical"),
}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ ]+(?P<text>.*?)[ ]*#*$")
_RULE = re.compile(r"^(?:[-*_=][ ]*){3,}$")
_TABLE_RULE = re.compile(r"^\|?[ ]*:?-{2,}:?[ ]*(?:\|[ ]*:?-{2,}:?[ ]*)*\|?$")
_BULLET = re.compile(r"^[-*+][ ]+(?:\[[ xX]\][ ]+)?")
_NUMBERED = re.compile(r"^\d{1,3}[.)][ ]")
_QUOTED = re.compile(r"^(?:>[ ]?)+")
_FENCE = re.compile(r"^(?:```|~~~)")
_TARGET = r"\]\([^()\n]{0,1000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)"
_TAGS = "a|b|i|u|s|em|strong|span|sup|sub|mark|small|p|div|img"
# Repetitions are bounded: a line of brackets must not be searched to its end from each of them.
_INLINE = (
    (re.compile(r"!\[([^\[\]\n]{0,500})\]\([^)\n]{0,1000}\)"), r"\1"),  # image: its words
    (re.compile(rf"\[((?:[^\[\]\n]|\[[^\[\]\n]{{1,50}}\]){{1,500}}){_TARGET}"), r"\1"),  # link
    (re.compile(r"\[([^\[\]\n]{1,500})\]\[[^\]\n]{0,100}\]"), r"\1"),  # link by reference
    (re.compile(r"<((?:https?://|mailto:)[^>\s]{1,1000})>"), r"\1"),
    (re.compile(rf"</?(?:{_TAGS})\b[^>\n]{{0,500}}>"), ""),
    (re.compile(r"(?<![*\\])(\*{1,3})(?=[^\s*])([^*\n]{0,1000}[^\s*])\1(?!\*)"), r"\2"),
    (re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])([^_\n]{0,300}[^\s_])\1(?!\w)"), r"\2"),
    (re.compile(r"~~([^~\n]{1,1000})~~"), r"\1"),
    (re.compile(r"(`{1,3})([^`\n]{1,1000})\1"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), r"\1"),
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(text: str) -> Page:
    """The text without markup: headings, bullets and table rows are lines of their own."""
    match = _FRONT_MATTER.match(text)
    fields = _fields(match["fields"]) if match else {}
    body = _BREAK.sub("\n", _COMMENT.sub("", text[match.end() :] if match else text))
    blocks = list(_blocks(body))
    heading = next((line for line, is_heading in blocks if is_heading), None)
    title = fields.get("title") or heading
    if blocks and blocks[0] == (title, True):
        blocks = blocks[1:]
    return Page(
        text="\n\n".join(line for line, _ in blocks),
        facts=_facts(fields).beside(
            Facts(title=heading).stated(StatedBy.PAGE_TEXT, Confidence.MEDIUM)
        ),
        headings=frozenset(line for line, is_heading in blocks if is_heading),
    )


def _facts(fields: Mapping[str, str]) -> Facts:
    url = fields.get("url")
    return Facts(
        title=fields.get("title"),
        publisher=fields.get("publisher"),
        byline=fields.get("byline"),
        section=fields.get("section"),
        published_at=parse_datetime(fields.get("published", "")),
        modified_at=parse_datetime(fields.get("modified", "")),
        url=url if url and re.match(r"https?://\S+$", url) else None,
    ).stated(StatedBy.FRONT_MATTER, Confidence.HIGH)


def _fields(matter: str) -> dict[str, str]:
    """The front matter's fields under our names; values lose their quotation marks."""
    written = {field["key"].lower(): _value(field["value"]) for field in _FIELD.finditer(matter)}
    found = {
        name: next((written[key] for key in keys if written.get(key)), "")
        for name, keys in _KEYS.items()
    }
    return {name: value for name, value in found.items() if value}


def _value(written: str) -> str:
    first, *more = (line.strip() for line in written.split("\n"))
    if more and all(map(_ITEM.match, more)):
        return ", ".join(_unquoted(_ITEM.sub("", line, count=1)) for line in more)
    return _unquoted(" ".join([_FOLDED.sub("", first), *more]).strip())


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        quote = value[0]
        return value[1:-1].replace(f"\\{quote}", quote).replace(quote * 2, quote)
    return value


def _blocks(body: str) -> Iterator[tuple[str, bool]]:
    """(text, is it a heading) for each paragraph, heading, bullet list and table."""
    for chunk in re.split(r"\n[ ]*\n", body):
        lines: list[str] = []
        for line in chunk.split("\n"):
            heading = _HEADING.match(line.strip())
            if heading:
                yield from _paragraph(lines)
                lines = []
                yield _inline(heading["text"]), True
            else:
                lines.append(line)
        yield from _paragraph(lines)


def _paragraph(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """One paragraph; soft breaks become spaces, bullets and rows keep their lines."""
    joined: list[str] = []
    joining = False
    for line in lines:
        bare = _QUOTED.sub("", line.strip()).strip()
        if not bare or _FENCE.match(bare) or _RULE.match(bare) or _TABLE_RULE.match(bare):
            joining = False
            continue
        content, own_line = _line(bare)
        if joining and not own_line and content:
            joined[-1] += f" {content}"
        elif content:
            joined.append(content)
        joining = not bare.startswith("|") and not line.endswith(("  ", "\\"))
    if joined:
        yield "\n".join(joined), False


def _line(bare: str) -> tuple[str, bool]:
    """The line without its markup, and whether it must stand on a line of its own."""
    if bare.startswith("|"):
        cells = [_inline(cell) for cell in bare.strip("|").split("|")]
        return " | ".join(cell for cell in cells if cell), True
    if bullet := _BULLET.match(bare):
        return f"- {_inline(bare[bullet.end() :])}", True
    return _inline(bare), bool(_NUMBERED.match(bare))


def _inline(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return html.unescape(text).strip().removesuffix("\\").strip()
