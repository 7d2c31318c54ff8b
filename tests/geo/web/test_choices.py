"""The choices of one filter by a few typed letters, as a client sees them."""

import pytest
from starlette.testclient import TestClient

from geo.query.facets import facet_counts
from geo.query.filters import FILTER
from geo.query.selection import Selection
from geo.storage.atlas_cache import current_atlas
from tests.geo.web.addresses import make_client


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def test_a_choice_is_found_by_another_name_with_its_count_under_the_other_filters(client: TestClient) -> None:
    (choice, *_) = client.get("/api/choices.json?choices=actor&letters=IRGC&from=2023-12-01").json()["choices"]
    name = "Islamic Revolutionary Guard Corps"
    counts = facet_counts(current_atlas().engine, Selection.from_query("from=2023-12-01"), FILTER["actor"])
    assert choice == {"value": name, "name": name, "count": counts[name]}


def test_a_code_has_its_label(client: TestClient) -> None:
    choices = client.get("/api/choices.json?choices=precision&letters=province").json()["choices"]
    assert {choice["value"] for choice in choices} == {"admin1"}
    assert choices[0]["name"] == FILTER["precision"].display("admin1")


@pytest.mark.parametrize("query", ["choices=from&letters=2", "choices=nothing&letters=a", "letters=a&coutnry=Iran"])
def test_what_has_no_choices_and_what_is_unknown_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/choices.json?{query}").status_code == 400


@pytest.mark.parametrize("letters", ["", "%00", "a" * 5000, ".*", "%F0%9F%92%A5"])
def test_odd_letters_find_nothing(client: TestClient, letters: str) -> None:
    answer = client.get(f"/api/choices.json?choices=actor&letters={letters}")
    assert (answer.status_code, answer.json()) == (200, {"choices": []})
