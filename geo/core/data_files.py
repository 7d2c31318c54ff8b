"""The bundled geography, as it was when this process first looked: a file that changes after that is never read.

Levels of detail are read when a map first needs them, which may be days after the start. A Parquet file has no
checksums of its own: a byte that changed meanwhile would move a border without a word.
"""

import hashlib
from functools import cache
from pathlib import Path

import pyarrow as pa

from geo.errors import DataFileDamaged
from geo.settings import data_dir

PATTERNS = ("*.parquet", "*.geojson", "*.zip")


def read_data_file(name: str) -> bytes:
    """A file of the bundled geography. Raises DataFileDamaged where it is gone or not what it was."""
    path = data_dir() / name
    digests = note_data_files(path.parent)
    try:
        content = path.read_bytes()
    except OSError:
        raise DataFileDamaged(name, "is missing or cannot be read") from None
    if _digest(content) != digests.get(name):
        raise DataFileDamaged(name, "changed after the start")
    return content


def open_data_file(name: str) -> pa.BufferReader:
    """The same, to read a table from."""
    return pa.BufferReader(read_data_file(name))


@cache
def note_data_files(folder: Path) -> dict[str, bytes]:
    """The digests of the geography's files by name, as they are when this is first asked: 40 ms for 25 MB."""
    paths = (path for pattern in PATTERNS for path in folder.glob(pattern))
    return {path.name: _digest(path.read_bytes()) for path in paths}


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
