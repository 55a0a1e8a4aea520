"""What kind of file some bytes are, by their content and never by their name."""

import io
import json
import re
import zipfile
from enum import StrEnum
from types import UnionType

from ingest.xml_root import xml_root


class Kind(StrEnum):
    """Kinds that are told apart; `ingest.read` says which of them have a reader."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    MAIL = "e-mail"
    MAILBOX = "mailbox"
    FEED = "feed"
    XML = "XML"
    PDF = "PDF"
    DOCX = "DOCX"
    HWP = "HWP"
    HWPX = "HWPX"
    HWPML = "HWPML"
    OFFICE = "Office"
    ZIP = "ZIP"
    GZIP = "gzip"
    ARCHIVE = "archive"
    IMAGE = "image"
    BINARY = "binary"


_MAGIC = (
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"GIF8", Kind.IMAGE),
    (b"\x1f\x8b", Kind.GZIP),
    (b"PK\x05\x06", Kind.ZIP),  # one that holds nothing
    (b"7z\xbc\xaf", Kind.ARCHIVE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"{\\rtf", Kind.OFFICE),
    (b"HWP Document File", Kind.HWP),
    (b"\x7fELF", Kind.BINARY),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What tells archives and mailboxes from documents stands at their very beginning.
HEAD_BYTES = 512
# A PDF may carry a few bytes before its header; readers accept it within the first kilobyte.
_PDF_WINDOW = 1_024
# Text is all but free of control characters; images and archives are full of them.
_CONTROL_SHARE = 0.02
_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B})

# A message begins with header fields, and some of them are always there.
_MAIL = re.compile(
    rb"\A(?:[\w-]{1,60}:[^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n){0,999}){2,200}?\r?\n"
)
_MAIL_FIELDS = (
    re.compile(rb"^from:", re.I | re.M),
    re.compile(rb"^(?:date|received):", re.I | re.M),
)
_HEADER_BYTES = 65_536
# What parts the messages of a mailbox: "From cho@hanbit.example Thu Mar 12 09:30:00 2026". The year
# keeps a sentence that begins with "From" from being one.
MAIL_PARTING = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From \S{1,200} [^\n]{0,99}\b[12]\d{3}\b[^\n]{0,99}\n"
)

_XML_ROOTS = {
    "rss": Kind.FEED,
    "RDF": Kind.FEED,
    "feed": Kind.FEED,
    "urlset": Kind.FEED,
    "sitemapindex": Kind.FEED,
    "HWPML": Kind.HWPML,
    "svg": Kind.IMAGE,
}
_HTML = re.compile(
    r"\A\s*(?>(?:<!--.*?-->|<\?xml[^>]{0,200}>)\s*){0,9}<(?:!doctype\s+html|html|head|body|article"
    r"|div|main|section|header|figure|p|h[1-6]|ul|ol|table|blockquote|meta|link|script|style|title)\b",
    re.IGNORECASE | re.DOTALL,
)
# A hundred lines of front matter are more than anybody writes.
_FRONT_MATTER = re.compile(r"\A\s*---[ ]*\n(?=[\w-]{1,40}:)(?:[^\n]*\n){1,100}?---[ ]*(?:\n|\Z)")
# Repetitions are bounded: a line of brackets must not be searched to its end from each of them.
_MARKDOWN = re.compile(
    r"^#{1,6} \S"  # heading
    r"|^(?:```|~~~)"  # fence
    r"|^ {0,3}\|? {0,9}:?-{3,99}:? {0,9}(?:\| {0,9}:?-{3,99}:? {0,9}){1,30}\|? *$"  # table's rule
    r"|\[(?:[^\[\]\n]|\[[^\[\]\n]{1,50}\]){1,200}\]\((?:https?:|/|#|\.)[^)\n]{0,500}\)"  # link
    r"|(?<!\*)\*\*[^\s*][^*\n]{0,300}\*\*(?!\*)",  # strong
    re.MULTILINE,
)


def sniff(content: bytes) -> Kind:
    """The kind of some bytes that are not text, or TEXT."""
    if b"%PDF-" in content[:_PDF_WINDOW]:
        return Kind.PDF
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _of_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Kind.HWP if "FileHeader".encode("utf-16-le") in content else Kind.OFFICE
    if _is_binary(content):
        return Kind.BINARY
    parting = MAIL_PARTING.match(content)
    if _is_mail(content, parting.end() if parting else 0):
        return Kind.MAILBOX if parting else Kind.MAIL
    return _of_xml(content)


def may_hold_documents(head: bytes) -> bool:
    """Whether a file that begins so may be an archive or a mailbox."""
    return head.startswith((b"PK", b"\x1f\x8b")) or MAIL_PARTING.match(head) is not None


def sniff_text(text: str) -> Kind:
    """HTML, Markdown or plain text, by the marks each of them carries."""
    if _HTML.match(text):
        return Kind.HTML
    if _FRONT_MATTER.match(text) or _MARKDOWN.search(text):
        return Kind.MARKDOWN
    return Kind.TEXT


def is_json(text: str) -> bool:
    """Whether a text is JSON, or JSON Lines: data, whose names and braces are nobody's words.

    >>> is_json('{"title": "예산"}'), is_json("[공지] 예산")
    (True, False)
    """
    begins = text.lstrip()
    if not begins.startswith(("{", "[")):
        return False
    first_line = begins.partition("\n")[0]
    return _holds(begins, dict | list) or _holds(first_line, dict)  # "[1]" opens a text, too


def _holds(text: str, kind: type | UnionType) -> bool:
    try:
        return isinstance(json.loads(text), kind)
    except (ValueError, RecursionError):
        return False


def _of_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return Kind.ZIP
    if "word/document.xml" in names and "word/vbaProject.bin" not in names:
        return Kind.DOCX
    if "Contents/content.hpf" in names or "Contents/header.xml" in names:
        return Kind.HWPX
    return Kind.OFFICE if "[Content_Types].xml" in names else Kind.ZIP


def _of_xml(content: bytes) -> Kind:
    """The kind of a text: by its root element where it is XML."""
    # XML whose root is out of reach is none of those that are read.
    root, declared = xml_root(content) or ("", content.startswith(b"<?xml"))
    if root in _XML_ROOTS:
        return _XML_ROOTS[root]
    return Kind.XML if declared and root.lower() != "html" else Kind.TEXT


def _is_mail(content: bytes, start: int) -> bool:
    found = _MAIL.match(content[start : start + _HEADER_BYTES])
    return found is not None and all(field.search(found[0]) for field in _MAIL_FIELDS)


def _is_binary(content: bytes) -> bool:
    if content.startswith(_WIDE_MARKS):
        return False  # UTF-16 is full of zero bytes; decoding judges it
    controls = len(content) - len(content.translate(None, _CONTROLS))
    return b"\x00" in content or controls > len(content) * _CONTROL_SHARE
