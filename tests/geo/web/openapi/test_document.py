"""The OpenAPI document says what the routes are and what they read."""

import importlib.util
import re
from typing import Any

import pytest
from openapi_spec_validator import validate
from starlette.routing import Route
from starlette.testclient import TestClient

from geo import web
from geo.query.filters import FILTER
from geo.query.parameters import PARAMETERS
from geo.web.openapi.media_types import OCTETS, media_types_of
from tests.geo.web.addresses import ADDRESSES, LINKED_ADDRESSES, make_client
from tests.serving import ROOT


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


@pytest.fixture(scope="module")
def document(client: TestClient) -> Any:
    return client.get("/api/openapi.json").json()


def names_of(document: Any, operation: Any) -> set[str]:
    components = document["components"]["parameters"]
    references = (parameter["$ref"].rpartition("/")[2] for parameter in operation["parameters"] if "$ref" in parameter)
    return {components[name]["name"] for name in references}


def test_it_is_valid(document: Any) -> None:
    validate(document)


def test_every_route_is_there_with_words_and_nothing_else_is(document: Any) -> None:
    routes = [route for route in web.ROUTES if isinstance(route, Route)]
    paths = {route.path_format for route in routes if route.path_format.startswith(("/api", "/tiles", "/ogc"))}
    unknown = {"/api", "/tiles", "/ogc/", "/api/{path}", "/tiles/{path}", "/ogc/{path}"}
    assert set(document["paths"]) == paths - unknown
    operations = [path["get"] for path in document["paths"].values()]
    assert all(operation["summary"].endswith(".") for operation in operations)
    assert len({operation["operationId"] for operation in operations}) == len(operations)


def test_every_filter_and_parameter_is_described_once(document: Any) -> None:
    components = document["components"]["parameters"]
    own = {parameter.name for parameter in PARAMETERS if parameter.routes}
    assert set(components) == {*FILTER, *own, "ogc-bbox"}
    assert all(component["description"] for component in components.values())


def test_a_route_reads_what_it_says(document: Any) -> None:
    for address in ADDRESSES:
        path = next(path for path in document["paths"] if re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", path), address.split("?")[0]))  # fmt: skip  # noqa: E501
        names = names_of(document, document["paths"][path]["get"])
        assert set(FILTER) <= names
        assert {pair.split("=")[0] for pair in address.partition("?")[2].split("&") if pair} <= names


def test_an_answer_has_a_media_type_that_the_document_names(client: TestClient, document: Any) -> None:
    for address in (*ADDRESSES, *LINKED_ADDRESSES, "/ogc", "/ogc/api", "/api/openapi.json"):
        path = next(path for path in document["paths"] if re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", path), address.split("?")[0]))  # fmt: skip  # noqa: E501
        content = document["paths"][path]["get"]["responses"]["200"]["content"]
        answer = client.get(address)
        if answer.status_code == 200:
            assert answer.headers["content-type"] in content, address


def test_the_ending_of_every_route_is_known() -> None:
    for route in web.ROUTES:
        if isinstance(route, Route) and route.path.startswith(("/api/", "/tiles/")) and route.include_in_schema:
            assert OCTETS not in media_types_of(route.path), route.path


def test_what_is_unknown_is_refused(client: TestClient) -> None:
    assert client.get("/api/openapi.json?x=1").status_code == 400


def test_the_page_for_people_is_current() -> None:
    path = ROOT / "docs" / "build_api.py"
    spec = importlib.util.spec_from_file_location("build_api", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert page == script.build_page(), "run docs/build_api.py"
