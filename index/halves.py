"""Rows of float16, as vectors are stored, in float32, as they are compared."""

import sys

import numpy as np
from numpy.typing import NDArray


def widened(halves: NDArray[np.float16]) -> NDArray[np.float32]:
    """The same numbers in float32, in an array of their own; `halves` may be written to.

    By torch where it is loaded, as it is once a question is embedded: it takes a twentieth of
    NumPy's time, and is not worth loading for that.
    """
    if sys.modules.get("torch") is None:  # None is there where importing it is forbidden
        return halves.astype(np.float32)
    import torch

    wide: NDArray[np.float32] = torch.from_numpy(halves).float().numpy()
    return wide
