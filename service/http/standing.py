"""What /metrics says of the index and the jobs at the moment it is asked."""

from collections.abc import Callable, Iterator

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from index.records import IndexStatus
from ingest.errors import BriefingError

_INDEX = {
    "documents": "Documents that can be found.",
    "passages": "Passages of these documents.",
    "generation": "Changes of the database so far.",
    "searched": "Changes of the database that the snapshot in use knows of.",
}


class Standing(Collector):
    """Gauges that are read when they are asked for; those of the index are missing until it is
    loaded, and when it cannot be read."""

    def __init__(self, status: Callable[[], IndexStatus], waiting: Callable[[], int]) -> None:
        """`status` may raise any of the index's errors, and NotReady."""
        self._status = status
        self._waiting = waiting

    def collect(self) -> Iterator[Metric]:
        """One look at everything."""
        try:
            status = self._status()
        except BriefingError:
            status = None
        for name, meaning in _INDEX.items():
            gauge = GaugeMetricFamily(f"briefing_index_{name}", meaning)
            if status is not None:
                gauge.add_metric([], getattr(status, name))
            yield gauge
        yield GaugeMetricFamily("briefing_jobs_waiting", "Jobs not finished.", self._waiting())
