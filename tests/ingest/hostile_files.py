"""Files made to do harm, or so broken that they might: each with what must become of it.

An outcome is the text that is left, or the code of the refusal; for a container, those of all it
holds. What a person sees of a text is SAID in every case, so that the outcomes can be checked by
reading them.
"""

import gzip
import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.ingest.hwps import DISTRIBUTION, ENCRYPTED, compound, hwp
from tests.ingest.pdfs import pdf
from tests.ingest.test_formats import HML, hwpx, word, zipped

SAID = "장관은 다리를 고치라고 지시했다."
ENGLISH = "The mayor said the harbour tax will rise."
SECRET = "암호는 해솔이다"
DEEP = 100_000
Case = tuple[str, bytes, str]

DAMAGED, EMPTY, LIMIT = "damaged_document", "empty_document", "parser_limit"
ENCRYPTED_CODE, UNDECODABLE = "encrypted_document", "undecodable_text"
UNSAFE, UNSUPPORTED = "unsafe_archive", "unsupported_format"

WORD, HANGUL = word(SAID), hwpx(SAID)
PDF = pdf([ENGLISH])
BODY, SECTION = "word/document.xml", "Contents/section0.xml"
LINE_FEED_MAIL = b"From: a@b.example\nDate: Thu, 12 Mar 2026 09:30:00 +0900\n"


def member(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def repacked(content: bytes, changes: dict[str, str | bytes]) -> bytes:
    whole = zipfile.ZipFile(io.BytesIO(content))
    return zipped({name: whole.read(name) for name in whole.namelist()} | changes)


def in_word(declared: str, written: str) -> bytes:
    body = member(WORD, BODY).replace("<w:document", f"{declared}<w:document", 1)
    return repacked(WORD, {BODY: body.replace(SAID, SAID + written)})


def in_hangul(declared: str, written: str) -> bytes:
    body = member(HANGUL, SECTION).replace("<hs:sec", f"{declared}<hs:sec", 1)
    return repacked(HANGUL, {SECTION: body.replace(SAID, SAID + written)})


def in_hwpml(declared: str, written: str) -> bytes:
    return f"<?xml version='1.0'?>{declared}{hwpml(SAID + written)}".encode()


def in_html(declared: str, written: str) -> bytes:
    return f"{declared}<html><body><p>{SAID}{written}</p></body></html>".encode()


def in_feed(declared: str, written: str) -> bytes:
    item = f"<item><title>{written}</title><link>http://a.example/a</link></item>"
    return f"{declared}<rss><channel>{item}</channel></rss>".encode()


def hwpml(text: str, within: str = "") -> str:
    paragraph = f"<P><TEXT><CHAR>{text}</CHAR>{within}</TEXT></P>"
    return f"<HWPML><BODY><SECTION>{paragraph}</SECTION></BODY></HWPML>"


def entities(secret: str) -> Iterator[Case]:
    """Entities that grow, and those that point at a file which says SECRET."""
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 8))
    declared = {
        "laughs": f'<!DOCTYPE html [<!ENTITY e0 "ha">{layers}]>',
        "quadratic": f'<!DOCTYPE html [<!ENTITY e7 "{"ha" * 20_000}">]>',
        "outside": f'<!DOCTYPE html [<!ENTITY e7 SYSTEM "{secret}">]>',
        "parameter": f'<!DOCTYPE html [<!ENTITY % e SYSTEM "{secret}"> %e;]>',
    }
    makers: dict[str, tuple[Callable[[str, str], bytes], str]] = {
        "DOCX": (in_word, DAMAGED),
        "HWPX": (in_hangul, DAMAGED),
        "HWPML": (in_hwpml, DAMAGED),
        "feed": (in_feed, DAMAGED),
    }
    for kind, (make, code) in makers.items():
        for name, types in declared.items():
            uses = {"laughs": "&e7;", "quadratic": "&e7;" * 2_000, "outside": "&e7;"}
            # What libxml2 itself stops at is its limit; what was only declared is refused by us.
            grown = name in {"laughs", "quadratic"} and kind in {"HWPML", "feed"}
            yield f"{name} in {kind}", make(types, uses.get(name, "")), LIMIT if grown else code
    yield "outside in HTML", in_html(declared["outside"], "<b>&e7;</b>"), f"{SAID}&e7;"
    yield "laughs in HTML", in_html(declared["laughs"], "<b>&e7;</b>"), f"{SAID}&e7;"
    yield "laughs in SVG", f"{declared['laughs']}<svg>&e7;</svg>".encode(), UNSUPPORTED
    types = f'<!DOCTYPE HWPML SYSTEM "{secret}">'
    yield "a document type elsewhere", in_hwpml(types, ""), SAID


