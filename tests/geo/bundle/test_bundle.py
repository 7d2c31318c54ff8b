"""A bundle holds the rows of the view, says the truth about them, and others can read it."""

import hashlib
import json
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import frictionless
import pytest
from starlette.testclient import TestClient

from geo.bundle import pictures
from geo.bundle.stamp import Stamp
from geo.bundle.statement import read_statement
from geo.errors import PictureBusy
from geo.exports.generalisation.generalisation import UNSTATED
from geo.query.parameters import parse_query
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import Correction, Note, Tagging
from geo.storage.edits.edit import Draft
from tests.edits import WHO, WHY, edit_atlas, make_base, make_workspace
from tests.geo.bundle.bundles import lines_of, make_bundle, unpack
from tests.geo.web.addresses import make_client
from tests.random_selections import random_selections

QUERIES = [selection.to_query() for selection in random_selections(24, seed=51)]
TABLES = ("incidents.csv", "claims.csv", "publications.csv", "links.csv", "corrections.csv")


@pytest.fixture
def without_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures take most of a second; what they show is tested elsewhere."""
    monkeypatch.setattr(pictures, "_draw_both", lambda _draw: (b"<svg/>", b"PNG"))
    monkeypatch.setattr(pictures.CACHED, "get", lambda _key, compute: compute())


@pytest.mark.usefixtures("without_pictures")
@pytest.mark.parametrize("query", QUERIES)
def test_the_rows_are_those_of_the_csv_and_what_is_said_of_them_is_true(small_atlas: Atlas, query: str) -> None:
    selection = Selection.from_query(query)
    files = unpack(make_bundle(small_atlas, query))
    statement = read_statement(files["selection.json"])
    rows = lines_of(files["incidents.csv"])
    assert [row["incident_id"] for row in rows] == list(small_atlas.select(selection).rows()["incident_id"])
    assert statement.counts.incidents == len(rows) == sum(statement.counts.by_place_precision.values())
    assert statement.incidents_sha256 == hashlib.sha256(files["incidents.csv"]).hexdigest()
    assert statement.selection == selection
    linked = parse_query(urlsplit(statement.link).query)
    assert linked.selection == selection
    assert Stamp.parse(linked.parameters["bundle"][0]).n_incidents == len(rows)
    for name, companion in (("claims.csv", "claims"), ("publications.csv", "publications")):
        ids = {row["incident_id"] for row in rows}
        expected = [name for name in getattr(small_atlas, companion)["incident_id"] if name in ids]
        assert [row["incident_id"] for row in lines_of(files[name])] == expected


def test_the_address_gives_the_rows_of_the_address_of_the_csv() -> None:
    client: TestClient = make_client()
    for query in ("", "?country=Pakistan", "?contested=1", "?from=2050-01-01"):
        files = unpack(client.get(f"/api/incidents.zip{query}").content)
        assert files["incidents.csv"] == client.get(f"/api/incidents.csv{query}").content
        assert set(TABLES) < set(files)


@pytest.mark.parametrize("query", ["", "contested=1", "from=2050-01-01"])
def test_others_find_it_whole(bundled: Atlas, tmp_path: Path, query: str) -> None:
    for name, content in unpack(make_bundle(bundled, query)).items():
        (tmp_path / name).write_bytes(content)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])
    sums = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False)
    assert sums.returncode == 0, sums.stdout
    listed = {resource["path"] for resource in json.loads((tmp_path / "datapackage.json").read_bytes())["resources"]}
    assert listed | {"datapackage.json", "SHA256SUMS"} == {path.name for path in tmp_path.iterdir()}


def test_a_hostile_table_is_valid_too(small_atlas: Atlas, tmp_path: Path) -> None:
    files = unpack(make_bundle(small_atlas))
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])


def test_the_same_bytes_every_time(small_atlas: Atlas) -> None:
    assert make_bundle(small_atlas, "country=Pakistan") == make_bundle(small_atlas, "country=Pakistan")


@pytest.mark.usefixtures("without_pictures")
def test_words_of_the_selection_are_no_markdown(small_atlas: Atlas) -> None:
    files = unpack(make_bundle(small_atlas, "q=%3Cscript%3E+%5Bx%5D(http%3A%2F%2F192.0.2.1)+%60%60+%7C+%23"))
    readme = files["README.md"].decode()
    assert "<script>" not in readme
    assert "\\<script\\>" in readme
    assert "[x](" not in readme


def test_a_picture_that_cannot_be_drawn_is_left_out_and_that_is_said(
    small_atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> bytes:
        raise PictureBusy(10)

    monkeypatch.setattr(pictures.CACHED, "get", refuse)
    files = unpack(make_bundle(small_atlas))
    assert not [name for name in files if name.endswith((".png", ".svg"))]
    assert "map.png is missing. Another picture is being drawn." in files["README.md"].decode()


@pytest.mark.usefixtures("without_pictures")
def test_changes_are_listed_with_who_made_them_and_why(tmp_path: Path) -> None:
    base = make_base()
    drafts = [Draft("a", Correction.of({"killed_best": "5"})), Draft("a", Note("=note")), Draft("b", Tagging("tag"))]
    atlas = edit_atlas(base, make_workspace(tmp_path, drafts, base).edits.read())
    rows = lines_of(unpack(make_bundle(atlas))["corrections.csv"])
    assert {(row["incident_id"], row["who"], row["why"]) for row in rows} == {("a", WHO, WHY), ("b", WHO, WHY)}
    assert ("killed_best", "3", "5") in {(row["column"], row["original"], row["value"]) for row in rows}
    assert [row["kind"] for row in rows][-2:] == ["Note", "Tag"]
    assert "'=" in "".join(row["change"] for row in rows)


def test_with_generalised_coordinates_nothing_says_more_of_the_places(tmp_path: Path) -> None:
    client = make_client()
    answer = client.get("/api/incidents.zip?country=Pakistan&place=Panjgur&coordinates=province")
    files = unpack(answer.content)
    rows = client.get("/api/incidents.csv?country=Pakistan&place=Panjgur&coordinates=province").content
    assert files["incidents.csv"] == rows
    assert not {"claims.csv", "publications.csv", "links.csv", "corrections.csv", "map.png", "timeline.svg"} & set(
        files
    )
    assert "country-pakistan-part_coordinates-province" in answer.headers["content-disposition"]
    assert b"Panjgur" not in b"".join(files.values())
    statement = read_statement(files["selection.json"])
    assert (statement.query, statement.coordinates) == ("country=Pakistan", "province")
    assert (statement.is_whole, statement.describe_selection()) == (False, f"Incidents in Pakistan. {UNSTATED}")
    readme = files["README.md"].decode()
    assert "No way back to this view" in readme
    assert "the same selection" not in readme
    assert statement.counts.incidents == len(lines_of(rows))
    assert "generalised to the province" in files["README.md"].decode()
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid


@pytest.mark.usefixtures("without_pictures")
def test_a_host_that_is_no_name_stands_nowhere() -> None:
    answer = make_client().get("/api/incidents.zip?country=Iran", headers={"Host": "a>[x](y)<b"})
    assert b"[x](y)" not in b"".join(unpack(answer.content).values())


def test_the_link_has_no_key_and_the_tag_no_time() -> None:
    client = make_client()
    first = client.get("/api/incidents.zip?country=Iran")
    assert first.headers["content-type"] == "application/zip"
    again = client.get("/api/incidents.zip?country=Iran", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    link = json.loads(unpack(first.content)["selection.json"])["link"]
    assert set(parse_qs(urlsplit(link).query)) == {"country", "bundle"}
