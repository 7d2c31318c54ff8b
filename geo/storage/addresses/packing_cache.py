"""Files that are packed when they are first asked for, into a folder beside them that stays for the next start."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from geo.errors import PackInvalid
from geo.query.packed.folder import PackedFolder
from geo.storage import index_cache
from geo.storage.atlas_loader import OnProgress, find_files
from geo.storage.packing.packer import pack
from geo.storage.packing.plan import DEFAULT_MEMORY

PREFIX = "packed"


def pack_into_cache(pattern: str, on_progress: OnProgress) -> Path:
    """The packed folder of a file, a glob or a folder of Parquet files; what was packed before is used again.

    Raises IncidentsInvalid where there is no such file, or one that cannot be used.
    """
    files = _files_of(pattern)
    folder = _cache_folder(files)
    if not _is_packed(folder):
        on_progress(f"Packing {pattern} into {folder} …")
        pack([str(file) for file in files], folder, DEFAULT_MEMORY, on_progress)
    return folder


def _files_of(pattern: str) -> list[Path]:
    """The files of a glob, or the Parquet files of a folder, at any depth. Raises IncidentsInvalid for none."""
    in_folder = sorted(Path(pattern).rglob("*.parquet")) if Path(pattern).is_dir() else []
    return in_folder or find_files(pattern)


def _cache_folder(files: Sequence[Path]) -> Path:
    """The folder for these files as they are: by names, sizes and times, for a digest takes as long as packing."""
    states = [(str(file.absolute()), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    key = hashlib.sha256(repr(states).encode()).hexdigest()[:12]
    beside = index_cache.cache_dir(files[0], key)
    return beside.with_name(f"{PREFIX}.{beside.name}")


def _is_packed(folder: Path) -> bool:
    try:
        PackedFolder.open(folder)
    except PackInvalid:
        return False
    return True