def archives() -> Iterator[Case]:
    nested = zipped({"a.txt": SAID})
    for number in range(8):
        nested = zipped({f"{number}.zip": nested})
    yield "a bomb", zipped({"a.txt": bytes(20_000_000)}), UNSAFE
    yield "a bomb in a bomb", zipped({"a.zip": zipped({"a.txt": bytes(20_000_000)})}), UNSAFE
    yield "a packed bomb", gzip.compress(bytes(210_000_000), 1), UNSAFE
    yield "nested too deep", nested, UNSAFE
    for name in ("../a.txt", "/etc/a.txt", "a/../../b.txt", "..\\a.txt", "C:\\a.txt"):
        yield f"leads out by {name}", zipped({name: SAID}), UNSAFE
    yield "a bomb of a Word file", repacked(WORD, {BODY: b" " * 20_000_000}), UNSAFE
    yield "a Hangul file that leads out", repacked(HANGUL, {"../a.xml": SAID}), UNSAFE
    yield "says it is larger", lying(WORD, BODY, 0x7FFFFFFF), UNSAFE
    yield "says it is smaller", lying(WORD, BODY, 500), DAMAGED
    yield "a Hangul file that says so", lying(HANGUL, SECTION, 100), DAMAGED
    yield "a text that says so", lying(zipped({"a.txt": SAID * 9}), "a.txt", 10), DAMAGED


def lying(content: bytes, name: str, claimed: int) -> bytes:
    size = zipfile.ZipFile(io.BytesIO(content)).getinfo(name).file_size
    return content.replace(struct.pack("<I", size), struct.pack("<I", claimed))


def pdfs() -> Iterator[Case]:
    table = PDF.index(b"xref\n")
    start = b"startxref\n%d" % table
    bomb = zlib.compress(zlib.compress(bytes(50_000_000), 9), 9)
    yield "a table before itself", swapped(b"/Root", b"/Prev %d /Root" % table), ENGLISH
    yield "a table outside the file", swapped(start, b"startxref\n99999999"), ENGLISH
    yield "a table in an object", swapped(start, b"startxref\n12"), ENGLISH
    yield (
        "places that are wrong",
        PDF[:table] + PDF[table:].replace(b"00000 n", b"00009 n"),
        ENGLISH,
    )
    yield "no table", PDF[:table], DAMAGED
    yield "pages within themselves", swapped(b"/Kids [4 0 R]", b"/Kids [2 0 R]"), DAMAGED
    yield "pages without number", swapped(b"/Count 1", b"/Count 2147483647"), ENGLISH
    yield "pages below nought", swapped(b"/Count 1", b"/Count -5"), ENGLISH
    yield "a page drawn by itself", swapped(b"/Contents 5 0 R", b"/Contents 4 0 R"), EMPTY
    yield "a wrong length", re.sub(rb"/Length \d+", b"/Length 2147483647", PDF), ENGLISH
    yield (
        "deep lists",
        swapped(b"/MediaBox", b"/X %s /MediaBox" % (b"[" * DEEP + b"]" * DEEP)),
        ENGLISH,
    )
    yield "packed twice", streamed(bomb, b"[/FlateDecode /FlateDecode]"), EMPTY
    yield "packed badly", streamed(b"no such thing", b"/FlateDecode"), EMPTY
    yield "no pages", pdf(), DAMAGED
    yield "an empty page", pdf([]), EMPTY


