"""Texts in two languages, from which the reader learns to look for one in the other."""

import json
import tarfile
from collections.abc import Sequence
from pathlib import Path

Pairs = list[tuple[str, str]]
"""Texts in one language, each with what is to be found for it in the other."""


def parallel(archive: Path) -> list[Pairs]:
    """Sentences of a tar archive that holds two files of as many lines, one a language, with their
    translations: in one direction and in the other."""
    with tarfile.open(archive) as tar:
        files = sorted(member.name for member in tar.getmembers() if member.isfile())
        columns = [_lines(tar, name) for name in files]
    one, other = columns
    if len(one) != len(other):
        raise ValueError(f"{archive}: {len(one)} lines beside {len(other)}")
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    return [pairs, [(b, a) for a, b in pairs]]


def probes(path: Path) -> list[Pairs]:
    """Questions of index/probes.jsonl with the passages that answer them, in the other language:
    English ones, and Korean ones."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line]
    return [
        [(one[f"question_{asked}"], one[f"passage_{answering}"]) for one in found]
        for asked, answering in (("en", "ko"), ("ko", "en"))
    ]


def _lines(tar: tarfile.TarFile, name: str) -> Sequence[str]:
    file = tar.extractfile(name)
    return [line.strip() for line in file.read().decode().splitlines()] if file else []
