"""The manifest of a packed folder: what it holds, file by file, so that whatever is missing or changed is noticed."""

from datetime import date
from pathlib import Path

import msgspec

from geo.errors import PackInvalid
from geo.query.packed.names import MANIFEST

FORMAT = 3  # since 0.11.0, with districts as areas and in the group “where”; what it lacks cannot be answered for


class PackedColumn(msgspec.Struct, frozen=True):
    """A column of the table: its name, its dtype there, and its name in the row files. The geometry is not listed."""

    name: str
    dtype: str
    stored: str


class PackedFile(msgspec.Struct, frozen=True):
    """The size of a file, and its SHA-256 in hex."""

    bytes: int
    sha256: str


class Partition(msgspec.Struct, frozen=True):
    """One file of rows. Its number is its place in the manifest: partitions are in order of year, the undated last.

    `cell`: the digits of its cell of the curve, WHOLE where the year is not cut, UNPLACED for rows without coordinates.
    `first_row` and `last_row`: the lowest and highest number of a row; those of a year are one range without gaps, of
    which each partition has some. `first_day` and `last_day`: the first date_start and the last date_end; None for the
    undated. `bounds`: west, south, east, north of all points; None where no row has coordinates. `spots`: how many rows
    have each value of `_spot`.
    """

    path: str
    year: int | None
    cell: str
    n_rows: int
    first_row: int
    last_row: int
    first_day: date | None
    last_day: date | None
    bounds: tuple[float, float, float, float] | None
    spots: tuple[int, int, int, int]
    bytes: int
    sha256: str


class IdentifierPart(msgspec.Struct, frozen=True):
    """A part of the index of identifiers, which begins with `first`; parts are in order of it."""

    path: str
    first: str
    n_rows: int


class Manifest(msgspec.Struct, frozen=True):
    """What is in a packed folder.

    `version` is the data version, `file_names` are the files that it was packed from, `code` is the state of the code
    and its data: what is in further/ and facets/ holds for it alone, and for own actors of the state `own_actors`.
    `categories` and `groups`: how many texts or combinations each has. `cubed_groups`: those with a cube of their own.
    `further`: the filters with a file there. `facets`: the group of each filter with files there. `files`: every file
    but the partitions and the manifest, by path. `notes`: what readers should know of claims, publications and links.
    """

    version: str
    file_names: tuple[str, ...]
    code: str
    columns: tuple[PackedColumn, ...]
    n_rows: int
    partitions: tuple[Partition, ...]
    categories: dict[str, int]
    groups: dict[str, int]
    cubed_groups: tuple[str, ...]
    n_areas: int
    n_extent_areas: int
    identifiers: tuple[IdentifierPart, ...]
    further: tuple[str, ...]
    files: dict[str, PackedFile]
    last_modified: date | None = None
    facets: dict[str, str] = {}
    own_actors: str = ""
    notes: tuple[str, ...] = ()
    format: int = FORMAT


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a folder. Raises PackInvalid where there is none, or none of this format."""
    try:
        content = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        reason = f"it has no {MANIFEST}: it is no packed folder, or its packing was interrupted"
        raise PackInvalid(str(folder), reason, remedy="Run “faultline pack” again, which goes on from there.") from None
    except OSError as error:
        raise PackInvalid(str(folder), f"{MANIFEST} cannot be read ({error.strerror})") from None
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.MsgspecError as error:
        raise PackInvalid(str(folder), f"{MANIFEST} cannot be understood: {error}") from None
    if manifest.format != FORMAT:
        raise PackInvalid(str(folder), f"its format is {manifest.format}, and this version reads {FORMAT}")
    return manifest


def encode_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)
