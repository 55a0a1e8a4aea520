"""Times as the percentiles people feel."""

import numpy as np


def percentiles(milliseconds: list[float]) -> dict[str, float]:
    """Count, p50 and p95 of at least one measurement (linear interpolation).

    >>> percentiles([1.0, 2.0, 3.0])
    {'n': 3, 'p50': 2.0, 'p95': 2.9}
    """
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return {"n": len(milliseconds), "p50": round(float(p50), 3), "p95": round(float(p95), 3)}
