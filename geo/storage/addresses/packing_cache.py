"""Files that are packed when they are first asked for, into a folder beside them that stays for the next start."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from geo.errors import IncidentsInvalid, PackInvalid
from geo.query.packed.folder import PackedFolder
from geo.query.packed.manifest import read_manifest
from geo.query.packed.names import STAGING
from geo.storage import index_cache
from geo.storage.atlas_loader import OnProgress, find_files
from geo.storage.packing.packer import pack
from geo.storage.packing.plan import DEFAULT_MEMORY

PREFIX = "packed"
HOW_TO_PACK = "Name a folder made by “faultline pack SOURCE FOLDER”, or files of incidents."


def pack_into_cache(pattern: str, on_progress: OnProgress) -> Path:
    """The packed folder of a file, a glob or a folder of Parquet files; what was packed before is used again.

    Raises IncidentsInvalid where there is no such file, or one that cannot be used.
    """
    files = _files_of(pattern)
    folder = _cache_folder(files)
    if not _is_packed(folder):
        on_progress(f"Packing {Path(pattern).name} into a folder beside it …")
        pack([str(file) for file in files], folder, DEFAULT_MEMORY, on_progress)
    return folder


def _files_of(pattern: str) -> list[Path]:
    """The files of a glob, or the Parquet files of a folder, at any depth. Raises IncidentsInvalid for none."""
    folder = Path(pattern)
    if not folder.is_dir():
        return find_files(pattern)
    if (folder / STAGING).exists():
        read_manifest(folder)  # which is missing: the message says how the packing goes on
    in_folder = sorted(folder.rglob("*.parquet"))
    if not in_folder:
        raise IncidentsInvalid(f"{pattern}: this folder is not packed and holds no .parquet files. {HOW_TO_PACK}")
    return in_folder


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
