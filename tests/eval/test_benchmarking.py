import json
from pathlib import Path

from eval import provenance
from eval.benchmarking import write_benchmark
from eval.datasets import Dataset


def test_a_benchmark_names_what_it_measured(dataset: Dataset, tmp_path: Path) -> None:
    path = write_benchmark("speed", dataset, "model", {"k": 10}, {"ratio": 3.5}, tmp_path / "new")
    written = json.loads(path.read_text(encoding="utf-8"))
    assert path.name.startswith("speed-small-")
    assert written["corpus_digest"] == dataset.digest
    assert (written["ratio"], written["settings"], written["model"]) == (3.5, {"k": 10}, "model")
    assert written["machine"]["cores"] >= 1


def test_a_result_of_changed_code_is_named_so() -> None:
    assert provenance.Commit("0123456789abcdef", dirty=True).short == "0123456789ab-dirty"
    assert provenance.Commit("0123456789abcdef", dirty=False).short == "0123456789ab"
    assert provenance.Commit(None, dirty=None).short == "unversioned"
