"""A client of the routes over an atlas of a measurement's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from starlette.testclient import TestClient

from geo.storage.atlas import Atlas
from geo.web import params
from tests.geo.web.addresses import make_client


@contextmanager
def serve_atlas(atlas: Atlas) -> Iterator[TestClient]:
    """The routes answer from this atlas until the block ends."""
    with patch.object(params, "current_atlas", lambda _key="": atlas):
        yield make_client()
