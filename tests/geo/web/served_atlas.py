"""A client of the routes that answer from an atlas of a test."""

from functools import cache

import pytest
from starlette.testclient import TestClient

from geo.storage.atlas import Atlas
from geo.web import params
from tests.atlases import make_atlas
from tests.geo.web.addresses import make_client
from tests.random_selections import made_table


@cache
def made_atlas() -> Atlas:
    """3,000 made incidents, with and without places and dates, on both sides of the antimeridian."""
    return make_atlas(made_table())


def serve(monkeypatch: pytest.MonkeyPatch, atlas: Atlas) -> TestClient:
    """The routes over an atlas."""
    monkeypatch.setattr(params, "current_atlas", lambda _key="": atlas)
    return make_client()
