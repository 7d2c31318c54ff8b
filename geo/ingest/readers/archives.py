"""Files packed as .zip or .gz, decompressed in memory with guards against zip bombs."""

import gzip
import io
import zipfile
import zlib
from typing import IO

from geo.errors import IncidentsInvalid

# By judgement: tables of text shrink to a fifth or a thirtieth, zip bombs to a thousandth. The ratio of unpacked to
# packed size decides above FREE_BYTES.
MAX_BYTES = 2_000_000_000
MAX_RATIO = 150
FREE_BYTES = 50_000_000
MAX_MEMBERS = 1_000  # of a .zip file: enough for any workbook, few enough to list
CHUNK_BYTES = 1 << 20
WORKBOOK_MEMBERS = ("[Content_Types].xml", "mimetype")  # what only office files hold


def decompress(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The content of a file, unpacked where it is packed, and a note on that.

    Raises IncidentsInvalid where it is damaged, locked, too large, or holds more than one file.
    """
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
    """The files in a .zip file, without folders; raises IncidentsInvalid where it is damaged or has too many."""
    try:
        members = [member for member in zipfile.ZipFile(io.BytesIO(content)).infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise IncidentsInvalid(f"cannot be unpacked: {error}. It may be cut off or damaged.") from None
    if len(members) > MAX_MEMBERS:
        raise IncidentsInvalid(f"holds {len(members):,} files; {MAX_MEMBERS:,} are read at most.")
    return members


def _read_only_member(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    members = [member for member in list_members(content) if not member.filename.startswith(("__MACOSX/", "."))]
    if len(members) != 1:
        if not members:
            raise IncidentsInvalid("is an empty .zip file.")
        names = ", ".join(member.filename[:60] for member in members[:10]) + (", …" if len(members) > 10 else "")
        raise IncidentsInvalid(f"holds {len(members):,} files ({names}); unpack it and give one of them.")
    with zipfile.ZipFile(io.BytesIO(content)).open(members[0]) as stream:
        return _inflate(stream, len(content)), (f"It was unpacked from “{members[0].filename[:100]}” in a .zip file.",)


def _inflate(stream: IO[bytes] | gzip.GzipFile, packed_bytes: int) -> bytes:
    """All bytes of the stream, counted as they come: the size in its header may be a lie."""
    limit = min(MAX_BYTES, max(FREE_BYTES, packed_bytes * MAX_RATIO))
    chunks, size = [], 0
    while chunk := stream.read(CHUNK_BYTES):
        size += len(chunk)
        if size > limit:
            raise IncidentsInvalid(
                f"unpacks to more than {limit / 1e6:,.0f} MB, which no table does. Unpack it and give the file itself."
            )
        chunks.append(chunk)
    return b"".join(chunks)
