"""A workspace in PostgreSQL: what is particular to a server that may be away, and to several machines that share it."""

import logging
import sys
import traceback
from pathlib import Path
from threading import Thread

import pytest

from geo.errors import BlobCorrupt, WorkspaceFailed
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.settings import workspace_dir
from geo.storage import atlas_cache
from geo.storage.workspace import home, sessions, slot_database
from geo.storage.workspace.postgres_connections import MAX_IDLE, Connections
from geo.storage.workspace.postgres_files import PIECE_BYTES
from geo.storage.workspace.postgres_home import PostgresHome
from geo.storage.workspace.workspace import Workspace
from tests.geo.storage.workspace.stores import PostgresStore
from tests.postgres import PostgresServer
from tests.serving import free_port

ONE = b"incident_id,date_start,latitude,longitude,title\na,2024-01-16,27,64,A strike\n"
END_CONNECTIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'faultline'"
SECRET = "CANARY-5b1e"  # nobody's


@pytest.fixture
def workspace(postgres_store: PostgresStore) -> Workspace:
    return postgres_store.workspace()


def save(workspace: Workspace) -> str:
    return workspace.save_import(workspace.add_upload(ONE, "file.csv"), importing.read(ONE), ImportOptions()).import_id


def addresses(server: PostgresServer) -> dict[str, str]:
    """Addresses that open nothing, each with the secret somewhere."""
    here = f"127.0.0.1:{server.port}"
    return {
        "no such role": f"postgresql://{SECRET}:{SECRET}@{here}/postgres",
        "a wrong password": f"postgresql://writer:{SECRET}@{here}/postgres",
        "no such database": f"postgresql://writer:{server.password}@{here}/{SECRET}",
        "nobody there": f"postgresql://writer:{SECRET}@127.0.0.1:{free_port()}/postgres",
        "no such host": f"postgresql://writer:{SECRET}@{SECRET}.invalid/postgres",
        "no port": f"postgresql://writer:{SECRET}@127.0.0.1:{SECRET}/postgres",
        "an unknown option": f"postgresql://writer@{here}/postgres?password={SECRET}&{SECRET}=1",
        "another system": f"mysql://writer:{SECRET}@{here}/postgres",
    }


WAYS = tuple(addresses(PostgresServer(1, "", None)))  # type: ignore[arg-type]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_an_address_is_ever_repeated(
    postgres: PostgresServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(WorkspaceFailed, match="WORKSPACE") as failure:
        save(PostgresHome(addresses(postgres)[way], tmp_path).open())
    shown = "".join(traceback.format_exception(failure.value)) + caplog.text
    assert SECRET not in shown
    assert postgres.password not in shown
    assert not list(tmp_path.iterdir())


def test_a_role_that_may_make_nothing_learns_what_it_needs(postgres: PostgresServer, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceFailed, match="Grant it CREATE on the database"):
        save(PostgresHome(postgres.address("postgres"), tmp_path).open())


def test_where_the_driver_is_missing_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKSPACE", f"postgresql://writer:{SECRET}@127.0.0.1/none")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for name in ("postgres_home", "postgres_connections"):
        monkeypatch.delitem(sys.modules, f"geo.storage.workspace.{name}", raising=False)
    for call in (home.current_home, slot_database.slot_database):
        with pytest.raises(WorkspaceFailed, match=r"Install it with: pip install 'faultline\[postgres\]'"):
            call()


def test_with_a_server_that_is_away_the_base_is_served_with_a_warning(
    monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer
) -> None:
    monkeypatch.setenv("WORKSPACE", addresses(postgres)["nobody there"])
    atlas = atlas_cache.current_atlas()
    assert ["cannot be reached" in warning for warning in atlas.warnings] == [True]
    assert atlas.version == atlas_cache.base_atlas().version


