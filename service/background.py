"""Work that nobody waits for has the processor when those who wait leave it."""

import os
import sys
import threading

# Steps of niceness: where both want all of the processor, a question gets three quarters of it, and
# this work the rest. With many more steps other busy programs would keep it from getting on at all.
STEPS = 5
# Seconds after which a thread that wants to run Python may take it from the one that does (Python's
# own: 5 ms). A question passes through a hundred small steps of the network, and while documents
# are analysed it would wait so long after each of them.
HAND_OVER_SECONDS = 0.0005


def step_back() -> None:
    """Let everybody else go first, for the rest of this thread and of the threads it will start.

    Only Linux knows a niceness of single threads; elsewhere nothing is done.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        present = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, min(present + STEPS, 19))


def hand_over_quickly() -> None:
    """Have the threads of this process take turns at running Python more often."""
    sys.setswitchinterval(HAND_OVER_SECONDS)
