"""Attribution against quotations that were labelled in whole articles before it ran on them."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from eval.attribution_scores import AttributionCounts
from tests.ingest.quotation_labels import counts, samples, wikinews

# (precision, recall) of each part. Below what is reached by what one article more or less does:
# the standard error over articles is about two points on the samples, six on Wikinews.
SAMPLES = {"development": (0.94, 0.91), "held-out": (0.87, 0.84)}
WIKINEWS = {"development": (0.75, 0.71), "held-out": (0.50, 0.49)}


def _hold(
    found: Mapping[str, AttributionCounts], floors: Mapping[str, tuple[float, float]]
) -> None:
    for part, (precision, recall) in floors.items():
        one = found[part]
        assert one.precision >= precision, f"{part}: {one.right} right of {one.given} given"
        assert one.recall >= recall, f"{part}: {one.right} right of {one.labelled} labelled"


def test_the_samples_quotations_are_found_and_attributed():
    found = counts(samples())
    assert sum(one.labelled for one in found.values()) >= 400
    _hold(found, SAMPLES)


@pytest.mark.skipif("BRIEFING_TEST_DATA" not in os.environ, reason="needs the measuring set")
def test_the_quotations_of_wikinews_are_found_and_attributed():
    found = counts(wikinews(Path(os.environ["BRIEFING_TEST_DATA"])))
    assert sum(one.labelled for one in found.values()) >= 100
    _hold(found, WIKINEWS)
