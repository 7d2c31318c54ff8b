"""What persons have changed in incidents, as JSON values: corrected cells and notes, with time, name and reason."""

from typing import Any

from geo.core.formatting import format_day
from geo.core.schema import COLUMN
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import Note
from geo.storage.edits.edit import Edit


def list_changes(atlas: Atlas, incident_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The changes that count of each of these incidents that has any: `words`, and of a correction both values."""
    with_edits = (incident_id for incident_id in incident_ids if incident_id in atlas.edits.ids_of_incident)
    changes = {incident_id: _describe_changes(atlas, incident_id) for incident_id in with_edits}
    return {incident_id: some for incident_id, some in changes.items() if some}


def _describe_changes(atlas: Atlas, incident_id: str) -> list[dict[str, Any]]:
    edits = atlas.edits
    corrections = [
        {
            "title": COLUMN[correction.column].title if correction.column in COLUMN else correction.column,
            "original": correction.original,
            "value": correction.value,
            **_describe_edit(correction.edit),
        }
        for correction in edits.corrections(incident_id)
    ]
    notes = [
        {"title": "Note", "value": edit.change.text, **_describe_edit(edit)}
        for edit in edits.notes(incident_id)
        if isinstance(edit.change, Note)
    ]
    return corrections + notes


def _describe_edit(edit: Edit) -> dict[str, str]:
    return {"day": format_day(edit.at), "who": edit.who, "why": edit.why}
