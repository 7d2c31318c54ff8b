"""What corrections.csv of a bundle says that people have changed: corrections and notes, with who, when and why."""

import csv
import io
from dataclasses import dataclass, replace

import pandas as pd

from geo.bundle.corrections import COLUMNS
from geo.core import incidents
from geo.core.csv_injection import unescape_formula
from geo.core.csv_table import to_csv_bytes
from geo.errors import FaultlineError
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import Note
from geo.storage.edits.companion_csv import CsvRow
from geo.storage.edits.companion_file import CompanionFile, read_companion_file
from geo.storage.edits.companion_header import CORRECTION_COLUMNS
from geo.storage.edits.companion_import import CompanionResult, add_companion_file
from geo.storage.edits.edit import Draft, Edit, make_edits
from geo.storage.edits.edited_rows import put_cells
from geo.storage.edits.log_rows import parse_stamp
from geo.storage.workspace.workspace import Workspace

Cells = dict[str, str]


@dataclass(frozen=True, eq=False)
class StatedChanges:
    """Corrections as a companion file, and notes as rows with incident_id, text, who, why and at."""

    corrections: CompanionFile
    remarks: tuple[Cells, ...] = ()
    notes: tuple[str, ...] = ()

    def restore(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of incidents with the cells as they were before the corrections.

        A row that would then contradict itself stays as it is.
        """
        originals = self._originals(rows)
        if not originals:
            return rows
        before, unreadable = put_cells(rows.loc[list(originals)], originals)
        checked = incidents.check_incidents(before.drop(index=list(unreadable)))
        restored = checked.accepted.assign(corrected=pd.NA).astype(rows.dtypes.to_dict())
        return pd.concat([rows.drop(index=restored.index), restored[rows.columns]]).loc[rows.index]

    def add_to(self, workspace: Workspace, atlas: Atlas) -> CompanionResult:
        """Lay the changes over the incidents of an atlas, those that are not there already. Raises WorkspaceFailed."""
        ids = {row["incident_id"] for row in self.remarks}
        has_note = {(id_, edit.change.describe()) for id_ in ids for edit in atlas.edits.notes(id_)}
        new = [row for row in self.remarks if (row["incident_id"], row["text"]) not in has_note]
        workspace.edits.insert(list(map(_make_note, new)))
        return add_companion_file(workspace, atlas, self.corrections)

    def _originals(self, rows: pd.DataFrame) -> dict[int, Cells]:
        """What the provider's rows held, by the row's number and column: what the first correction of each says."""
        numbers = {id_: int(number) for number, id_ in rows["incident_id"].items()}
        originals: dict[int, Cells] = {}
        for row in self.corrections.accepted.to_dict("records"):
            number = numbers.get(row["incident_id"].strip())
            if number is not None:
                originals.setdefault(number, {}).setdefault(row["column"].strip(), row["original"])
        return originals


def read_changes(content: bytes, name: str) -> StatedChanges:
    """Read the file; where it cannot be read there are no changes, and a note that says why."""
    try:
        rows = _read_rows(content)
        lines = [_to_line(row) for row in rows]
        corrections = read_companion_file(to_csv_bytes([list(CORRECTION_COLUMNS), *lines]), name)
    except (FaultlineError, UnicodeDecodeError, csv.Error) as error:
        return replace(NO_CHANGES, notes=(f"Nothing of {name} is taken in: {error}",))
    remarks, notes = list[Cells](), list[str]()
    for number, row in enumerate(rows, start=2):
        if row["kind"] != Note.title:
            continue
        remark = {"incident_id": row["incident_id"], "text": row["change"], **_stamp_cells(row)}
        try:
            _make_note(remark)
            remarks.append(remark)
        except FaultlineError as error:
            notes.append(f"{name}: row {number}: {error}")
    return StatedChanges(corrections, tuple(remarks), tuple(notes))


def _read_rows(content: bytes) -> list[Cells]:
    """The rows with all COLUMNS, in order; one without a cell for each column has blank ones."""
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    names = [column.name for column in COLUMNS]
    return [{name: unescape_formula(row.get(name) or "") for name in names} for row in reader]


def _to_line(row: Cells) -> list[str]:
    """A row as one of a file of corrections; a blank line, which keeps the number of the others, where it is none."""
    cells = row | _stamp_cells(row)
    return [cells[name] if row["column"] else "" for name in CORRECTION_COLUMNS]


def _stamp_cells(row: Cells) -> Cells:
    return {"who": row["who"], "why": row["why"], "at": row["time"]}


def _make_note(row: Cells) -> Edit:
    """The note of a row; raises EditRefused."""
    stamp = parse_stamp(CsvRow(0, row))
    (edit,) = make_edits([Draft(row["incident_id"], Note(row["text"]))], who=stamp.who, why=stamp.why)
    return Edit(edit.edit_id, stamp.at or edit.at, edit.who, edit.why, edit.incident_id, edit.change, edit.batch)


NO_CHANGES = StatedChanges(read_companion_file(to_csv_bytes([list(CORRECTION_COLUMNS)]), "corrections.csv"))
