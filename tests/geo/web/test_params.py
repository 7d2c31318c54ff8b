"""What each kind of parameter does at every route, in whatever order: read, ignored or refused by name."""

import pytest
from starlette.testclient import TestClient

from geo.query.parameters import PARAMETERS
from tests.geo.web.addresses import ADDRESSES, make_client, with_parameter

INCIDENT = "/api/incident.json?id=FLT-0012"
ROUTES = [INCIDENT if address.startswith("/api/incident.json") else address for address in ADDRESSES]
ANYWHERE = [parameter.name for parameter in PARAMETERS if not parameter.selects and parameter.name != "data"]
PAGE = "actor=Iran&from=2024-01-01&incident=FLT-0012&with=all&drawn=provinces&measure=killed&per=year&utm_source=mail"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


@pytest.mark.parametrize("address", ROUTES)
@pytest.mark.parametrize("tracker", ["utm_source", "fbclid", "GCLID", "mc_eid", "embed"])
def test_a_tracker_changes_no_answer(client: TestClient, address: str, tracker: str) -> None:
    plain, tracked = client.get(address), client.get(with_parameter(address, tracker, "x"))
    assert (tracked.status_code, tracked.content) == (200, plain.content)


@pytest.mark.parametrize("address", ROUTES)
@pytest.mark.parametrize(("slip", "nearest"), [("actr", "actor"), ("contry", "country"), ("minkilled", "min_killed")])
def test_a_slip_is_refused_with_the_nearest_name(client: TestClient, address: str, slip: str, nearest: str) -> None:
    answer = client.get(with_parameter(address, slip, "Iran"))
    assert answer.status_code == 400
    (problem,) = answer.json()["problems"]
    assert (problem["key"], problem["given"]) == (slip, "Iran")
    assert problem["accepted"].endswith(f"the nearest is {nearest}")
    assert slip in answer.json()["error"]


@pytest.mark.parametrize("name", ANYWHERE)
def test_a_known_parameter_breaks_no_route_that_does_not_read_it(client: TestClient, name: str) -> None:
    for address in ROUTES:
        path = address.partition("?")[0]
        if not any(path.startswith(route) for p in PARAMETERS if p.name == name for route in p.routes):
            answer = client.get(with_parameter(address, name, "anything"))
            assert (answer.status_code, answer.content) == (200, client.get(address).content), address


@pytest.mark.parametrize("name", ["id", "near"])
def test_what_selects_elsewhere_is_refused_where_it_would_be_passed_over(client: TestClient, name: str) -> None:
    for address in ROUTES:
        if f"?{name}=" not in address:
            answer = client.get(with_parameter(address, name, "64,27,50"))
            assert (answer.status_code, answer.json()["problems"][0]["key"]) == (400, name), address


def test_a_pages_address_can_be_pasted_to_the_api(client: TestClient) -> None:
    answer = client.get(f"/api/incidents.csv?{PAGE}")
    assert answer.content == client.get("/api/incidents.csv?actor=Iran&from=2024-01-01").content


def test_a_key_on_a_machine_of_ones_own_is_refused_and_not_repeated(client: TestClient) -> None:
    answer = client.get("/api/incidents.csv?data=SECRET")
    assert (answer.status_code, answer.json()["problems"][0]["key"]) == (400, "data")
    assert "SECRET" not in answer.text


@pytest.mark.parametrize("query", ["by=actor", "b%79=actor", "by=%61ctor"])
def test_a_parameter_is_the_same_however_it_is_encoded(client: TestClient, query: str) -> None:
    assert client.get(f"/api/timeline.json?{query}").json() == client.get("/api/timeline.json?by=actor").json()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/api/incident.json?id=FLT-0001&id=FLT-0002", "id"),
        ("/api/incident.json", "id"),
        ("/api/timeline.json?by=type&by=country", "by"),
        ("/api/crosstab.csv?rows=actor&rows=type", "rows"),
        ("/api/compare.json?with=all&with=before", "with"),
        ("/api/choices.json?choices=actor&letters=a&letters=b", "letters"),
    ],
)
def test_of_several_values_none_is_chosen_without_a_word(client: TestClient, address: str, name: str) -> None:
    refused = client.get(address)
    assert refused.status_code == 400
    assert [problem["key"] for problem in refused.json()["problems"]] == [name]


def test_bytes_that_are_no_text_are_refused(client: TestClient) -> None:
    refused = client.get("/api/incidents.csv?q=%ff")
    assert refused.status_code == 400
    assert "UTF-8" in refused.json()["problems"][0]["accepted"]
