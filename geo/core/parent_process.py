"""A child process that ends when its parent does, even where that is killed."""

import ctypes
import os
import signal
import sys
from threading import Thread

PR_SET_PDEATHSIG = 1  # linux/prctl.h
ORPHANED = 1  # exit code


def end_with_parent(lifeline: int, parent: int) -> None:
    """End this process when the parent ends: it writes nothing to the lifeline (a descriptor), which closes with it.

    Linux also kills us where the interpreter has no turn to see that; `parent` is the number of the parent's process.
    """
    Thread(target=_wait_for_end, args=(lifeline,), daemon=True, name="lifeline").start()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before we asked
            os._exit(ORPHANED)


def _wait_for_end(lifeline: int) -> None:
    while os.read(lifeline, 1):  # no buffer: one in use would abort the process when it ends
        pass
    os._exit(ORPHANED)
