"""Both kinds of storage for every test of the workspace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.geo.storage.workspace.stores import FolderStore, PostgresStore, Store
from tests.postgres import PostgresServer, run_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with run_postgres() as server:
        yield server


@pytest.fixture
def postgres_store(postgres: PostgresServer, tmp_path: Path) -> PostgresStore:
    return PostgresStore(postgres.make_database(), tmp_path / "computed")


@pytest.fixture(params=["folder", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path)
    own: PostgresStore = request.getfixturevalue("postgres_store")
    return own
