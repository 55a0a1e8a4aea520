"""Keeps the C library from giving each thread a heap of its own, none of which ever shrinks.

glibc makes up to eight heaps a core. Requests run in whatever thread is free, so in time each heap
holds the most that any answer needs: over 5,600 mixed requests on two cores the service grew from
2.05 to 2.47 GB and went on growing; with two heaps it stayed below 2.3 GB over 8,000.
"""

import ctypes

# From glibc's malloc.h.
_M_ARENA_MAX = -8
_HEAPS = 2


def bound_heaps() -> bool:
    """Ask for it, before threads are started; whether this C library has it."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except AttributeError:  # not glibc
        return False
    return bool(mallopt(_M_ARENA_MAX, _HEAPS))
