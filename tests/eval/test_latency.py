from eval.latency import percentiles


def test_percentiles_of_what_was_measured() -> None:
    assert percentiles([float(value) for value in range(101)]) == {"n": 101, "p50": 50, "p95": 95}