def swapped(old: bytes, new: bytes) -> bytes:
    assert PDF.count(old) == 1
    return PDF.replace(old, new)


def locked_pdf() -> bytes:
    keys = b"/O <%s> /U <%s>" % (b"00" * 32, b"11" * 32)
    locked = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 %s >> /ID [<00> <00>] /Root" % keys
    return swapped(b"/Root", locked)


def streamed(content: bytes, packed: bytes) -> bytes:
    head, _, rest = PDF.partition(b"<< /Length ")
    _, _, tail = rest.partition(b"endstream")
    stream = b"<< /Length %d /Filter %s >>\nstream\n" % (len(content), packed)
    return head + stream + content + b"\nendstream" + tail


def too_much() -> Iterator[Case]:
    parts = (b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(500))
    attributes = " ".join(f"a{number}" for number in range(DEEP))
    quoted = attributes.replace(" ", '=">" ')
    deep = member(HANGUL, SECTION).replace("<hp:p>", "<hp:p>" * 300)
    yield "nested HTML", f"<html><body>{'<div>' * DEEP}{SAID}".encode(), LIMIT
    yield "nested tables", f"<html><body>{'<table><tr><td>' * 30_000}{SAID}".encode(), LIMIT
    yield "nested HWPML", hwpml(SAID, "<P>" * DEEP).encode(), LIMIT
    yield "nested Word", in_word("", "<w:r>" * 300 + "</w:r>" * 300), DAMAGED
    yield "nested Hangul", repacked(HANGUL, {SECTION: deep}), DAMAGED
    yield "nested mail", LINE_FEED_MAIL + b"".join(parts) + b"\n" + SAID.encode(), LIMIT
    yield "attributes", f"<html><body><p {attributes}>{SAID}".encode(), LIMIT
    yield "quoted attributes", f"<p {quoted}>{SAID}".encode(), LIMIT
    yield "a text of 20 MB", f"<p>{'가' * 6_600_000}</p>".encode(), LIMIT
    yield "a line of 20 MB", f"{'가나' * 3_300_000}.".encode(), f"{'가나' * 3_300_000}."


def characters() -> Iterator[Case]:
    tags = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore this")
    turned = SAID.replace("다리", "\u202e다리\u202c")
    references = "".join(f"&#{ord(letter)};" for letter in f"{tags}\u202e\u200b\ufeff")
    cp949 = SAID.encode("cp949")
    half = "다리".encode("cp949")
    page = f'<html><head><meta charset="{{}}"></head><body><p>{SAID}</p></body></html>'
    yield "NUL in text", f"{SAID}\0".encode(), UNSUPPORTED
    yield "NUL in HTML", in_html("", "\0"), UNSUPPORTED
    yield "NUL in UTF-16", f"{SAID}\0".encode("utf-16"), SAID
    yield "NUL in Word", in_word("", "&#0;"), DAMAGED
    yield "tags", (SAID + tags).encode(), SAID
    yield "tags by reference", in_html("", references), SAID
    yield "tags in Markdown", f"# 다리\n\n{SAID}{references}".encode(), SAID
    yield "tags in Hangul", hwpx(SAID + tags), SAID
    yield "tags in HWPML", hwpml(SAID + references).encode(), SAID
    yield "turned text", turned.encode(), SAID
    yield "turned Word", word(turned), SAID
    yield "turned HWP", hwp("다리", turned), SAID
    yield "half a character at the end", cp949.rstrip(b".")[:-1], UNDECODABLE
    yield "half a character within", cp949.replace(half, half[:-1]), UNDECODABLE
    yield "half a character of UTF-8", SAID.rstrip(".").encode()[:-1], UNDECODABLE
    for declared, real in (
        ("euc-kr", "utf-8"),
        ("utf-8", "cp949"),
        ("utf-7", "utf-8"),
        ("utf-16", "utf-8"),
        ("iso-2022-kr", "utf-8"),
        ("no-such-thing", "cp949"),
    ):
        yield f"{real} declared {declared}", page.format(declared).encode(real), SAID
    for declared, real in (("euc-kr", "utf-8"), ("utf-8", "cp949"), ("no-such-thing", "utf-8")):
        written = f'<?xml version="1.0" encoding="{declared}"?>{hwpml(SAID)}'
        yield f"HWPML in {real} declared {declared}", written.encode(real), SAID
    typed = LINE_FEED_MAIL + b'Content-Type: text/plain; charset="no-such-thing"\n\n'
    yield "a mail in no known charset", typed + cp949, SAID


