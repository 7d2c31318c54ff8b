"""Addresses and methods that there are not are answered as JSON, never with the page of the atlas."""

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from geo import web
from geo.web.openapi.document import ADDRESSES as PREFIXES
from geo.web.openapi.document import list_routes
from tests.geo.web.addresses import ADDRESSES, LINKED_ADDRESSES, make_client

METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/none", "/api/a/b.json", "/api/incidents", "/tiles", "/tiles/", "/tiles/x/y", "/tiles/density/0/0/0.gif", "/ogc/none", "/ogc/collections/none", "/ogc/collections/", "/ogc/api/none"])  # fmt: skip  # noqa: E501
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_unknown_address_is_404_as_json(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json")
    if method == "GET":
        assert answer.json()["error"]


@pytest.mark.parametrize("method", METHODS)
def test_another_method_is_405_as_json_at_every_route(client: TestClient, method: str) -> None:
    for route in list_routes(web.ROUTES, PREFIXES):
        answer = client.request(method, example_of(route))
        assert (answer.status_code, answer.headers["content-type"]) == (405, "application/json"), route.path
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
        assert method in answer.json()["error"]


@pytest.mark.parametrize("address", [*ADDRESSES, *LINKED_ADDRESSES, "/ogc", "/ogc/api", "/ogc/conformance", "/ogc/collections", "/api/openapi.json", "/tiles/basemap/0/0/0.json"])  # fmt: skip  # noqa: E501
def test_head_is_get_without_a_body(client: TestClient, address: str) -> None:
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("content-type", "etag", "cache-control", "content-disposition"):
        assert head.headers.get(name) == whole.headers.get(name)


def example_of(route: Route) -> str:
    """An address that a route matches."""
    return route.path_format.format(**dict.fromkeys(route.param_convertors, "0"))
