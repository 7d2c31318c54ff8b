"""The links of the bundled incidents, as the map asks for them."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.geo.web.addresses import make_client


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def ask(client: TestClient, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/api/links.json?{query}")
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def test_an_arc_leads_from_the_earlier_incident_to_the_later(client: TestClient) -> None:
    answer = ask(client)
    ends = answer["incidents"]
    pairs = {(ends[link["from"]]["id"], ends[link["to"]]["id"]): link for link in answer["links"]}
    assert pairs["FLT-0010", "FLT-0012"]["phrase"] == "follows"
    start, _, end = pairs["FLT-0010", "FLT-0012"]["arc"]
    by_id = {each["id"]: each for each in ends}
    assert start == [by_id["FLT-0010"][name] for name in ("longitude", "latitude")]
    assert end == [by_id["FLT-0012"][name] for name in ("longitude", "latitude")]
    assert answer["count"] == len(answer["links"])


def test_what_has_no_place_is_listed_and_has_no_arc(client: TestClient) -> None:
    answer = ask(client)
    bombing = next(number for number, end in enumerate(answer["incidents"]) if end["id"] == "FLT-0008")
    assert answer["incidents"][bombing]["longitude"] is None
    assert all(link["arc"] is None for link in answer["links"] if bombing in (link["from"], link["to"]))


def test_an_end_that_is_known_to_an_area_names_it(client: TestClient) -> None:
    ends = {end["id"]: end for end in ask(client)["incidents"]}
    assert ends["FLT-0012"]["shape"]
    assert not ends["FLT-0016"]["shape"]


def test_links_that_lead_out_of_the_selection_are_counted(client: TestClient) -> None:
    answer = ask(client, "country=Pakistan")
    assert answer["leading_out"] > 0
    assert answer["count"] < ask(client)["count"]


def test_an_answer_may_be_kept_and_an_unknown_name_is_refused(client: TestClient) -> None:
    first = client.get("/api/links.json")
    again = client.get("/api/links.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/api/links.json?sinc=2024").status_code == 400
