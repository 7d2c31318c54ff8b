"""Files packed as .zip or .gz, opened in memory with guards against bombs."""

import gzip
import io
import zipfile
import zlib
from typing import IO

from geo.errors import IncidentsInvalid

MAX_BYTES = 2_000_000_000  # unpacked
MAX_RATIO = 150  # of unpacked to packed, above FREE_BYTES; tables of text pack about 5 to 30 times
FREE_BYTES = 50_000_000
MAX_MEMBERS = 1_000
CHUNK_BYTES = 1 << 20
WORKBOOK_MEMBERS = ("[Content_Types].xml", "mimetype")  # what only office files hold


def decompress(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """What a file holds, unpacked where it is packed, and that said; raises IncidentsInvalid."""
    try:
        if content.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
                return _inflate(stream, len(content)), ("It was unpacked from a .gz file.",)
        if content.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not is_workbook(content):
            return _read_only_member(content)
    # RuntimeError: a password; NotImplementedError: an unusual compression.
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, ValueError) as error:
        raise IncidentsInvalid(f"cannot be unpacked: {error}. Unpack it and give the file itself.") from None
    return content, ()


def is_workbook(content: bytes) -> bool:
    """Whether a .zip file is an office file, which has a format of its own."""
    return any(member.filename in WORKBOOK_MEMBERS for member in list_members(content))


def list_members(content: bytes) -> list[zipfile.ZipInfo]:
    """What a .zip file holds, folders left aside; raises IncidentsInvalid where that is too much."""
    try:
        members = [each for each in zipfile.ZipFile(io.BytesIO(content)).infolist() if not each.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise IncidentsInvalid(f"cannot be unpacked: {error}. It may be cut off or damaged.") from None
    if len(members) > MAX_MEMBERS:
        raise IncidentsInvalid(f"holds {len(members):,} files; {MAX_MEMBERS:,} are read at most.")
    return members


def _read_only_member(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    members = [each for each in list_members(content) if not each.filename.startswith(("__MACOSX/", "."))]
    if len(members) != 1:
        names = ", ".join(each.filename[:60] for each in members[:10]) or "nothing"
        raise IncidentsInvalid(
            f"is a .zip file of {len(members)} files, not of one: {names}. Unpack it and give one of them."
        )
    with zipfile.ZipFile(io.BytesIO(content)).open(members[0]) as stream:
        return _inflate(stream, len(content)), (f"It was unpacked from “{members[0].filename[:100]}” in a .zip file.",)


def _inflate(stream: IO[bytes] | gzip.GzipFile, packed: int) -> bytes:
    """All bytes of the stream, counted while they come: what a header says may be a lie."""
    limit = min(MAX_BYTES, max(FREE_BYTES, packed * MAX_RATIO))
    pieces, size = [], 0
    while piece := stream.read(CHUNK_BYTES):
        size += len(piece)
        if size > limit:
            raise IncidentsInvalid(
                f"unpacks to more than {limit / 1e6:,.0f} MB, which no table does. Unpack it yourself."
            )
        pieces.append(piece)
    return b"".join(pieces)
