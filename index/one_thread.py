"""One thread for each of NumPy's products: those of a search are small, and searches come side by
side. On several threads a search takes as long and twice the processor's time, for they wait for
each other spinning."""

import functools


@functools.cache
def one_thread_a_product() -> None:
    """From now on, in this process."""
    import numpy as np  # noqa: F401 # what is limited has to be loaded
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
