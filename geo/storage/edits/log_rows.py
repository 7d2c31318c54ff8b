"""A log of edits as rows of text, one a cell of a change, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from geo.core.csv_table import to_csv_bytes
from geo.errors import EditRefused
from geo.storage.edits.changes import KIND, FieldCell
from geo.storage.edits.companion_csv import CsvRow
from geo.storage.edits.companion_header import LOG_COLUMNS
from geo.storage.edits.edit import MAX_NAME, MAX_PAYLOAD, MAX_REASON, Edit, clean_line

MAX_ID = 64  # characters of an edit's identifier; ours have 16
# How far ahead another machine's clock, or a time of day without a zone, may be: no zone is farther from UTC than 14 h.
CLOCK_MARGIN = timedelta(days=1)
CELL_COLUMNS = ("field", "value", "original")
HEAD_COLUMNS = tuple(name for name in LOG_COLUMNS if name not in CELL_COLUMNS)
BELONGS = "belongs to an edit with a row that cannot be used"


def export_log(edits: Iterable[Edit]) -> bytes:
    """A log as CSV that runs no formula, with LOG_COLUMNS and a row for each cell of each change."""
    return to_csv_bytes([list(LOG_COLUMNS), *(row for edit in edits for row in _to_rows(edit))])


def parse_edit(rows: Sequence[CsvRow]) -> Edit:
    """The edit of its rows; raises EditRefused, with the column that cannot be used."""
    head = rows[0].cells
    incident_id, kind = head["incident_id"], KIND.get(head["kind"])
    if kind is None:
        raise EditRefused(incident_id, "kind", head["kind"], "is no kind of change", accepted=", ".join(KIND))
    try:
        change = kind.from_cells([FieldCell(*(row.cells[name] for name in CELL_COLUMNS)) for row in rows])
    except (ValueError, TypeError):
        fields = ", ".join(row.cells["field"] for row in rows)
        raise EditRefused(
            incident_id, "field", fields, f"is not what {head['kind']} has", accepted="its cells"
        ) from None
    edit = Edit(
        edit_id=_parse_id(incident_id, "edit_id", head["edit_id"]),
        at=parse_time(incident_id, "at", head["at"]),
        who=parse_text(incident_id, "who", head["who"], MAX_NAME),
        why=parse_text(incident_id, "why", head["why"], MAX_REASON),
        incident_id=parse_text(incident_id, "incident_id", incident_id, MAX_REASON),
        change=change.clean(incident_id),
        batch=_parse_id(incident_id, "batch", head["batch"] or head["edit_id"]),
        undone_at=parse_time(incident_id, "undone_at", head["undone_at"]) if head["undone_at"] else None,
        undone_by=clean_line(parse_text(incident_id, "undone_by", head["undone_by"], MAX_NAME)),
    )
    if not edit.incident_id or len(edit.to_json()) > MAX_PAYLOAD:
        accepted = f"an identifier, and up to {MAX_PAYLOAD:,} characters in all"
        raise EditRefused(
            incident_id, "incident_id", incident_id, "is blank, or its change too long", accepted=accepted
        )
    return edit


@dataclass(frozen=True)
class Stamp:
    """What a row of corrections says of who made them, why and when; blank, or None, where it says nothing."""

    who: str
    why: str
    at: datetime | None


def parse_stamp(row: CsvRow) -> Stamp:
    """The stamp of a row; raises EditRefused where no log could hold it."""
    incident_id, at = row.cells["incident_id"], row.cells.get("at", "").strip()
    return Stamp(
        who=clean_line(parse_text(incident_id, "who", row.cells.get("who", ""), MAX_NAME)),
        why=parse_text(incident_id, "why", row.cells.get("why", ""), MAX_REASON),
        at=parse_time(incident_id, "at", at) if at else None,
    )


def group_rows(rows: Iterable[CsvRow]) -> list[tuple[CsvRow, ...]]:
    """The rows of each edit, which stand together."""
    return [tuple(of_edit) for _, of_edit in groupby(rows, key=lambda row: row.cells["edit_id"])]


def find_log_failures(rows: Iterable[CsvRow]) -> list[tuple[int, str, str, str]]:
    """Row, column, value and reason of the rows that are no edits."""
    failures = []
    for of_edit in group_rows(rows):
        try:
            _check_heads(of_edit)
            parse_edit(of_edit)
        except EditRefused as error:
            failures.append(
                (of_edit[0].number, error.column, error.value, f"{error.reason}; accepted: {error.accepted}")
            )
            failures += [(row.number, "edit_id", row.cells["edit_id"], BELONGS) for row in of_edit[1:]]
    return failures


def _to_rows(edit: Edit) -> list[list[str]]:
    head = {
        "edit_id": edit.edit_id,
        "batch": edit.batch,
        "at": edit.at.isoformat(),
        "who": edit.who,
        "why": edit.why,
        "kind": edit.kind,
        "incident_id": edit.incident_id,
        "undone_at": edit.undone_at.isoformat() if edit.undone_at else "",
        "undone_by": edit.undone_by,
    }
    cells = [{**head, **cell._asdict()} for cell in edit.change.to_cells()]
    return [[row[name] for name in LOG_COLUMNS] for row in cells]


def _check_heads(rows: Sequence[CsvRow]) -> None:
    """Raise EditRefused where rows of one edit say different things of it."""
    for name in HEAD_COLUMNS:
        values = {row.cells[name] for row in rows}
        if len(values) > 1:
            incident_id = rows[0].cells["incident_id"]
            raise EditRefused(incident_id, name, " / ".join(sorted(values)), "differs", accepted="the same in its rows")


def _parse_id(incident_id: str, column: str, text: str) -> str:
    if not (text.isascii() and text.isalnum() and len(text) <= MAX_ID):
        accepted = f"up to {MAX_ID} letters and digits"
        raise EditRefused(incident_id, column, text, "is no identifier", accepted=accepted)
    return text


def parse_time(incident_id: str, column: str, text: str) -> datetime:
    """A time in UTC, which one without a zone is; raises EditRefused where it is none, or still to come."""
    try:
        local = datetime.fromisoformat(text)
        time = local.astimezone(UTC) if local.tzinfo else local.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # OverflowError: a first or last day that in UTC is none
        accepted = "a time such as 2024-01-16T10:00:00+00:00"
        raise EditRefused(incident_id, column, text, "is no time", accepted=accepted) from None
    if time > datetime.now(UTC) + CLOCK_MARGIN:
        raise EditRefused(incident_id, column, text, "is still to come", accepted="a time until now")
    return time


def parse_text(incident_id: str, column: str, text: str, limit: int) -> str:
    """The text without blanks around it; raises EditRefused where it is too long."""
    if len(text) > limit:
        raise EditRefused(incident_id, column, text, "is too long", accepted=f"up to {limit:,} characters")
    return text.strip()
