"""What a record says of a fact that a person has corrected."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.handover.records import build_records
from geo.query.selection import Selection
from geo.storage import atlas_cache
from geo.storage.edits.changes import Correction
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from geo.storage.incident_facts import corrected_facts
from geo.storage.incident_record import find_record
from geo.storage.workspace import sessions
from geo.storage.workspace.workspace import Workspace
from geo.web.record_properties import describe_record

BASE = """incident_id,date_start,latitude,longitude,place_name,actor_a,event_type,killed_best,place_precision
a,2024-01-16,27,64,Panjgur,<b>Iran,Battles,2,exact
b,2024-01-18,27,62,Rask,,Battles,,exact
"""


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    (tmp_path / "base.csv").write_text(BASE)
    monkeypatch.setenv("INCIDENTS", str(tmp_path / "base.csv"))
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    atlas_cache.base_atlas.cache_clear()
    yield sessions.open_workspace()
    atlas_cache.base_atlas.cache_clear()


def correct(workspace: Workspace, incident_id: str, **values: str) -> None:
    add_edits(workspace, atlas_cache.current_atlas(), [Draft(incident_id, Correction.of(values))], why="a list")


@pytest.mark.parametrize(
    ("values", "corrected"),
    [
        ({"killed_low": "4", "killed_best": "4", "killed_high": "5"}, {"Killed": "2"}),
        ({"date_start": "2024-01-17", "date_end": "2024-01-17"}, {"Date": "16 January 2024"}),
        ({"actor_a": "Pakistan"}, {"Actors": "<b>Iran"}),
        ({"event_type": "Riots"}, {"Type": "Battles"}),
        ({"place_name": "Quetta"}, {"Place": "Panjgur, Balochistan, Pakistan (exact)"}),
        ({"latitude": "27.001"}, {"Place": ""}),
        ({"injured_best": "3"}, {"Injured": "not stated"}),
        ({"title": "A strike"}, {}),
    ],
    ids=str,
)
def test_a_corrected_fact_names_what_the_source_has(
    workspace: Workspace, values: dict[str, str], corrected: dict[str, str]
) -> None:
    correct(workspace, "a", **values)
    atlas = atlas_cache.current_atlas()
    record = find_record(atlas, "a")
    assert record is not None
    assert describe_record(record)["corrected"] == corrected
    assert corrected_facts(atlas, ["a", "b"]).get("b") is None
    records = build_records(atlas, atlas.select(Selection()).rows(0, 2))
    assert records.columns["corrected"] == [corrected, {}]


def test_without_changes_nothing_is_corrected() -> None:
    assert corrected_facts(atlas_cache.current_atlas(), ["a", "b"]) == {}
