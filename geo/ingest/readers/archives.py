"""Files packed as .zip or .gz, decompressed in memory with guards against zip bombs."""

import gzip
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator

from geo.errors import IncidentsInvalid

# By judgement: tables of text shrink to a fifth or a thirtieth, zip bombs to a hundredth or a thousandth. The ratio of
# unpacked to packed size decides above FREE_BYTES.
MAX_BYTES = 2_000_000_000
MAX_RATIO = 40
FREE_BYTES = 50_000_000
MAX_MEMBERS = 1_000  # of a .zip file: enough for any workbook, few enough to list
# A directory of a million files takes 9 s and 700 MB to parse; archives that an archive stores have entries, too.
DIRECTORY_ENTRY, MAX_ENTRIES = b"PK\x01\x02", 100 * MAX_MEMBERS
CHUNK_BYTES = 1 << 20
ZIP_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
GZIP_BEGINNING = b"\x1f\x8b"
WORKBOOK_MEMBERS = ("[Content_Types].xml", "mimetype")  # what only office files hold
# RuntimeError: a password or an unusual compression or version; IndexError: a file without a name.
DAMAGES = (OSError, EOFError, KeyError, IndexError, zlib.error, zipfile.BadZipFile, RuntimeError, ValueError)


def decompress(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The content of a file, unpacked where it is a .gz file, and a note on that.

    Raises IncidentsInvalid where it is damaged or too large.
    """
    if not content.startswith(GZIP_BEGINNING):
        return content, ()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            unpacked = _inflate(stream, _limit(content))
    except DAMAGES as error:
        raise IncidentsInvalid(f"cannot be unpacked: {error}. Unpack it and give the file itself.") from None
    if unpacked.startswith(GZIP_BEGINNING):
        raise IncidentsInvalid("is a .gz file in a .gz file. Unpack it and give the file itself.")
    return unpacked, ("It was unpacked from a .gz file.",)


def is_archive(content: bytes) -> bool:
    """Whether the content is a .zip file that is no office file."""
    return content.startswith(ZIP_BEGINNINGS) and not is_workbook(content)


def is_workbook(content: bytes) -> bool:
    """Whether a .zip file is an office file, which has a format of its own."""
    return any(member.filename in WORKBOOK_MEMBERS for member in list_members(content))


def list_members(content: bytes) -> list[zipfile.ZipInfo]:
    """The files in a .zip file, without folders; raises IncidentsInvalid where it is damaged or has too many."""
    return Archive(content).members


def name_members(members: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The files of an archive by their names; the second of a name is “name (2)”."""
    member_by_name: dict[str, zipfile.ZipInfo] = {}
    counts: Counter[str] = Counter()
    for member in members:
        counts[member.filename] += 1
        n_same = counts[member.filename]
        member_by_name[member.filename if n_same == 1 else f"{member.filename} ({n_same})"] = member
    return member_by_name


def read_member(content: bytes, name: str | zipfile.ZipInfo) -> bytes:
    """A file of a .zip file, in memory; raises IncidentsInvalid where it is damaged, locked or too large."""
    return Archive(content).read(name)


class Archive:
    """A .zip file in memory, whose directory is parsed once, however many of its files are read.

    `members` are its files, without folders, and `limit` is how many bytes they may unpack to. Raises IncidentsInvalid
    where it is damaged or has too many.
    """

    def __init__(self, content: bytes) -> None:
        self.limit = _limit(content)
        n_entries = content.count(DIRECTORY_ENTRY)  # before they are parsed
        if n_entries <= MAX_ENTRIES:
            try:
                self._file = zipfile.ZipFile(io.BytesIO(content))
                self.members = [member for member in self._file.infolist() if not member.is_dir()]
            except DAMAGES as error:
                raise IncidentsInvalid(f"cannot be unpacked: {error}. It may be cut off or damaged.") from None
            n_entries = len(self.members)
        if n_entries > MAX_MEMBERS:
            raise IncidentsInvalid(f"holds {n_entries:,} files; {MAX_MEMBERS:,} are read at most.")

    def read(self, name: str | zipfile.ZipInfo, n_before: int = 0) -> bytes:
        """A file of the archive, in memory; its name is never a path of this machine.

        `n_before` are the bytes that were unpacked from the archive before. Raises IncidentsInvalid where the file is
        damaged, locked or too large.
        """
        chunks, size = [], n_before
        for chunk in self.iter_chunks(name):
            size += len(chunk)
            _check_size(size, self.limit)
            chunks.append(chunk)
        return b"".join(chunks)

    def iter_chunks(self, name: str | zipfile.ZipInfo, n_bytes: int = CHUNK_BYTES) -> Iterator[bytes]:
        """A file of the archive, so many bytes at a time; raises IncidentsInvalid where it is damaged or locked."""
        try:
            with self._file.open(name) as stream:
                while chunk := stream.read(n_bytes):
                    yield chunk
        except DAMAGES as error:
            raise IncidentsInvalid(f"cannot be unpacked: {error}. Unpack it and give the file itself.") from None


def _limit(content: bytes) -> int:
    return min(MAX_BYTES, max(FREE_BYTES, len(content) * MAX_RATIO))


def _inflate(stream: gzip.GzipFile, limit: int) -> bytes:
    """All bytes of the stream, counted as they come: the size in its header may be a lie."""
    chunks, size = [], 0
    while chunk := stream.read(CHUNK_BYTES):
        size += len(chunk)
        _check_size(size, limit)
        chunks.append(chunk)
    return b"".join(chunks)


def _check_size(n_bytes: int, limit: int) -> None:
    """Raise IncidentsInvalid where so many bytes are too many: the size in a header may be a lie."""
    if n_bytes > limit:
        raise IncidentsInvalid(
            f"unpacks to more than {limit / 1e6:,.0f} MB, which no table does. Unpack it and give the file itself."
        )
