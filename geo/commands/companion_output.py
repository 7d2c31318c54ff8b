"""Companion files of `faultline import`: read beside the incidents, and written beside the table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from geo.commands.output import STANDARD_OUTPUT, check_target, say, write
from geo.core import incidents
from geo.core.csv_table import to_csv_bytes
from geo.core.formatting import pluralize
from geo.core.schema import COMPANION_TABLES
from geo.errors import ValueRefused
from geo.ingest import import_report
from geo.storage.companion_doubts import describe_links, describe_unknown
from geo.storage.edits.companion_csv import HEADER_BYTES, companion_kind, is_companion
from geo.storage.edits.companion_file import CompanionFile, read_companion_file

ENDS = ("incident_id", "to_incident_id")


@dataclass(frozen=True, eq=False)
class Companions:
    """The companion files of a command, and which of its files are others."""

    files: tuple[CompanionFile, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class WrittenCompanions:
    """The companion files with the rows rejected that are about no incident of the table, and what was written.

    `tables`: the checked rows by kind, of each kind an empty table at least. `doubts`: sentences on what is written
    and needs a look.
    """

    files: tuple[CompanionFile, ...]
    tables: Mapping[str, pd.DataFrame]
    doubts: tuple[str, ...]


def split_companions(names: Sequence[str], out: str) -> Companions:
    """Read the companion files among some; raises FaultlineError for one that has no place beside a table."""
    kinds = {name: _kind(name) for name in names}
    for name, kind in kinds.items():
        if kind is not None and kind not in COMPANION_TABLES:
            accepted = f"claims, publications and links; take {kind} in with “faultline edits import”"
            raise ValueRefused(name, accepted=accepted)
    companions = [name for name, kind in kinds.items() if kind]
    if companions and out == STANDARD_OUTPUT:
        raise ValueRefused("--out -", accepted="a file, where there are companion files to write beside it")
    for kind in {kinds[name] for name in companions}:
        check_target(companion_target(out, str(kind)))
    files = tuple(read_companion_file(Path(name).read_bytes(), Path(name).name) for name in companions)
    return Companions(files, tuple(name for name, kind in kinds.items() if kind is None))


def companion_target(out: str, kind: str) -> str:
    """The name of the companion file beside a table."""
    path = Path(out)
    return str(path.with_name(f"{path.stem}.{kind}.csv"))


def write_companions(files: Sequence[CompanionFile], incident_ids: Iterable[str], out: str) -> WrittenCompanions:
    """Write the rows about incidents of the table, one file a kind, and say which rows of the files are not."""
    known = set(incident_ids)
    checked = tuple(_reject_unknown(file, known) for file in files)
    tables = {kind: _write_kind(kind, checked, out) for kind in COMPANION_TABLES}
    for file in checked:
        say_notes(file)
        for row, column, value, reason in file.rejected.itertuples(index=False):
            say(f"{file.name}: row {row}{f', column {column}' if column else ''}: {value!r} {reason.rstrip('.')}.")
    doubts = describe_links(tables["links"])
    for sentence in (*doubts, *_describe_unknown_ends(tables["links"], known)):
        say(sentence)
    return WrittenCompanions(checked, tables, doubts)


def _write_kind(kind: str, files: Iterable[CompanionFile], out: str) -> pd.DataFrame:
    """Write the rows of a kind, each once; returns them checked. Where no file is of the kind, nothing is written."""
    names = [column.name for column in COMPANION_TABLES[kind]]
    of_kind = [file.accepted.reindex(columns=names).fillna("") for file in files if file.kind == kind]
    rows = pd.concat([pd.DataFrame(columns=names, dtype="str"), *of_kind], ignore_index=True)
    unique = rows.drop_duplicates()
    if of_kind:
        target, n_repeated = companion_target(out, kind), len(rows) - len(unique)
        write(target, [to_csv_bytes([names, *unique.to_numpy().tolist()])])
        verb = "is" if n_repeated == 1 else "are"
        once = f" {n_repeated:,} more {verb} in another file too, and written once." if n_repeated else ""
        say(f"{pluralize(len(unique), 'row')} of {kind} written to {target}.{once}")
    return incidents.check_companion(unique, COMPANION_TABLES[kind]).accepted


def _describe_unknown_ends(links: pd.DataFrame, known: set[str]) -> tuple[str, ...]:
    """A sentence on ends of links that are not in the table, although the other end is, as in a part of a table."""
    ends = pd.concat([links[end] for end in ENDS]).astype("str").str.strip().unique().tolist()
    unknown = [end for end in ends if end not in known]
    return (describe_unknown("links", unknown),) if unknown else ()


def say_notes(file: CompanionFile) -> None:
    """Say what a person should know of a whole file, and which rows repeat others."""
    for note in (*file.notes, *file.describe_repeats()):
        say(f"{file.name}: {note}")


def report_lines(files: Iterable[CompanionFile]) -> list[list[str]]:
    """The lines of the report on rows of companion files that were not simply accepted, behind the name of the file."""
    return [
        [file.name, str(row), status, column, value, reason, import_report.WHAT_TO_DO[status]]
        for file in files
        for status, rows in (
            (import_report.REJECTED, file.rejected.itertuples(index=False, name=None)),
            (import_report.DUPLICATE, ((row, "", "", reason) for row, reason in file.duplicates.to_numpy())),
        )
        for row, column, value, reason in rows
    ]


def _kind(name: str) -> str | None:
    """The kind of a companion file, None of others; raises IncidentsInvalid for one whose header is faulty."""
    with Path(name).open("rb") as file:
        head = file.read(HEADER_BYTES)
    if not is_companion(head):
        return None
    return companion_kind(head) or read_companion_file(head, Path(name).name).kind


def _reject_unknown(file: CompanionFile, known: set[str]) -> CompanionFile:
    """The file without the rows about incidents that are not in the table, which are rejected.

    A link is about both of its ends.
    """
    ends = [column for column in ENDS if column in file.accepted]
    is_known = pd.Series(False, index=file.accepted.index)
    for column in ends:
        is_known |= file.accepted[column].str.strip().isin(known)
    unknown = file.accepted[~is_known]
    failures = [(row, "incident_id", id_, "is not in the table") for row, id_ in unknown.get("incident_id", {}).items()]
    rejected = pd.concat([file.rejected, pd.DataFrame(failures, columns=list(file.rejected.columns))])
    return replace(file, accepted=file.accepted[is_known], rejected=rejected.sort_values("row", kind="stable"))