def test_a_key_is_not_forgotten_while_the_server_is_away(
    monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer
) -> None:
    monkeypatch.setenv("WORKSPACE", addresses(postgres)["nobody there"])
    monkeypatch.setenv("SHARED", "1")
    key = sessions.new_key()
    assert sessions.has_data(key)
    assert not sessions.has_data("guess")
    with pytest.raises(WorkspaceFailed, match="cannot be reached"):
        sessions.open_workspace(key).imports()


def test_connections_that_the_server_has_ended_are_opened_anew(postgres: PostgresServer, workspace: Workspace) -> None:
    save(workspace)
    postgres.execute(END_CONNECTIONS)
    assert [stored.label for stored in workspace.imports()] == ["file.csv"]


def test_a_connection_that_ends_in_a_transaction_loses_it_whole(postgres: PostgresServer, workspace: Workspace) -> None:
    save(workspace)

    def change() -> None:
        with workspace._database.write_transaction() as transaction:
            transaction.execute("UPDATE state SET revision = 'half'")
            postgres.execute(END_CONNECTIONS)
            transaction.execute("UPDATE state SET seal = 'half'")

    with pytest.raises(WorkspaceFailed, match="cannot be reached"):
        change()
    assert len(workspace.snapshot().imports) == 1


def test_few_connections_stay_open(postgres_store: PostgresStore) -> None:
    connections = Connections(postgres_store.variable)

    def work() -> None:
        with connections.begin("BEGIN") as connection:
            connection.execute("SELECT pg_sleep(0.2)")

    threads = [Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 <= len(connections._idle) <= MAX_IDLE
    connections.close()


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES + 5])
def test_a_file_of_any_size_comes_back_and_no_flipped_bit_goes_unnoticed(
    postgres_store: PostgresStore, workspace: Workspace, size: int
) -> None:
    content, files = bytes(number % 251 for number in range(size)), workspace._blobs
    digest = files.write(content)
    assert files.read(digest) == content
    with files.borrow(digest) as path:
        assert path.read_bytes() == content
    assert not path.exists()
    assert files.size_bytes() == size
    if not size:
        return
    flip = "UPDATE pieces SET content = set_bit(content, 3, 1 - get_bit(content, 3)) WHERE number = ?"
    postgres_store.sql(workspace, flip, ((size - 1) // PIECE_BYTES,))
    with pytest.raises(BlobCorrupt):
        files.read(digest)
    with pytest.raises(BlobCorrupt), files.borrow(digest):
        pass
    assert files.write(content) == digest  # the same file once more mends it
    assert files.read(digest) == content


def test_one_file_that_many_write_at_once_is_there_once(workspace: Workspace) -> None:
    content = b"x" * (PIECE_BYTES + 1)
    threads = [Thread(target=workspace._blobs.write, args=(content,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert workspace._blobs.size_bytes() == len(content)


def test_what_another_machine_has_purged_is_nowhere_on_this_one(postgres_store: PostgresStore, tmp_path: Path) -> None:
    here, there = (PostgresHome(postgres_store.variable, tmp_path / name).open() for name in ("here", "there"))
    import_id = save(here)
    for workspace in (here, there):
        workspace.cache_dir.mkdir(parents=True)
        (workspace.cache_dir / "rows.arrow").write_bytes(b"A strike")
    here.purge(import_id)
    assert not here.cache_dir.exists()
    there.collect_garbage()
    assert not (there.cache_dir / "rows.arrow").exists()
    (there.cache_dir / "rows.arrow").write_bytes(b"of what is left")
    there.collect_garbage()
    assert (there.cache_dir / "rows.arrow").exists()


def test_what_is_computed_lies_in_the_folder_of_this_machine_and_names_no_secret(
    monkeypatch: pytest.MonkeyPatch, postgres_store: PostgresStore
) -> None:
    monkeypatch.setenv("WORKSPACE", postgres_store.variable)
    folder = sessions.open_workspace().folder
    assert folder.is_relative_to(workspace_dir())
    assert folder.name == "faultline"
    assert "writer" not in str(folder)
