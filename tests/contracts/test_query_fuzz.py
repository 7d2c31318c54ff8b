"""No query of a stranger fails the server: it is answered, or refused with what is wrong with it."""

import pytest
from starlette.testclient import TestClient

from tests.geo.web.addresses import make_client
from tests.query_fuzz import random_queries

NUMBER = 600  # of 10,000 in the scorecard
ACCEPTED = frozenset((200, 304, 400, 404, 422))


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


@pytest.mark.parametrize("seed", range(6))
def test_a_query_is_answered_or_refused_by_name(client: TestClient, seed: int) -> None:
    for address in random_queries(NUMBER // 6, seed):
        answer = client.get(address)
        assert answer.status_code in ACCEPTED, address
        if answer.status_code == 400:
            assert answer.json().get("problems") or answer.json().get("description") or answer.json()["error"], address
