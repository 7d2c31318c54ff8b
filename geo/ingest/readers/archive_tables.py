"""The tables in a .zip file: what belongs together is read together, and what is no table is named."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from zipfile import ZipInfo

import msgspec

from geo.errors import IncidentsInvalid
from geo.ingest.import_result import SHEET
from geo.ingest.options import ImportOptions
from geo.ingest.readers.archives import ZIP_BEGINNINGS, Archive, decompress, is_archive, name_members
from geo.ingest.readers.esri_shapefile import COMPANIONS, layer_parts, pack_layer
from geo.ingest.readers.foreign_formats import PICTURES, find_foreign_archive
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.table_choice import MAX_LISTED, MAX_NAME, TableNoun, quote_names, take_tables
from geo.ingest.readers.table_limits import check_tables

# What file managers add, and what belongs to a layer or a KML and is no table of its own.
JUNK_FOLDERS, JUNK_NAMES = ("__MACOSX/",), ("thumbs.db", "desktop.ini", ".ds_store")
NO_TABLES = (*PICTURES, ".shx", ".prj", ".cpg")  # parts of a shapefile, also where it is not there itself
FILES = TableNoun("file", "files")

ReadContent = Callable[[bytes, ImportOptions], RawTable]


@dataclass(frozen=True, eq=False)
class _Contents:
    """The tables of an archive by the names of their files, and why each of the others is none."""

    tables: dict[str, RawTable] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)


def read_archive(content: bytes, options: ImportOptions, read: ReadContent) -> RawTable:
    """The table or tables of a .zip file; `read` reads the content of one. The options may name the file as the sheet.

    Raises IncidentsInvalid where it holds none.
    """
    archive = Archive(content)
    members = name_members(archive.members)
    names = [name for name, member in members.items() if not _is_junk(member.filename)]
    if foreign := find_foreign_archive(names):
        raise IncidentsInvalid(foreign)
    candidates = _find_candidates(names)
    if not candidates:
        raise IncidentsInvalid("is an empty .zip file." if not names else f"holds no table, only {quote_names(names)}.")
    member_name = options.sheet or options.answer(SHEET, "") or ""
    if member_name in candidates:  # a sheet is a file here, and no sheet of a workbook in it
        candidates, options = {member_name: candidates[member_name]}, msgspec.structs.replace(options, sheet="")
    contents = _read_each(archive, members, candidates, options, read)
    if not contents.tables:
        raise IncidentsInvalid(_explain_refusals(contents.refusals))
    return _note_members(take_tables(contents.tables, options, FILES), contents)


def _is_junk(name: str) -> bool:
    last = name.rpartition("/")[2].casefold()
    return name.startswith(JUNK_FOLDERS) or last.startswith("._") or last in JUNK_NAMES or not last


def _find_candidates(names: list[str]) -> dict[str, dict[str, str]]:
    """The files that may be tables: a shapefile with its parts by their ending, any other without."""
    layers = layer_parts(names)
    belonging = {part for parts in layers.values() for part in parts.values()}
    stems = tuple(name[:-4].casefold() for name in layers)
    belonging |= {name for name in names if name.casefold().endswith(COMPANIONS) and name.casefold().startswith(stems)}
    others = [name for name in names if name not in belonging and not name.casefold().endswith(NO_TABLES)]
    return {**layers, **{name: {} for name in others}}


def _read_each(
    archive: Archive,
    members: dict[str, ZipInfo],
    candidates: dict[str, dict[str, str]],
    options: ImportOptions,
    read: ReadContent,
) -> _Contents:
    contents, n_bytes, n_tables = _Contents(), 0, 0
    for name, parts in candidates.items():
        try:
            member = pack_layer(archive, parts, n_bytes) if parts else archive.read(members[name], n_bytes)
            n_bytes += len(member)
            contents.tables[name] = read(_unpack_once(member, parts), options)
        except IncidentsInvalid as error:
            contents.refusals[name] = str(error)
            continue
        n_tables += contents.tables[name].n_tables
        check_tables(n_tables, "tables")
    return contents


def _unpack_once(member: bytes, parts: dict[str, str]) -> bytes:
    """A member as it is, unpacked where it is a .gz file; an archive in an archive is not opened."""
    if not parts and member.startswith(ZIP_BEGINNINGS) and is_archive(member):
        raise IncidentsInvalid("is an archive in an archive. Unpack it and give the file itself.")
    return decompress(member)[0]


def _note_members(table: RawTable, contents: _Contents) -> RawTable:
    """The table with a word on where it was and on the files that are none."""
    names = list(contents.tables)
    notes = (f"It was unpacked from “{names[0][:MAX_NAME]}” in a .zip file.",) if len(names) == 1 else ()
    left_out = (f"No table, and left out: {quote_names(list(contents.refusals))}.",) if contents.refusals else ()
    return replace(table, notes=(*notes, *left_out, *table.notes))


def _explain_refusals(refusals: dict[str, str]) -> str:
    reasons = [f"“{name[:MAX_NAME]}” {reason}" for name, reason in list(refusals.items())[:MAX_LISTED]]
    return f"holds no table that can be read: {' '.join(reasons)}"
