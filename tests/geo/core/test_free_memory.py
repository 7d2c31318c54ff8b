"""What is free is given back to the system, and nothing that is in use."""

import re
import subprocess
import sys
import weakref
from pathlib import Path

from geo.core.free_memory import LIMITS, M_ARENA_MAX, release_free_memory
from geo.settings import child_environment

# Eight threads at once take memory of the C library; a block of 5 MB comes, goes, and comes again.
PROGRAM = """
import ctypes, sys
from threading import Barrier, Thread
from geo.core.free_memory import limit_free_memory
{call}
library, barrier = ctypes.CDLL(None), Barrier(8)
library.malloc.restype = library.fopen.restype = ctypes.c_void_p
def take():
    barrier.wait()
    library.malloc(1_000)
    barrier.wait()
threads = [Thread(target=take) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
bytearray(5_000_000)
block = bytearray(5_000_000)
file = ctypes.c_void_p(library.fopen(sys.argv[1].encode(), b"w"))
library.malloc_info(0, file)
library.fclose(file)
"""


def count_memory(call: str, path: Path) -> tuple[int, int]:
    """How many arenas and blocks of their own glibc says that a program has."""
    subprocess.run([sys.executable, "-c", PROGRAM.format(call=call), path], env=child_environment(), check=True)
    info = path.read_text(encoding="ascii")
    (blocks,) = re.findall(r'<total type="mmap" count="(\d+)"', info)
    return info.count("<heap "), int(blocks)


class Ring:
    """An object that refers to itself, which only a collection of garbage ends."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_ends_and_what_is_in_use_stays() -> None:
    garbage, used = weakref.ref(Ring()), Ring()
    release_free_memory()
    assert garbage() is None
    assert used.itself is used


def test_threads_share_few_arenas_and_a_large_block_is_one_of_its_own(tmp_path: Path) -> None:
    arenas, blocks = count_memory("", tmp_path / "before")
    few, more_blocks = count_memory("limit_free_memory()", tmp_path / "after")
    assert few <= LIMITS[M_ARENA_MAX] < arenas
    assert more_blocks > blocks
