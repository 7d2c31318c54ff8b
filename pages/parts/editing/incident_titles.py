"""What incidents are called where changes of them are listed."""

from collections.abc import Sequence

from geo.query.engine import NO_ROW
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import IncidentAddition
from geo.storage.edits.edit import Edit
from pages.parts.frame import cache

UNTITLED = "An incident without a title"


def list_titles(atlas: Atlas, edits: Sequence[Edit]) -> dict[str, str]:
    """The titles of the incidents of these changes, as hostile as the rows; of one that has none its identifier.

    An incident that is added just now is not in the atlas yet.
    """
    titles = {edit.incident_id: edit.incident_id for edit in edits}
    for edit in edits:
        if isinstance(edit.change, IncidentAddition):
            titles[edit.incident_id] = edit.change.cells.get("title") or UNTITLED
    rows = atlas.engine.find(list(titles))
    table = atlas.engine.take(rows[rows != NO_ROW], ["incident_id", "title"]).dropna()
    return titles | dict(zip(table["incident_id"].astype("str"), table["title"].astype("str"), strict=True))


def name_incident(edit: Edit) -> str:
    """The title of the incident of one change."""
    return list_titles(cache.get_atlas(), [edit])[edit.incident_id]
