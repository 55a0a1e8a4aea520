"""Rows of float16, as vectors are stored, in float32, as they are compared."""

import sys

import numpy as np
from numpy.typing import NDArray


def widened(halves: NDArray[np.float16]) -> NDArray[np.float32]:
    """The same numbers in float32, in an array of their own; `halves` may be written to.

    By torch where it is loaded and keeps to one thread, as it does once the bundled model is: it
    takes a twentieth of NumPy's time, is not worth loading for that, and of several threads each
    would wait for the others spinning.
    """
    # None is there where importing it is forbidden.
    torch = sys.modules.get("torch")
    if torch is None or torch.get_num_threads() > 1:
        return halves.astype(np.float32)
    wide: NDArray[np.float32] = torch.from_numpy(halves).float().numpy()
    return wide
