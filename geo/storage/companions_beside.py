"""Claims, publications and links in the files beside those of incidents, checked as the files that a person adds."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from geo.core import incidents
from geo.core.formatting import pluralize
from geo.core.schema import COMPANION_TABLES, Column
from geo.storage.companion_doubts import describe_links, describe_unknown
from geo.storage.edits.companion_file import CompanionFile, read_companion_file
from geo.storage.load_failures import describe_failures

CORRECTIONS_SUFFIX = ".corrections.csv"
IS_UNREAD = (
    "is not read. To lay its corrections over the incidents, take it in with “faultline edits import” or on the page "
    "Data. Where “faultline import” wrote it beside a bundle’s table, the rows hold what was corrected already."
)
ID_COLUMNS = {"claims": ("incident_id",), "publications": ("incident_id",), "links": ("incident_id", "to_incident_id")}


@dataclass(frozen=True, eq=False)
class CompanionsBeside:
    """The companion tables by kind, and what a person should know of their files, in sentences."""

    tables: dict[str, pd.DataFrame]
    notes: tuple[str, ...]

    @property
    def incident_ids(self) -> list[str]:
        """The incidents that they name, each once."""
        return list(dict.fromkeys(id_ for kind in self.tables for id_ in self._ids_of(kind)))

    def describe_unknown(self, known_ids: Collection[str]) -> tuple[str, ...]:
        """A sentence for each kind that names incidents which the table has not; `known_ids` are those it has."""
        unknown = {kind: [id_ for id_ in self._ids_of(kind) if id_ not in known_ids] for kind in self.tables}
        return tuple(describe_unknown(kind, ids) for kind, ids in unknown.items() if ids)

    def _ids_of(self, kind: str) -> list[str]:
        columns = [self.tables[kind][column] for column in ID_COLUMNS[kind]]
        return list(map(str, pd.concat(columns).dropna().unique()))


def companion_paths_of(kind: str, paths: Iterable[Path]) -> list[Path]:
    """The files of a kind of companion that lie beside incident files."""
    # one.csv and one.geojson have the same companions.
    companions = dict.fromkeys(path.with_name(f"{path.stem}.{kind}.csv") for path in paths)
    return [path for path in companions if path.is_file()]


def describe_unread(paths: Iterable[Path]) -> tuple[str, ...]:
    """A sentence for each file of corrections beside incident files: a person lays these over the rows."""
    files = dict.fromkeys(path.with_name(f"{path.stem}{CORRECTIONS_SUFFIX}") for path in paths)
    return tuple(f"{path.name} {IS_UNREAD}" for path in files if path.is_file())


def load_companions(paths: Mapping[str, Iterable[Path]]) -> CompanionsBeside:
    """Read the files of each kind; rows that cannot be used are left out and named in the notes.

    Raises IncidentsInvalid for a file that is none of its kind.
    """
    files = {kind: [_load_companion(path, kind) for path in paths[kind]] for kind in COMPANION_TABLES}
    tables = {kind: _concat([_as_table(file) for file in of_kind], kind) for kind, of_kind in files.items()}
    notes = [note for of_kind in files.values() for file in of_kind for note in _notes(file)]
    return CompanionsBeside(tables, (*notes, *describe_links(tables["links"])))


def _load_companion(path: Path, kind: str) -> CompanionFile:
    return read_companion_file(path.read_bytes(), path.name, kind=kind)


def _as_table(file: CompanionFile) -> pd.DataFrame:
    return incidents.check_companion(file.accepted, COMPANION_TABLES[file.kind]).accepted


def _concat(tables: list[pd.DataFrame], kind: str) -> pd.DataFrame:
    """Tables of one kind as one; an empty one with its columns where there are none."""
    columns: tuple[Column, ...] = COMPANION_TABLES[kind]
    return pd.concat(tables or [incidents.check(pd.DataFrame(), columns).accepted], ignore_index=True)


def _notes(file: CompanionFile) -> list[str]:
    notes = (f"{file.name}: {note}" for note in (*file.notes, *file.describe_repeats()))
    return [*notes, *_describe_rejected(file)]


def _describe_rejected(file: CompanionFile) -> list[str]:
    """The rows that cannot be used, a sentence each up to a number, and that they are left out."""
    n_rejected = int(file.rejected["row"].nunique())
    if not n_rejected:
        return []
    verb = "is" if n_rejected == 1 else "are"
    account = f"{file.name}: {pluralize(n_rejected, 'row')} of {file.n_rows:,} {verb} left out. Correct the file."
    return [*describe_failures(file.name, file.rejected).splitlines(), account]
