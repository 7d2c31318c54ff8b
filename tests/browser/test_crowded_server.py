"""A server that has too much to do says so where somebody waits: at a file, at their own data, at a question."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.settings import bundled_incidents
from geo.storage.import_segments import INDEXING
from geo.storage.workspace import sessions
from geo.storage.workspace.reading_slots import MAX_READING, MAX_WAITING, READING
from geo.storage.workspace.slot_database import slot_database
from tests.browser.conftest import Visitor, visit
from tests.packs import pack
from tests.serving import serve_script

OWN = b"when,lat,lon,country,note\n2024-01-16,27,64,Iran,A strike\n"
SELECTION = "/timeline?country=Iran"
TICKET = "INSERT INTO tickets VALUES (?, ?, ?, ?, ?, ?, ?)"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("crowded") / "workspace"


@pytest.fixture(scope="module")
def crowded_address(workspace: Path) -> Iterator[str]:
    with serve_script("tests/browser/crowded_app.py", environment={"WORKSPACE": str(workspace)}) as address:
        yield address


@pytest.fixture
def reader(
    desk: BrowserContext, crowded_address: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Visitor]:
    monkeypatch.setenv("WORKSPACE", str(workspace))
    with visit(desk, crowded_address) as visitor:
        yield visitor


@contextmanager
def files_in_queue(n_waiting: int) -> Iterator[None]:
    """Other people's files, as many as are read at a time and some that wait."""
    with slot_database().write_transaction() as transaction:
        until = transaction.now() + 600
        for number in range(MAX_READING + n_waiting):
            is_served = int(number < MAX_READING)
            values = (READING.name, number + 1, 0, f"person {number}", f"holder {number}", is_served, until)
            transaction.execute(TICKET, values)
    yield
    with slot_database().write_transaction() as transaction:
        transaction.execute("DELETE FROM tickets WHERE holder LIKE ?", ("holder %",))


def test_a_full_queue_turns_a_file_away_and_takes_it_later(reader: Visitor, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(OWN)
    page = reader.open("/data?country=Iran")
    with files_in_queue(MAX_WAITING):
        page.locator("input[type=file]").set_input_files(path)
        expect(page.get_by_text(f"Too many files wait to be read: {MAX_WAITING}. Nothing was read")).to_be_visible()
        reader.idle()
    with files_in_queue(0):
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_text("2 files are being read; yours is next.")).to_be_visible()
    expect(page.get_by_text("1 row in = 1 accepted + 0 rejected + 0 duplicates")).to_be_visible()
    assert "country=Iran" in page.url


def test_data_that_are_still_being_prepared_are_no_answer_without_them(reader: Visitor) -> None:
    store = sessions.open_workspace()
    store.save_import(store.add_upload(OWN, "own.csv"), importing.read(OWN), ImportOptions())
    with INDEXING.take(0.0) as is_ours:
        assert is_ours
        reader.page.goto(f"{reader.address}{SELECTION}")
        expect(reader.page.get_by_text("Looking through the incidents …")).to_be_visible()
        expect(reader.page.get_by_text("Your data are being prepared, which takes longer than usual.")).to_be_visible()
        reader.idle()
        expect(reader.page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
        expect(reader.page.locator(".st-key-clearing").get_by_text("Iran").first).to_be_visible()
        expect(reader.page.get_by_role("link", name="Data", exact=True)).to_be_visible()
        assert reader.page.url.endswith(SELECTION)
    reader.page.get_by_role("button", name="Ask again").click()
    expect(reader.summary).to_have_text("7 of 24 incidents: in Iran")


def test_an_answer_beyond_its_memory_says_so_and_the_selection_stays(desk: BrowserContext, tmp_path: Path) -> None:
    pack([bundled_incidents()], tmp_path / "packed")
    environment = {"INCIDENTS": f"duckdb:{tmp_path / 'packed'}", "QUERY_MEMORY": "1MB"}
    with serve_script(environment=environment) as address, visit(desk, address) as visitor:
        page = visitor.open(SELECTION)
        expect(page.get_by_text("The answer needs more memory than")).to_have_count(1)
        expect(page.locator(".st-key-clearing").get_by_text("Iran").first).to_be_visible()
        assert page.url.endswith(SELECTION)
