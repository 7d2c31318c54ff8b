"""The folder in which an unfinished packing keeps what it has made: each file is whole or not there."""

import mmap
import os
import shutil
from collections.abc import Callable
from math import prod
from pathlib import Path
from threading import Lock
from typing import Literal, TypeVar

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.query.packed.names import STAGING
from geo.storage.packing.plan import PackPlan

Kind = TypeVar("Kind")
PARTIAL = ".partial"
MAPPED_FROM_BYTES = 1_000_000  # smaller arrays are read at once
# NumPy reads the head of an array as Python code, which two threads at once cannot do: “AST constructor recursion depth
# mismatch” (CPython issue 106905), seen once in some hundred thousand arrays.
_LOADING = Lock()


class Staging:
    """What lies in `.staging` of the folder to be packed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / STAGING

    def begin(self, plan: PackPlan) -> None:
        """Go on with what the same plan has made before; what another one has made is removed."""
        if self.read_json("plan.json", PackPlan) != plan:
            self.clear()
            self.write_json("plan.json", plan)

    def known_plan(self) -> PackPlan | None:
        """The plan of an earlier run."""
        return self.read_json("plan.json", PackPlan)

    def clear(self) -> None:
        """Remove all that was made, and what was already written from it."""
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        self.path.mkdir(parents=True)

    def remove(self) -> None:
        """Remove the folder, once all is packed."""
        shutil.rmtree(self.path, ignore_errors=True)

    def file(self, name: str) -> Path:
        """The path of a file, whose folder exists."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def has(self, name: str) -> bool:
        """Whether a file is there, and so is whole."""
        return (self.path / name).exists()

    def write_json(self, name: str, value: object) -> None:
        """Write a value as JSON."""
        write_whole(self.file(name), lambda path: _write_bytes(path, msgspec.json.encode(value)))

    def read_json(self, name: str, kind: type[Kind]) -> Kind | None:
        """Read a value; None where it is not there or of an earlier version."""
        try:
            return msgspec.json.decode((self.path / name).read_bytes(), type=kind)
        except (OSError, msgspec.MsgspecError):
            return None

    def write_array(self, name: str, values: NDArray[np.generic]) -> None:
        """Write an array."""
        write_whole(self.file(name), lambda path: _save(path, values))

    def read_array(self, name: str) -> NDArray[np.generic]:
        """Map an array into memory."""
        path = self.path / name
        is_small = path.stat().st_size < MAPPED_FROM_BYTES
        with _LOADING:
            values: NDArray[np.generic] = np.load(path) if is_small else np.load(path, mmap_mode="r")
        return values

    def write_table(self, name: str, table: pa.Table) -> None:
        """Write an Arrow table as one batch, so that it can be mapped and sliced."""
        write_whole(self.file(name), lambda path: _write_ipc(path, table))

    def read_table(self, name: str) -> pa.Table:
        """Map an Arrow table into memory."""
        return pa.ipc.open_file(pa.memory_map(str(self.path / name))).read_all()


def map_numbers(path: Path, shape: tuple[int, ...], mode: Literal["r", "w+"]) -> NDArray[np.int64]:
    """Numbers on disk, mapped into memory; new ones are zeros.

    Raises OSError where the disk is too full for new ones: a mapped page that cannot be written would end the process.
    """
    if not all(shape):
        return np.zeros(shape, dtype=np.int64)
    if mode == "w+" and hasattr(os, "posix_fallocate"):
        with path.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, 8 * prod(shape))
        return np.memmap(path, dtype=np.int64, mode="r+", shape=shape)
    return np.memmap(path, dtype=np.int64, mode=mode, shape=shape)


def release_numbers(numbers: NDArray[np.int64]) -> None:
    """Let go of the pages of mapped numbers; they are read again where they are needed."""
    mapping = getattr(numbers, "_mmap", None)
    if mapping is not None and hasattr(mmap, "MADV_DONTNEED"):
        mapping.madvise(mmap.MADV_DONTNEED)


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file under another name and rename it once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + PARTIAL)
    write(partial)
    os.replace(partial, path)


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _save(path: Path, values: NDArray[np.generic]) -> None:
    with path.open("wb") as file:
        np.save(file, values)


def _write_ipc(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table.combine_chunks())
