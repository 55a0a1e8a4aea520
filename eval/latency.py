"""How long each stage took, as the percentiles people feel."""

from collections.abc import Mapping

import numpy as np


class Stopwatch:
    """Collects milliseconds by stage; not thread-safe, one evaluation has one."""

    def __init__(self) -> None:
        self._milliseconds: dict[str, list[float]] = {}

    def note(self, stage: str, milliseconds: float) -> None:
        """Add one measurement."""
        self._milliseconds.setdefault(stage, []).append(milliseconds)

    def note_all(self, prefix: str, timings: Mapping[str, float]) -> None:
        """Add the measurements that an answer brings along, each under `prefix.stage`."""
        for stage, milliseconds in timings.items():
            self.note(f"{prefix}.{stage}", milliseconds)

    def percentiles(self) -> dict[str, dict[str, float]]:
        """Give count, p50 and p95 in milliseconds (linear interpolation) by stage."""
        return {stage: percentiles(values) for stage, values in self._milliseconds.items()}


def percentiles(milliseconds: list[float]) -> dict[str, float]:
    """Count, p50 and p95 of at least one measurement.

    >>> percentiles([1.0, 2.0, 3.0])
    {'n': 3, 'p50': 2.0, 'p95': 2.9}
    """
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return {"n": len(milliseconds), "p50": round(float(p50), 3), "p95": round(float(p95), 3)}
