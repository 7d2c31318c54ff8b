"""Whether rows can be added now: incidents, claims and publications, each checked as those of a file are."""

import pandas as pd

from geo.core import incidents
from geo.core.schema import CLAIM_COLUMNS, COLUMN, COMPANION_TABLES, PUBLICATION_COLUMNS, Column
from geo.errors import EditRefused
from geo.query.engine import NO_ROW
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import ClaimAddition, IncidentAddition, PublicationAddition, RowAddition
from geo.storage.edits.draft_verdict import Drafts, Refusals, refuse_repeated, split_drafts
from geo.storage.edits.edit import Draft
from geo.storage.edits.edited_companions import make_companions

OWN_DATASET = "Own entries"  # what the rows that a person adds one by one are filed under, where nothing else is said
TABLE_OF: dict[type[RowAddition], str] = {ClaimAddition: "claims", PublicationAddition: "publications"}


def check_incidents(atlas: Atlas, drafts: Drafts) -> tuple[Drafts, Refusals]:
    """Refuse an incident that a file could not bring either, or whose identifier is in use."""
    completed = {position: _complete(draft) for position, draft in drafts.items()}
    ids = [draft.incident_id for draft in completed.values()]
    rows = dict(zip(ids, atlas.engine.find(ids).tolist(), strict=True))
    cells = [{**_cells(draft), "incident_id": draft.incident_id} for draft in completed.values()]
    checked = incidents.check_incidents(pd.DataFrame(cells, index=list(completed), dtype="str"))
    refusals = _refusals(completed, checked.rejected)
    earlier_ids: set[str] = set()
    for position, draft in completed.items():
        if rows[draft.incident_id] != NO_ROW or draft.incident_id in earlier_ids:
            refusals[position] = refuse_repeated(draft, "incident_id", draft.incident_id)
        elif "date_start" not in _cells(draft) and _cells(draft).get("date_precision") != "unknown":
            error = EditRefused(draft.incident_id, "date_start", "", "is blank", accepted="a day such as 2024-01-16")
            refusals.setdefault(position, (error, False))
        earlier_ids.add(draft.incident_id)
    return split_drafts(completed, refusals)


def check_additions(atlas: Atlas, drafts: Drafts) -> tuple[Drafts, Refusals]:
    """Refuse a claim or a publication that a file could not bring either, or that is there already."""
    good: Drafts = {}
    refusals: Refusals = {}
    for kind, table in TABLE_OF.items():
        of_kind = {position: draft for position, draft in drafts.items() if isinstance(draft.change, kind)}
        if of_kind:
            accepted, refused = _check_companions(getattr(atlas, table), table, of_kind)
            good |= accepted
            refusals |= refused
    return good, refusals


def _check_companions(existing: pd.DataFrame, table: str, drafts: Drafts) -> tuple[Drafts, Refusals]:
    checked = make_companions(table, [(draft.incident_id, _cells(draft)) for draft in drafts.values()])
    positions = dict(enumerate(drafts))
    rejected = checked.rejected.assign(row=checked.rejected["row"].map(positions))
    refusals = _refusals(drafts, rejected)
    columns = [column.name for column in COMPANION_TABLES[table] if column.name in existing]
    ids = {draft.incident_id for draft in drafts.values()}
    keys = _keys(existing.loc[existing["incident_id"].isin(ids), columns])
    for row, key in zip(checked.accepted.index, _key_list(checked.accepted[columns]), strict=True):
        position = positions[int(row)]
        if key in keys:
            refusals[position] = refuse_repeated(drafts[position], table[:-1], drafts[position].change.describe())
        keys.add(key)
    return split_drafts(drafts, refusals)


def _keys(rows: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(_key_list(rows))


def _key_list(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """The cells of each row as text, so that equal rows have equal keys."""
    return list(
        rows.astype("str").fillna("").replace({"<NA>": "", "NaT": "", "nan": ""}).itertuples(index=False, name=None)
    )


def _refusals(drafts: Drafts, rejected: pd.DataFrame) -> Refusals:
    """The first reason for each rejected row, whose number is the position of its draft."""
    columns = COLUMN | {column.name: column for column in (*CLAIM_COLUMNS, *PUBLICATION_COLUMNS)}
    return {
        int(row): (
            EditRefused(
                drafts[int(row)].incident_id,
                column,
                value,
                reason.rstrip("."),
                accepted=describe_accepted(columns[column]),
            ),
            False,
        )
        for row, column, value, reason in rejected.drop_duplicates("row").itertuples(index=False)
    }


def describe_accepted(column: Column) -> str:
    """What a column accepts, in words."""
    if column.allowed:
        return ", ".join(column.allowed)
    return ACCEPTED.get(column.dtype, "text")


ACCEPTED = {
    "Int32": "a whole number from 0, or blank where unknown",
    "datetime64[us]": "a day such as 2024-01-16, or blank where unknown",
    "float64": "a number with a decimal point, or blank where unknown",
    "boolean": "true or false, or blank where unknown",
}


def _complete(draft: Draft) -> Draft:
    return Draft(draft.incident_id, IncidentAddition({"dataset": OWN_DATASET} | _cells(draft)))


def _cells(draft: Draft) -> dict[str, str]:
    assert isinstance(draft.change, RowAddition)
    return draft.change.cells
