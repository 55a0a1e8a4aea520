from eval.latency import Stopwatch


def test_percentiles_by_stage() -> None:
    watch = Stopwatch()
    for value in range(101):
        watch.note("search", float(value))
    watch.note_all("answer", {"select": 3.0, "verify": 1.0})
    assert watch.percentiles() == {
        "search": {"n": 101, "p50": 50.0, "p95": 95.0},
        "answer.select": {"n": 1, "p50": 3.0, "p95": 3.0},
        "answer.verify": {"n": 1, "p50": 1.0, "p95": 1.0},
    }
