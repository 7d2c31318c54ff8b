"""A small table with companions, as an atlas that edits can be laid over, without a server or settings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from geo.core import incidents
from geo.core.schema import COMPANION_TABLES
from geo.query.index import Index
from geo.query.segments import SegmentedEngine
from geo.storage.atlas import Atlas
from geo.storage.decided_rows import apply_decisions
from geo.storage.edits.apply_edits import apply_edits
from geo.storage.edits.changes import (
    Acceptance,
    Change,
    ClaimAddition,
    Correction,
    Deletion,
    IncidentAddition,
    Linking,
    Note,
    PublicationAddition,
    Succession,
    Tagging,
    Unlinking,
    Untagging,
)
from geo.storage.edits.edit import Draft, Edit
from geo.storage.edits.editing import add_edits
from geo.storage.workspace.workspace import Workspace

WHO, WHY = "A. Reader", "the ministry's list says so"
ROWS: tuple[Mapping[str, str], ...] = (
    {"incident_id": "a", "date_start": "2024-01-16", "latitude": "27", "longitude": "64", "place_precision": "exact",
     "title": "A strike", "event_type": "Battles", "actor_a": "Iran", "killed_low": "2", "killed_best": "3",
     "killed_high": "3", "tags": "to check", "source_id": "1", "place_name": "Panjgur"},
    {"incident_id": "b", "date_start": "2024-01-18", "latitude": "27.2", "longitude": "62.3",
     "place_precision": "exact", "place_name": "Saravan",
     "title": "Another", "event_type": "Battles", "actor_a": "Pakistan", "source_id": "2"},
    {"incident_id": "c", "date_start": "2024-01-19", "latitude": "", "longitude": "", "place_precision": "unknown",
     "title": "A statement", "event_type": "Diplomatic", "source_id": "3"},
    {"incident_id": "d", "date_start": "2024-02-01", "date_end": "2024-02-29", "date_precision": "month",
     "latitude": "30", "longitude": "67", "place_precision": "admin1", "source_id": "4", "duplicate_of": "b"},
)  # fmt: skip
LINKS = ({"incident_id": "b", "relation": "retaliation for", "to_incident_id": "a"},)
# One change of each kind that can be made of the rows, in an order in which all can be made.
ONE_OF_EACH: tuple[Draft, ...] = (
    Draft("a", Correction.of({"killed_best": "5", "place_name": "Panjgur, by the road"})),
    Draft("b", Note('seen on =the= ground; "quoted"\nsecond line')),
    Draft("c", Tagging("to check")),
    Draft("a", Untagging("to check")),
    Draft("c", Linking("response to", "b", "report-1", "2")),
    Draft("b", Unlinking("retaliation for", "a")),
    Draft("a", ClaimAddition({"claimant": "Iran", "stance": "claims", "killed_best": "5", "claim": "-1 of them"})),
    Draft("a", PublicationAddition({"reference": "report-1", "publisher": "A newspaper", "date": "2024-01-17"})),
    Draft("own-1", IncidentAddition({"date_start": "2024-01-20", "title": "A clash", "country": "Iran"})),
    Draft("d", Deletion()),
)
LATER: tuple[Draft, ...] = (
    Draft("a", Acceptance("place_name", "Panjgur")),
    Draft("c", Succession("b")),
)
EVERY_CHANGE: tuple[Change, ...] = tuple(draft.change for draft in (*ONE_OF_EACH, *LATER))


def make_base(rows: Sequence[Mapping[str, str]] = ROWS, links: Sequence[Mapping[str, str]] = LINKS) -> Atlas:
    """An atlas of rows of text."""
    checked = incidents.check_incidents(pd.DataFrame(list(rows), dtype="str"))
    assert checked.rejected.empty, checked.rejected
    tables = {
        kind: incidents.check_companion(pd.DataFrame(list(links if kind == "links" else ()), dtype="str"), columns)
        for kind, columns in COMPANION_TABLES.items()
    }
    engine = SegmentedEngine((Index.from_table(incidents.as_incidents(checked.accepted)),))
    return Atlas(engine, version="v", **{kind: table.accepted for kind, table in tables.items()})


def edit_atlas(base: Atlas, edits: Sequence[Edit]) -> Atlas:
    """The atlas with edits laid over it, as the server does it."""
    assert isinstance(base.engine, SegmentedEngine)
    edited = apply_edits(base.engine, {kind: getattr(base, kind) for kind in COMPANION_TABLES}, edits)
    engine = apply_decisions(edited.engine, base.decisions, deleted_ids=edited.deleted_ids)
    unedited = base.engine if edits else None
    return replace(base, engine=engine, edits=edited.edits, unedited=unedited, **edited.companions)


def make_workspace(folder: Path, drafts: Sequence[Draft] = (), base: Atlas | None = None) -> Workspace:
    """A workspace in a folder with some edits of the rows, one after the other."""
    workspace, atlas = Workspace(folder / "workspace"), base or make_base()
    for draft in drafts:
        add_edits(workspace, edit_atlas(atlas, workspace.edits.read()), [draft], who=WHO, why=WHY)
    return workspace


def table_of(atlas: Atlas) -> pd.DataFrame:
    """All rows as text by identifier, for comparisons."""
    rows = pd.DataFrame(atlas.incidents)
    texts = rows.assign(geometry=rows["geometry"].astype("str")).set_index("incident_id").sort_index()
    return texts.astype("str")


def tables_of(atlas: Atlas) -> dict[str, pd.DataFrame]:
    """The rows and their companions, for comparisons."""
    companions = {kind: getattr(atlas, kind).astype("str") for kind in COMPANION_TABLES}
    return {"rows": table_of(atlas), **companions}
