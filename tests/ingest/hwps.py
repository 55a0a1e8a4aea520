"""HWP 5 files written by hand: a compound file (MS-CFB) with the streams a reader asks for."""

import struct
from dataclasses import dataclass

SECTOR, MINI = 512, 64
END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
# Flags of the file's header.
ENCRYPTED, DISTRIBUTION = 0x2, 0x4


def hwp(*paragraphs: str, flags: int = 0) -> bytes:
    """One section of paragraphs, not compressed."""
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, flags)
    section = b"".join(
        record(66, 0, struct.pack("<IIHBBHHHI", len(text) + 1, 0, 0, 0, 0, 1, 0, 0, 0))
        + record(67, 1, f"{text}\r".encode("utf-16-le"))
        for text in paragraphs
    )
    info = record(16, 0, struct.pack("<7HIII", 1, *[1] * 6, 0, 0, 0))
    return compound({"FileHeader": header.ljust(256, b"\0"), "DocInfo": info}, "BodyText", section)


def record(tag: int, level: int, body: bytes) -> bytes:
    return struct.pack("<I", tag | level << 10 | len(body) << 20) + body


@dataclass
class Entry:
    """One entry of the directory."""

    name: str
    kind: int  # 5 root, 1 storage, 2 stream
    child: int = NONE
    right: int = NONE
    start: int = END
    size: int = 0

    def written(self) -> bytes:
        name = f"{self.name}\0".encode("utf-16-le")
        tree = struct.pack("<BBIII", self.kind, 1, NONE, self.right, self.child)
        return (
            name.ljust(64, b"\0")
            + struct.pack("<H", len(name))
            + tree
            + bytes(16 + 4 + 16)
            + struct.pack("<IQ", self.start, self.size)
        )


def compound(streams: dict[str, bytes], storage: str, section: bytes) -> bytes:
    """Streams at the root and `section` as Section0 of a storage; all of them below 4,096 bytes."""
    minis: list[int] = []
    small = b""

    def placed(content: bytes) -> int:
        """Append a stream to the mini stream; its first mini sector."""
        nonlocal small
        start, length = len(minis), -(-len(content) // MINI)
        minis.extend(range(start + 1, start + length))
        minis.append(END)
        small += content.ljust(length * MINI, b"\0")
        return start

    entries = [Entry("Root Entry", 5, child=1)]
    # A chain to the right is a tree too; names are ordered by length, then by letter.
    names = sorted([*streams, storage], key=lambda name: (len(name), name.upper()))
    for place, name in enumerate(names, start=1):
        right = place + 1 if place < len(names) else NONE
        if name == storage:
            entries.append(Entry(name, 1, child=len(names) + 1, right=right))
        else:
            content = streams[name]
            entries.append(Entry(name, 2, right=right, start=placed(content), size=len(content)))
    entries.append(Entry("Section0", 2, start=placed(section), size=len(section)))

    directory = b"".join(entry.written() for entry in entries)
    directory_at, mini_fat_at = 1, 1 + -(-len(directory) // SECTOR)
    small_at = mini_fat_at + 1
    entries[0].start, entries[0].size = small_at, len(small)
    directory = b"".join(entry.written() for entry in entries)
    chains = [(directory_at, mini_fat_at), (mini_fat_at, small_at)]
    chains.append((small_at, small_at + -(-len(small) // SECTOR)))
    fat = [FAT]
    for first, behind in chains:
        fat += [*range(first + 1, behind), END]
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory_at, 0, 4096,
                        mini_fat_at, 1, END, 0, 0)  # fmt: skip
    head += struct.pack("<108I", *[FREE] * 108)
    return head + b"".join(
        part + bytes(-len(part) % SECTOR)
        for part in (numbers(fat), directory, numbers(minis), small)
    )


def numbers(values: list[int]) -> bytes:
    """A sector of a table, filled up with free places."""
    return struct.pack(f"<{SECTOR // 4}I", *values, *[FREE] * (SECTOR // 4 - len(values)))
