"""What is to be packed: the source files as they are, and the sizes in which they are worked on."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from geo.core.code_state import code_state
from geo.core.incidents import version_of_digests
from geo.core.schema import COMPANION_TABLES, REQUIRED
from geo.query.packed.file_states import file_digest
from geo.storage import atlas_loader
from geo.storage.companions_beside import companion_paths_of
from geo.storage.own_actors import own_actors_paths

DEFAULT_MEMORY = 2_000_000_000
# Bytes of memory that a row takes while it is checked, and while it is written, in all threads together; measured.
BYTES_PER_CHECKED_ROW, BYTES_PER_WRITTEN_ROW = 8_000, 5_000
ROWS_OF_CHUNK, ROWS_OF_PARTITION = (1_000, 400_000), (1_000, 1_000_000)  # the fewest and the most
CHUNK_SHARE = 16  # of the memory, that the cells of a chunk may take before they are checked


class SourceFile(msgspec.Struct, frozen=True):
    """A file, with what shows that it is still the same. `is_streamed`: a Parquet file with our own columns."""

    path: str
    bytes: int
    changed_ns: int
    sha256: str
    is_streamed: bool = False

    @property
    def name(self) -> str:
        """What messages call it."""
        return Path(self.path).name

    def is_unchanged(self) -> bool:
        """Whether the file is still as it was."""
        try:
            status = os.stat(self.path)
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) == (self.bytes, self.changed_ns)


class PackPlan(msgspec.Struct, frozen=True):
    """The files and the sizes of one packing; what was staged for another plan is of no use.

    `companions`: the files of claims, publications and links, by kind; `actors`: those of own actors.
    """

    sources: tuple[SourceFile, ...]
    companions: dict[str, tuple[SourceFile, ...]]
    actors: tuple[SourceFile, ...]
    code: str
    chunk_rows: int
    chunk_bytes: int
    partition_rows: int

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """All files, in the order in which the loader reads them."""
        of_kinds = (file for kind in COMPANION_TABLES for file in self.companions[kind])
        return (*self.sources, *of_kinds, *self.actors)

    @property
    def version(self) -> str:
        """The data version, which the loader gives the same files too."""
        return version_of_digests(bytes.fromhex(file.sha256) for file in self.files)


def make_plan(patterns: Sequence[str], memory: int, known: Iterable[SourceFile] = ()) -> PackPlan:
    """Plan the packing of files and globs within bytes of memory; `known` files that are unchanged are not read.

    Raises IncidentsInvalid where there is no such file.
    """
    paths = list(dict.fromkeys(path.absolute() for pattern in patterns for path in atlas_loader.find_files(pattern)))
    unchanged = {file.path: file for file in known if file.is_unchanged()}

    def describe(found: Iterable[Path]) -> tuple[SourceFile, ...]:
        return tuple(unchanged.get(str(path)) or _describe(path) for path in found)

    return PackPlan(
        sources=describe(paths),
        companions={kind: describe(companion_paths_of(kind, paths)) for kind in COMPANION_TABLES},
        actors=describe(own_actors_paths(paths)),
        code=code_state(),
        chunk_rows=_clamp(memory // BYTES_PER_CHECKED_ROW, ROWS_OF_CHUNK),
        chunk_bytes=memory // CHUNK_SHARE,
        partition_rows=_clamp(memory // BYTES_PER_WRITTEN_ROW, ROWS_OF_PARTITION),
    )


def _clamp(number: int, limits: tuple[int, int]) -> int:
    return min(max(number, limits[0]), limits[1])


def _describe(path: Path) -> SourceFile:
    status = path.stat()
    return SourceFile(str(path), status.st_size, status.st_mtime_ns, file_digest(path), _is_ours(path))


def _is_ours(path: Path) -> bool:
    """Whether it is Parquet with the columns that the dictionary requires."""
    try:
        names = pq.read_schema(path).names
    except (pa.ArrowException, OSError, ValueError):
        return False
    return set(REQUIRED) <= {str(name).strip() for name in names}
