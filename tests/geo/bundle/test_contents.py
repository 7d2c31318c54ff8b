"""A bundle that is taken in elsewhere brings all that it says of its incidents, and who corrected what."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from geo.bundle import pictures
from geo.bundle.contents import read_contents
from geo.bundle.reader import is_bundle, read_bundle
from geo.errors import BundleInvalid
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage import atlas_cache
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import ClaimAddition, Correction, Note, Tagging
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from geo.storage.workspace import sessions
from geo.storage.workspace.workspace import Workspace
from tests.geo.bundle.bundles import make_bundle, pack, unpack

BASE = """incident_id,date_start,latitude,longitude,title,killed_low,killed_best,killed_high
a,2024-01-16,27,64,A strike,2,3,4
b,2024-01-18,27,62,Another,,,
"""
CLAIMS = "incident_id,claimant,stance,killed_best\na,Iran,claims,3\na,Pakistan,claims,1\n"
LINKS = "incident_id,relation,to_incident_id\nb,response to,a\n"
PUBLICATIONS = "incident_id,publisher,reference\na,Dawn,https://dawn.example/1\n"


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[bytes]:
    """A bundle of incidents with companions and changes; afterwards the atlas is one without any incident of it."""
    monkeypatch.setattr(pictures, "_draw_both", lambda _draw: (b"<svg/>", b"PNG"))
    monkeypatch.setattr(pictures.CACHED, "get", lambda _key, compute: compute())
    for name, text in {"": BASE, ".claims": CLAIMS, ".links": LINKS, ".publications": PUBLICATIONS}.items():
        (tmp_path / f"own{name}.csv").write_text(text)
    monkeypatch.setenv("INCIDENTS", str(tmp_path / "own.csv"))
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "first"))
    atlas_cache.base_atlas.cache_clear()
    store = sessions.open_workspace()
    drafts = [
        Draft("a", Correction.of({"killed_best": "4"})),
        Draft("a", Note("=asked the police")),
        Draft("b", Tagging("to check")),
        Draft("b", ClaimAddition({"claimant": "Police", "stance": "confirms"})),
    ]
    add_edits(store, atlas_cache.current_atlas(), drafts, who="B", why="a list")
    content = make_bundle(atlas_cache.current_atlas())
    (tmp_path / "other.csv").write_text("incident_id,date_start,latitude,longitude\nx,2024-01-01,27,62\n")
    monkeypatch.setenv("INCIDENTS", str(tmp_path / "other.csv"))
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "second"))
    atlas_cache.base_atlas.cache_clear()
    yield content
    atlas_cache.base_atlas.cache_clear()


def take_in(content: bytes) -> tuple[Workspace, Atlas]:
    store, contents = sessions.open_workspace(), read_contents(content)
    upload = store.add_upload(contents.incidents, "incidents.csv")
    imported = contents.complete(importing.read(contents.incidents))
    store.save_import(upload, imported, ImportOptions())
    contents.changes.add_to(store, atlas_cache.current_atlas())
    return store, atlas_cache.current_atlas()


def test_claims_publications_links_and_corrections_come_in_with_the_incidents(bundle: bytes) -> None:
    _, atlas = take_in(bundle)
    assert sorted(atlas.claims[["incident_id", "claimant"]].values.tolist()) == [
        ["a", "Iran"],
        ["a", "Pakistan"],
        ["b", "Police"],
    ]
    assert atlas.publications["reference"].tolist() == ["https://dawn.example/1"]
    assert atlas.links[["incident_id", "to_incident_id"]].values.tolist() == [["b", "a"]]
    rows = pd.DataFrame(atlas.incidents).set_index("incident_id")
    assert rows.loc["a", ["killed_low", "killed_best", "killed_high"]].tolist() == [2, 4, 4]
    assert (rows.at["a", "corrected"], rows.at["a", "contested"]) == (True, True)
    assert (rows.at["b", "tags"], rows.at["b", "chain"]) == ("to check", "a")
    (correction,) = atlas.edits.corrections("a")
    assert (correction.original, correction.value) == ("3", "4")
    assert (correction.edit.who, correction.edit.why) == ("B", "a list")
    assert [edit.change.describe() for edit in atlas.edits.notes("a")] == ["=asked the police"]
    assert not atlas.edits.conflicts
    assert not atlas.edits.overtaken


def test_a_correction_can_be_undone_where_it_came_in_and_nothing_comes_in_twice(bundle: bytes) -> None:
    store, atlas = take_in(bundle)
    _, again = take_in(bundle)
    assert again.edits.entries == atlas.edits.entries
    (correction,) = again.edits.corrections("a")
    store.edits.undo(correction.edit.edit_id)
    row = pd.DataFrame(atlas_cache.current_atlas().incidents).set_index("incident_id").loc["a"]
    assert row["killed_best"] == 3
    assert pd.isna(row["corrected"])


def test_what_comes_in_and_what_cannot_is_reported(bundle: bytes) -> None:
    contents = read_contents(bundle)
    assert contents.describe() == ("With the incidents come 3 claims, 1 publication, 1 link, 1 correction and 1 note.",)
    changed = {
        "claims.csv": b"incident_id,claimant,stance,clam\na,Iran,claims,x\na,Iran,shouts,x\n",
        "links.csv": b'"open',
        "corrections.csv": b"incident_id,time,kind,column,value\na,2999-99-99,Correction,title,x\n",
    }
    text = "\n".join(read_contents(pack(unpack(bundle) | changed)).describe())
    assert "With the incidents come 1 claim and 1 publication." in text
    assert "claims.csv: Column “clam” is not used. Perhaps claim is meant" in text
    assert "claims.csv: row 3, column stance: 'shouts' is not one of" in text
    assert "Nothing of links.csv is taken in. links.csv: " in text
    assert "corrections.csv: row 2, column at: '2999-99-99'" in text


def test_links_that_no_order_fits_and_rows_that_are_there_twice_are_reported(bundle: bytes) -> None:
    links = b"incident_id,relation,to_incident_id\nb,response to,a\nb,response to,a\na,follows,b\n"
    text = "\n".join(read_contents(pack(unpack(bundle) | {"links.csv": links})).describe())
    assert "links.csv: Row 3 repeats an earlier row and is left out." in text
    assert "The links make each of 'a', 'b' later than itself" in text


@pytest.mark.parametrize("junk", [b"x", b"#!/bin/sh\n", b"PK\x03\x04 and more"])
def test_bytes_before_the_archive_are_refused_and_not_passed_over(bundle: bytes, junk: bytes) -> None:
    assert is_bundle(junk + bundle)
    with pytest.raises(BundleInvalid, match=f"it has {len(junk)} bytes that belong to none of its files"):
        read_bundle(junk + bundle)
