"""The files in an archive that may be a bundle: listed and read in memory, never written to a disk.

Everything is refused that no bundle has and that others have been attacked with: too many files, paths, links, locked
files, two files of one name, and contents that grow without end.
"""

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from geo.errors import BundleInvalid
from geo.ingest.readers.archives import CHUNK_BYTES, DAMAGES, FREE_BYTES, MAX_BYTES, MAX_RATIO

MAX_FILES = 200  # a bundle has some twenty; a person may add some
MAX_NAME = 200  # characters
# The end of the archive's list (APPNOTE 4.3.16) and the pointer to its long form (4.3.15), which no bundle needs that
# may be uploaded: it would hide how long the list is.
END, LONG_END = b"PK\x05\x06", b"PK\x06\x07"
BEGINNING = b"PK\x03\x04"  # of an archive (APPNOTE 4.3.7)
END_BYTES, LONG_END_BYTES = 22, 20
MAX_LIST_BYTES = MAX_FILES * (46 + 2 * MAX_NAME + 256)  # APPNOTE 4.3.12, with room for fields that packers add
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
LOCKED = 0x1  # APPNOTE 4.4.4, bit 0
# What the file managers of macOS and Windows add to an archive on their own.
DEBRIS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
AS_DOWNLOADED = "Take the bundle as it was downloaded."


class Members:
    """The files of an archive by their names; `size_bytes` of the archive limits what they may unpack to."""

    def __init__(self, content: bytes) -> None:
        """Raises BundleInvalid."""
        self._archive = _open(content)
        self._limit = min(MAX_BYTES, max(FREE_BYTES, len(content) * MAX_RATIO))
        self._n_read = 0
        self._infos = _list_files(self._archive)
        self.names = tuple(self._infos)

    def iter_content(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes, counted as they come: the size in the list may be a lie. Raises BundleInvalid."""
        try:
            with self._archive.open(self._infos[name]) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    self._n_read += len(chunk)
                    if self._n_read > self._limit:
                        raise BundleInvalid(f"it unpacks to more than {self._limit / 1e6:,.0f} MB. {AS_DOWNLOADED}")
                    yield chunk
        except DAMAGES as error:
            raise BundleInvalid(f"{name} is damaged: {error}. {AS_DOWNLOADED}") from None

    def read(self, name: str, max_bytes: int) -> bytes:
        """A small file; raises BundleInvalid where it is larger."""
        chunks, size = [], 0
        for chunk in self.iter_content(name):
            chunks.append(chunk)
            size += len(chunk)
            if size > max_bytes:
                raise BundleInvalid(f"{name} is larger than {max_bytes:,} bytes. {AS_DOWNLOADED}")
        return b"".join(chunks)


def _open(content: bytes) -> zipfile.ZipFile:
    end = content[-END_BYTES:]
    if len(end) < END_BYTES or not end.startswith(END):
        raise BundleInvalid(f"it is no whole .zip file. {AS_DOWNLOADED}")
    n_files, list_bytes, list_start = struct.unpack("<HLL", end[10:20])
    is_long = content[-END_BYTES - LONG_END_BYTES : -END_BYTES].startswith(LONG_END)
    if is_long or n_files > MAX_FILES or list_bytes > MAX_LIST_BYTES:
        raise BundleInvalid(f"it holds too many files: {MAX_FILES} are read at most. {AS_DOWNLOADED}")
    n_foreign = len(content) - END_BYTES - list_bytes - list_start  # readers of .zip pass over them
    if n_foreign or not content.startswith(BEGINNING):
        raise BundleInvalid(f"it has {max(n_foreign, 0):,} bytes that belong to none of its files. {AS_DOWNLOADED}")
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except DAMAGES as error:
        raise BundleInvalid(f"it is no whole .zip file: {error}. {AS_DOWNLOADED}") from None


def _list_files(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files without folders, and without the folder that they may all lie in since somebody packed them anew."""
    infos = [info for info in archive.infolist() if not info.is_dir() and not _is_debris(info.filename)]
    for info in infos:
        _check(info)
    folders = {info.filename.partition("/")[0] for info in infos if "/" in info.filename}
    has_folder = len(folders) == 1 and all("/" in info.filename for info in infos)
    files: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename.partition("/")[2] if has_folder else info.filename
        if name in files:
            raise BundleInvalid(f"it holds two files called “{name}”. {AS_DOWNLOADED}")
        files[name] = info
    return files


def _is_debris(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[:1] == (DEBRIS[0],) or path.name in DEBRIS


def _check(info: zipfile.ZipInfo) -> None:
    """Raise BundleInvalid for what no bundle has."""
    name = info.filename
    parts = name.split("/")
    if len(name) > MAX_NAME or not name.isprintable() or "\\" in name or not all(parts) or {".", ".."} & set(parts):
        raise BundleInvalid(f"a file in it has a name that is a path: “{name[:MAX_NAME]}”. {AS_DOWNLOADED}")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise BundleInvalid(f"“{name}” in it is a link to another file. {AS_DOWNLOADED}")
    if info.flag_bits & LOCKED:
        raise BundleInvalid(f"“{name}” in it is locked with a password. Unlock it, and pack it anew.")
    if info.compress_type not in METHODS:
        raise BundleInvalid(f"“{name}” in it is packed in an unusual way. {AS_DOWNLOADED}")
