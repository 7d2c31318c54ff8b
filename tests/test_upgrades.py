"""A workspace that any earlier version made is opened, shown whole and added to."""

import re
import zipfile
from pathlib import Path

import pytest

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.settings import __version__
from geo.storage import atlas_cache
from geo.storage.edits.changes import Linking
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from geo.storage.workspace.workspace import Workspace

FIXTURES = Path(__file__).parent / "fixtures" / "workspaces"
VERSIONS = sorted((path.stem for path in FIXTURES.glob("*.zip")), key=lambda version: int(version.split(".")[1]))
TITLES = {"made-1": "A strike near a made-up village", "made-2": "A clash, with a comma"}
ROW = b"incident_id,date_start,latitude,longitude,title\nnew,2024-01-18,27,64,Something new\n"


@pytest.fixture(params=VERSIONS)
def workspace(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    with zipfile.ZipFile(FIXTURES / f"{request.param}.zip") as archive:
        archive.extractall(tmp_path)
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    return Workspace(tmp_path)


def version_of(request: pytest.FixtureRequest) -> str:
    return str(request.node.callspec.params["workspace"])


def test_each_version_since_the_workspace_has_one() -> None:
    minor = int(re.match(r"0\.(\d+)\.", __version__)[1])  # type: ignore[index]
    assert [f"0.{number}" for number in range(5, minor)] == VERSIONS


def test_an_atlas_shows_all_that_it_has(workspace: Workspace, request: pytest.FixtureRequest) -> None:
    titles = TITLES | ({"made-2": "A corrected title"} if version_of(request) == "0.10" else {})
    assert [stored.label for stored in workspace.imports()] == ["Renamed ledger", "acled.csv"]
    atlas = atlas_cache.current_atlas()
    assert (atlas.warnings, atlas.missing) == ((), ())
    rows = atlas.incidents.set_index("incident_id")
    assert {name: rows.loc[name, "title"] for name in titles} == titles
    assert rows.loc["made-1", "killed_best"] == 2
    (acled,) = [name for name in rows.index if name.startswith("ACLED:")]
    assert rows.loc[acled, ["country", "actor_a", "killed_best"]].tolist() == ["Pakistan", "Made Up Front", 3]
    assert atlas.decisions.to_numpy().tolist() == [["made-1", "FLT-0008", "different"]]


def test_edits_and_saved_selections_are_there(workspace: Workspace, request: pytest.FixtureRequest) -> None:
    expected = (2, ["Made up"]) if version_of(request) == "0.10" else (0, [])
    assert (len(workspace.edits.read()), [saved.name for saved in workspace.saved.all()]) == expected


def test_more_is_stored_in_it(workspace: Workspace) -> None:
    workspace.save_import(workspace.add_upload(ROW, "new.csv"), importing.read(ROW), ImportOptions())
    n_edits = len(workspace.edits.read())
    add_edits(workspace, atlas_cache.current_atlas(), [Draft("new", Linking("follows", "FLT-0008"))])
    again = Workspace(workspace.folder)
    assert [stored.label for stored in again.imports()][-1] == "new.csv"
    assert len(again.edits.read()) == n_edits + 1
    assert "Something new" in set(atlas_cache.current_atlas().incidents["title"])
