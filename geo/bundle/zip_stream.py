"""A .zip file that is sent while it is made, with the hash of each file in it."""

import hashlib
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geo.exports.geoparquet import ChunkBuffer

PERMISSIONS = (stat.S_IFREG | 0o644) << 16  # where Unix keeps them (APPNOTE 4.4.15, as Info-ZIP uses it)
# Of 1 to 9; measured on 300,000 rows: docs/decisions/0051.
LEVEL = 2


@dataclass(frozen=True)
class BundleFile:
    """A file of a bundle: its name, its size and the SHA-256 of its bytes in hex digits."""

    name: str
    size_bytes: int
    sha256: str


class ZipStream:
    """Writes files into a .zip file one after another; `files` lists those that are written.

    Equal contents make equal archives: each file bears the first moment that the format knows, 1 January 1980
    (reproducible-builds.org, “Archive metadata”).
    """

    def __init__(self) -> None:
        self.files: list[BundleFile] = []
        self._buffer = ChunkBuffer()
        self._archive = zipfile.ZipFile(self._buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)

    def add(self, name: str, chunks: Iterable[bytes], *, is_huge: bool = False) -> Iterator[bytes]:
        """Yield the bytes of the archive as the file is written; `is_huge`: it may become larger than 2 GB."""
        digest, size = hashlib.sha256(), 0
        # The long form of sizes (APPNOTE 4.4.8) only where it is needed: not every reader of streamed files knows it.
        with self._archive.open(name, "w", force_zip64=is_huge) as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
                del chunk  # not to be held while its packed bytes are being sent
                yield from self._drain()
        self._archive.getinfo(name).external_attr = PERMISSIONS
        self.files.append(BundleFile(name, size, digest.hexdigest()))
        yield from self._drain()

    def close(self) -> bytes:
        """The end of the archive, which lists its files."""
        self._archive.close()
        return self._buffer.drain()

    def _drain(self) -> Iterator[bytes]:
        """What has been written since the last time, which may be nothing: deflate holds back."""
        content = self._buffer.drain()
        if content:
            yield content
