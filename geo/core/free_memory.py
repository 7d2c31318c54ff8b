"""Memory that is free inside this process, given back to the system."""

import ctypes
import gc

import pyarrow as pa


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
