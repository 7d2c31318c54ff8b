"""Page, address, button, every format, the bundle and features of a selection have the same incidents in one order."""

import csv
import hashlib
import io
import json
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

from geo import exports
from geo.bundle import pictures
from geo.exports import EXPORTER
from geo.query.parameters import parse_query
from geo.query.selection import Selection
from geo.query.unknown_names import drop_unknown_names
from geo.storage.atlas import Atlas
from tests.atlases import make_atlas
from tests.contracts.test_exporters_peers import PEERS
from tests.geo.bundle.bundles import unpack
from tests.geo.web.served_atlas import serve
from tests.random_selections import made_table, random_selections
from tests.thoroughness import count

N_ROWS = 60  # enough for every kind
N_SELECTIONS, N_GROUPS = count(30, 200), 10
SEED = 30  # of which thirty selections have every filter that hundreds have
MANY = 3 * N_SELECTIONS  # more than half of random selections name something that no row has, which the API refuses


@cache
def served() -> Atlas:
    return make_atlas(made_table(N_ROWS))


@cache
def selections() -> list[Selection]:
    """Random selections that the API does not refuse."""
    every = random_selections(MANY, seed=SEED)
    known = [selection for selection in every if not drop_unknown_names(selection, served().engine)[1]]
    return known[:N_SELECTIONS]


def test_the_selections_are_of_all_rows_of_some_and_of_none() -> None:
    sizes = [len(served().select(selection)) for selection in selections()]
    assert len(sizes) == N_SELECTIONS
    assert {0, N_ROWS} < set(sizes)


def test_the_selections_have_every_filter() -> None:
    every = set().union(*map(filters_of, random_selections(20 * N_SELECTIONS, seed=SEED)))
    assert set().union(*map(filters_of, selections())) == every


def filters_of(selection: Selection) -> set[str]:
    return {name for name, _ in parse_qsl(selection.to_query())}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The API without the bundle's pictures, which take most of a second and are tested elsewhere."""
    monkeypatch.setattr(pictures, "_draw_both", lambda _draw: (b"<svg/>", b"PNG"))
    monkeypatch.setattr(pictures.CACHED, "get", lambda _key, compute: compute())
    return serve(monkeypatch, served())


def ids_of_page(selection: Selection) -> list[str]:
    """What the pages show, a page of the table at a time."""
    results = served().select(selection)
    rows = results.engine.take(results.page(0, len(results)), ["incident_id"])
    ids: list[str] = rows["incident_id"].astype("str").tolist()
    return ids


@pytest.mark.no_cover  # the same lines thousands of times, which other tests run too
@pytest.mark.parametrize("group", range(N_GROUPS))
def test_every_door_leads_to_the_same_incidents(client: TestClient, tmp_path: Path, group: int) -> None:
    for selection in selections()[group::N_GROUPS]:
        expected, query = ids_of_page(selection), selection.to_query()
        contents = {}
        for extension, readers in PEERS.items():
            answer = client.get(f"/api/incidents.{extension}?{query}")
            assert answer.status_code == 200, query
            contents[extension] = answer.content
            assert [str(row["incident_id"]) for row in readers[0](answer.content, tmp_path)] == expected, query
        button = exports.download(served().select(selection), EXPORTER["csv"], data_version=served().version)
        assert button.content == contents["csv"], query
        if selection.get("bbox") is None:  # which the standard of features defines otherwise
            features = client.get(f"/ogc/collections/incidents/items?limit=10000&{query}").json()
            assert [feature["id"] for feature in features["features"]] == expected, query
        files = unpack(client.get(f"/api/incidents.zip?{query}").content)
        assert files["incidents.csv"] == contents["csv"], query
        check_bundle(files, selection, expected)


def check_bundle(files: dict[str, bytes], selection: Selection, expected: list[str]) -> None:
    content = files["incidents.csv"]
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert [row["incident_id"] for row in rows] == expected
    statement = json.loads(files["selection.json"])
    assert hashlib.sha256(content).hexdigest() in files["SHA256SUMS"].decode()
    assert statement["counts"]["incidents"] == len(expected)
    assert parse_query(statement["link"].partition("?")[2]).selection == selection
