"""Texts in two languages, from files."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from training.pairs import parallel, probes


def archive(path: Path, **texts: str) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, text in texts.items():
            member = tarfile.TarInfo(f"a.{name}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return path


def test_parallel_sentences_go_both_ways_without_empty_ones(tmp_path: Path) -> None:
    path = archive(tmp_path / "pairs.tar.gz", en="One.\n\nThree.\n", ko="하나.\n둘.\n셋.\n")
    there, back = parallel(path)
    assert there == [("One.", "하나."), ("Three.", "셋.")]
    assert back == [("하나.", "One."), ("셋.", "Three.")]


def test_parallel_files_of_different_lengths_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "pairs.tar.gz", en="One.\nTwo.\n", ko="하나.\n")
    with pytest.raises(ValueError, match="2 lines beside 1"):
        parallel(path)


def test_probes_are_questions_with_passages_of_the_other_language(tmp_path: Path) -> None:
    path = tmp_path / "probes.jsonl"
    probe = {
        "question_en": "Who?",
        "question_ko": "누구?",
        "passage_en": "Haneul.",
        "passage_ko": "하늘.",
    }
    path.write_text(json.dumps(probe) + "\n", encoding="utf-8")
    assert probes(path) == [[("Who?", "하늘.")], [("누구?", "Haneul.")]]
