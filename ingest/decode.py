"""Bytes to text: a few encodings, strictly, and one normal form."""

import codecs
import re
import unicodedata

from ingest.errors import UndecodableText

# Longest first: UTF-32's mark starts with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Curly quotation marks, dashes and the like, which is all that English from Windows has beside
# ASCII. In CP949, too, these bytes begin characters, but ones that no text is made of alone.
_WINDOWS_MARKS = b"\x80\x82\x83\x84\x85\x88\x89\x8b\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9b"
_ASCII = bytes(range(0x80))
_LINE_BREAK = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Characters a reader cannot see: controls, soft hyphens, zero-width spaces, direction overrides,
# tags, lone surrogates. A quotation must show what it says. Joiners stay: emoji are made of them.
_INVISIBLE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    r"\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def decode(content: bytes, name: str) -> str:
    """The text of some bytes: by byte-order mark, else UTF-8, else CP949, each strictly; what is
    ASCII but for such marks is Windows-1252.

    Raises UndecodableText where none of them fits; nothing is replaced or left out.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], (encoding,), name)
    if content.translate(None, _ASCII + _WINDOWS_MARKS):
        return _strictly(content, ("utf-8", "cp949"), name)
    return _strictly(content, ("cp1252",), name)


def _strictly(content: bytes, encodings: tuple[str, ...], name: str) -> str:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UndecodableText(f"{name}: not text in {' or '.join(encodings)}")


def decode_name(name: bytes) -> str | None:
    """A file's name as its writer meant it: UTF-8, else the CP949 of Korean Windows; None where
    neither fits."""
    try:
        return _strictly(name, ("utf-8", "cp949"), "a name")
    except UndecodableText:
        return None


def normalise(text: str) -> str:
    r"""NFC, one kind of line break, plain spaces, nothing invisible.

    >>> normalise("\ufeff가\u00a0나\r\n다")
    '가 나\n다'
    """
    text = _SPACE.sub(" ", _LINE_BREAK.sub("\n", text))
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
