"""Figures that others have published on the same sets, to stand beside ours.

KorQuAD and Belebele: the MTEB results repository (Belebele there over all 488 passages, a harder
haystack than a half of them).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """A system's figures on a row of the table, by measure."""

    row: str
    system: str
    figures: Mapping[str, float]


PUBLISHED = (
    Published("KorQuAD", "BM25", {"R@1": 0.729, "MRR@10": 0.806}),
    Published("KorQuAD", "multilingual-e5-small", {"R@1": 0.801, "MRR@10": 0.869}),
    Published("KorQuAD", "bge-m3", {"R@1": 0.819, "MRR@10": 0.880}),
    Published("KorQuAD", "KURE-v1", {"R@1": 0.871, "MRR@10": 0.918}),
    *(
        Published(f"Belebele {pair}", system, {"nDCG@10": figure})
        for system, figures in {
            "multilingual-e5-small": (0.905, 0.778, 0.683),
            "multilingual-e5-large": (0.945, 0.920, 0.865),
            "bge-m3": (0.931, 0.903, 0.883),
            "KURE-v1": (0.950, 0.924, 0.906),
            "OpenAI text-embedding-3-large": (0.897, 0.944, 0.839),
        }.items()
        for pair, figure in zip(("ko→ko", "en→ko", "ko→en"), figures, strict=True)
    ),
)
