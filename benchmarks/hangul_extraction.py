"""How much of the Hangul in Hangul files is found: `python benchmarks/hangul_extraction.py DATA`.

Compared with a second extractor that shares no code with ours: for HWP 5 the paragraph records of
the file's sections (format of Hancom's published specification, revision 1.3, chapter 4), for HWPX
the <hp:t> elements of its sections. It knows nothing of tables, fields or what is hidden, so it
finds all there is and more; encrypted files and those for distribution it cannot read.

DATA is a folder of data sets, one of which is called "hwp". Prints each file with how its reading
ended, the Hangul syllables the second extractor finds, and the share of them (as a multiset) that
stands in our title and text, and in these or among what we report as dropped; then the same share
of pairs of syllables that follow each other in a paragraph, which also sees words out of order.
"""

import io
import re
import struct
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import olefile
from lxml import etree

from ingest.document import Document
from ingest.errors import InputError
from ingest.raw import Raw
from ingest.read import read
from ingest.sniff import Kind, sniff

PARA_TEXT = 67
# In the file's header: what the sections are packed and locked with.
COMPRESSED, LOCKED = 0x1, 0x2 | 0x4
# Control characters that stand alone; all others below 32 are eight units long.
SINGLE_CONTROLS = frozenset([0, 10, 13, *range(24, 32)])
HANGUL = re.compile("[가-힣]")
# Below this share a file is worth a look.
ENOUGH = 0.98


def second_text(content: bytes) -> str | None:
    """The text as the second extractor sees it; None where it cannot look."""
    if sniff(content) is Kind.HWPX:
        return "\n".join(hwpx_texts(content))
    with olefile.OleFileIO(io.BytesIO(content)) as ole:
        flags = struct.unpack("<I", ole.openstream("FileHeader").read()[36:40])[0]
        if flags & LOCKED:
            return None
        sections = [path for path in ole.listdir() if path[0] == "BodyText"]
        streams = (ole.openstream(path).read() for path in sections)
        unpacked = (zlib.decompress(one, -15) if flags & COMPRESSED else one for one in streams)
        return "\n".join(text for stream in unpacked for text in paragraphs(stream))


def hwpx_texts(content: bytes) -> Iterator[str]:
    """The text elements of every section."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.match(r"Contents/section\d+\.xml$", name):
                for element in etree.fromstring(archive.read(name)).iter("{*}t"):
                    yield "".join(element.itertext())


def paragraphs(stream: bytes) -> Iterator[str]:
    """The text of every paragraph record in a section."""
    at = 0
    while at + 4 <= len(stream):
        header = struct.unpack_from("<I", stream, at)[0]
        at += 4
        size = header >> 20
        if size == 0xFFF:
            size = struct.unpack_from("<I", stream, at)[0]
            at += 4
        if header & 0x3FF == PARA_TEXT:
            yield characters(stream[at : at + size])
        at += size


def characters(record: bytes) -> str:
    """The letters of one record, without its control characters."""
    units = struct.unpack(f"<{len(record) // 2}H", record[: len(record) // 2 * 2])
    kept, at = [], 0
    while at < len(units):
        control = units[at] < 32
        if not control:
            kept.append(chr(units[at]))
        at += 8 if control and units[at] not in SINGLE_CONTROLS else 1
    return "".join(kept)


def share(wanted: Counter[str], text: str) -> float:
    """The part of the wanted syllables that a text has, each as often as it is wanted."""
    found = wanted & Counter(HANGUL.findall(text))
    return found.total() / wanted.total() if wanted else 1.0


def pairs(text: str) -> Counter[str]:
    """The pairs of syllables that follow each other in a line, whatever stands between them."""
    lines = ("".join(HANGUL.findall(line)) for line in text.split("\n"))
    return Counter(line[at : at + 2] for line in lines for at in range(len(line) - 1))


def main(data: str) -> None:
    """Print a line for each file, and the shares over all of them."""
    texts: list[tuple[Counter[str], str, str]] = []
    followed = found = 0
    for path in sorted(Path(data, "hwp").glob("*.hwp*")):
        content = path.read_bytes()
        ended, text, dropped = opened(path, content)
        second = second_text(content)
        if second is None:
            print(f"{ended:16} {'locked':>7} {'':>13}  {path.name}")
            continue
        wanted = Counter(HANGUL.findall(second))
        texts.append((wanted, text, dropped))
        kept, told = share(wanted, text), share(wanted, text + dropped)
        second_pairs = pairs(second)
        followed += second_pairs.total()
        found += (second_pairs & pairs(f"{text}\n{dropped}")).total()
        mark = "" if kept >= ENOUGH else "  <"
        print(f"{ended:16} {wanted.total():7} {kept:6.3f} {told:6.3f}  {path.name}{mark}")
    total = sum(wanted.total() for wanted, _, _ in texts)
    kept = sum(share(wanted, text) * wanted.total() for wanted, text, _ in texts)
    told = sum(share(wanted, text + dropped) * wanted.total() for wanted, text, dropped in texts)
    print(
        f"{len(texts)} files, {total} syllables: {kept / total:.4f} kept, {told / total:.4f} told;"
        f" {followed} pairs: {found / followed:.4f} told"
    )


def opened(path: Path, content: bytes) -> tuple[str, str, str]:
    """How reading ended, the title and text, and what was dropped."""
    try:
        document: Document = read(Raw(str(path), path.name, content))
    except InputError as error:
        return error.code, "", ""
    dropped = "\n".join(one.text for one in document.dropped)
    return "text", f"{document.title}\n{document.text}", dropped


if __name__ == "__main__":
    main(*sys.argv[1:])