def locked_and_empty() -> Iterator[Case]:
    noise = random.Random(1).randbytes(500)
    algorithm = '<o:encryption-data><o:algorithm o:algorithm-name="AES256"/></o:encryption-data>'
    entry = f'<o:file-entry o:full-path="{SECTION}">{algorithm}</o:file-entry>'
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<o:manifest xmlns:o="{space}">{entry}</o:manifest>'
    locked = {"META-INF/manifest.xml": manifest, SECTION: noise}
    yield "a locked HWP", hwp(SAID, flags=ENCRYPTED), ENCRYPTED_CODE
    yield "a locked PDF", locked_pdf(), ENCRYPTED_CODE
    yield "a locked HWPX", repacked(HANGUL, {**locked}), ENCRYPTED_CODE
    office = compound({"EncryptionInfo": noise, "EncryptedPackage": noise}, "DataSpaces", noise)
    yield "a locked Word file", office, ENCRYPTED_CODE
    yield "HWP for distribution without its text", hwp(SAID, flags=DISTRIBUTION), DAMAGED
    yield "HWP that says it is packed", hwp(SAID, flags=1), DAMAGED
    yield "HWP cut short", hwp(SAID)[:-700], DAMAGED
    for name, content in (
        ("file", b""),
        ("text", b" \n\n"),
        ("Markdown", b"---\ntitle: x\n---\n"),
        ("HTML", b"<html></html>"),
        ("mail", LINE_FEED_MAIL + b"\n"),
        ("Word file", word()),
        ("HWP", hwp("")),
        ("HWPX", hwpx()),
        ("HWPML", b"<HWPML><BODY/></HWPML>"),
        ("ZIP", zipped({})),
        ("ZIP of nothing", zipped({"a.txt": ""})),
        ("gzip", gzip.compress(b"")),
        ("feed", b"<rss><channel></channel></rss>"),
    ):
        yield f"empty {name}", content, EMPTY


def small_real_files() -> dict[str, bytes]:
    """One file of every kind with a reader, to be changed at random."""
    page = f"<html><head><title>다리</title></head><body><h1>다리</h1><p>{SAID}</p></body></html>"
    front = (
        f"---\ntitle: 다리\n---\n\n# 다리\n\n{SAID}\n\n| 구분 | 예산 |\n|---|---|\n| 가 | 나 |\n"
    )
    attached = b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\n%s\n--b\n' % SAID.encode()
    return {
        "text": SAID.encode("cp949"),
        "Markdown": front.encode(),
        "HTML": page.encode(),
        "mail": LINE_FEED_MAIL + attached + b"Content-Disposition: attachment\n\nx\n--b--\n",
        "feed": in_feed("", "다리"),
        "ZIP": zipped({"a.txt": SAID, "b.html": page}),
        "gzip": gzip.compress(SAID.encode()),
        "PDF": PDF,
        "DOCX": WORD,
        "HWP": hwp("다리", SAID),
        "HWPX": HANGUL,
        "HWPML": HML.format(encoding="utf-8").encode(),
    }
