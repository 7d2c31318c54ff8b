"""Memory that is free inside this process, given back to the system."""

import ctypes
import gc

import pyarrow as pa

# Parameters of mallopt(3), by their numbers in glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
# Measured in docs/decisions/0056. glibc makes eight arenas a processor, and each keeps what its threads have left. A
# large block, such as the positions of a million incidents, it carves out of them once one of that size was given back;
# with a threshold of its own it always comes from the system and goes back there.
LIMITS = {M_ARENA_MAX: 2, M_MMAP_THRESHOLD: 4_000_000, M_TRIM_THRESHOLD: 1_000_000}


def limit_free_memory() -> None:
    """Let the C library hold little that is free, from now on; other libraries than glibc are left alone."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for parameter, value in LIMITS.items():
            mallopt(parameter, value)


def release_free_memory() -> None:
    """Collect garbage, and give what the allocators hold free back to the system.

    glibc keeps what small objects have left as long as anything above it is in use: after a table of a million rows was
    read and indexed 450 MB. Other C libraries have no such function and are left alone.
    """
    gc.collect()
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
