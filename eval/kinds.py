"""The names of the data-set formats, apart from their adapters so that `--help` loads none."""

from enum import StrEnum


class Kind(StrEnum):
    """The formats that can be asked for by name; `AUTO` takes the one that recognises the path."""

    AUTO = "auto"
    SQUAD = "squad"
    BEIR = "beir"
    TREC = "trec"
    SAMPLES = "samples"
    WIKINEWS = "wikinews"
