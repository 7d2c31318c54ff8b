"""What people have changed in the incidents of a bundle, and who did: corrections.csv."""

from collections.abc import Iterator, Mapping

import pandas as pd

from geo.bundle.companions import is_selected
from geo.core.clock import format_time
from geo.core.schema import TEXT, Column
from geo.query.engine import ResultSet
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import Correction
from geo.storage.edits.edit import Edit

COLUMNS: tuple[Column, ...] = (
    Column("incident_id", "Incident", TEXT, "The incident that was changed."),
    Column("time", "Time", TEXT, "When it was changed, in UTC."),
    Column("who", "Who", TEXT, "Who changed it, as they called themselves; blank where they did not say."),
    Column("why", "Why", TEXT, "Why, in their words.", prose=True),
    Column("kind", "Kind", TEXT, "What kind of change it is."),
    Column("change", "Change", TEXT, "The change in words.", prose=True),
    Column("column", "Column", TEXT, "The column that was corrected; blank where it is no correction."),
    Column("original", "Original", TEXT, "What the provider's row held when it was corrected.", prose=True),
    Column("value", "Value", TEXT, "What it was corrected to.", prose=True),
)


def list_corrections(atlas: Atlas, results: ResultSet) -> pd.DataFrame:
    """The changes of the selected incidents that count, the oldest first; a correction has a row for each column."""
    ids = pd.Series(list(atlas.edits.ids_of_incident), dtype="str")
    names = ids[is_selected(results, ids)].tolist() if len(ids) else []
    pairs = [(edit, name) for name in names for edit in atlas.edits.of_incident(name) if not edit.is_undone]
    rows = [row for edit, name in sorted(pairs, key=lambda pair: pair[0].at) for row in _rows_of(edit, name)]
    return pd.DataFrame(rows, columns=[column.name for column in COLUMNS], dtype="str")


def _rows_of(edit: Edit, incident_id: str) -> Iterator[Mapping[str, str]]:
    change = edit.change
    row = {"incident_id": incident_id, "time": format_time(edit.at), "who": edit.who, "why": edit.why}
    row |= {"kind": change.title, "change": change.describe()}
    if not isinstance(change, Correction):
        yield row | dict.fromkeys(("column", "original", "value"), "")
        return
    for cell in change.cells:
        yield row | {"column": cell.column, "original": cell.original, "value": cell.value}
