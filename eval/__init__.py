"""Data sets in, scores out: uses only what the other packages make public."""
