"""The disk beneath a server that runs: its data are replaced, broken or gone, or it is full; reading goes on."""

import os
import re
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, expect

from geo.settings import bundled_incidents
from tests.browser.conftest import Visitor, visit
from tests.serving import Server, serve_script

NAME = "front-line.csv"
FULL = re.compile(r"disk (is full|did not take what was to be stored).* Nothing was stored, and what was there is unch")
SELECTED = re.compile("^6 of 23 incidents: in Iran")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    shutil.copy(bundled_incidents(), folder / NAME)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    environment = {"INCIDENTS": str(folder / NAME), "WORKSPACE": str(folder / "workspace")}
    with serve_script(environment=environment) as server:
        yield server


@pytest.fixture
def reader(desk: BrowserContext, server: Server) -> Iterator[Visitor]:
    with visit(desk, server) as visitor:
        yield visitor


@pytest.fixture
def data(folder: Path) -> Iterator[Path]:
    """The file of the incidents, which is as it was before once a test has ended."""
    path = folder / NAME
    status, content = path.stat(), path.read_bytes()
    yield path
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@contextmanager
def full_disk(server: Server) -> Iterator[None]:
    """The files of a server end at once, as those on a full disk do."""
    before = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, before)


def version_of(reader: Visitor) -> str:
    """The version in the name of a download."""
    with urlopen(f"{reader.address}/api/incidents.csv?country=Iran") as answer:
        version = re.search(r"[0-9a-f]{8,16}", answer.headers["content-disposition"])
        assert version is not None
        assert len(answer.read().splitlines()) == 7
        return version[0]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (bundled_incidents().read_bytes() + b"\n", "shows the new version by starting it again."),
        (b"", "What is there now cannot be read as incidents"),
        (bundled_incidents().read_bytes()[:3_000], "What is there now cannot be read as incidents"),
        (None, "A new start would fail until it is there again."),
    ],
    ids=["new version", "empty", "cut off", "deleted"],
)
def test_a_changed_data_file_has_a_notice_and_the_page_shows_the_earlier_rows(
    reader: Visitor, data: Path, content: bytes | None, text: str
) -> None:
    page = reader.open("/timeline?country=Iran")
    version = version_of(reader)
    expect(page.get_by_text(NAME)).to_have_count(0)
    if content is None:
        data.unlink()
    else:
        data.write_bytes(content)
    page = reader.open("/timeline?country=Iran")
    line = page.get_by_text(re.compile(f"^{NAME} (changed on|is no longer there)"))
    expect(line).to_contain_text(text)
    expect(line).to_contain_text(f"version {version}")
    expect(line).not_to_contain_text(str(data.parent))
    expect(reader.summary).to_have_text(SELECTED)
    assert version_of(reader) == version


def test_on_a_full_disk_everything_is_read_and_nothing_half_written(reader: Visitor, server: Server) -> None:
    page = reader.open("/filter?incident=FLT-0002&country=Iran")
    page.get_by_text("Change this incident").click()
    page.get_by_text("Note", exact=True).first.click()
    reader.idle()
    note = page.get_by_role("textbox", name="Note", exact=True)
    note.fill("not lost")
    with full_disk(server):
        with reader.rerun():
            page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
        expect(page.get_by_text(FULL)).to_be_visible()
        expect(note).to_have_value("not lost")
        for extension, status in (("csv", 200), ("geojson", 200), ("xlsx", 507), ("gpkg", 507)):
            assert status_of(f"{server}/api/incidents.{extension}") == status
        reader.open("/timeline?country=Iran")
        expect(reader.summary).to_have_text(SELECTED)
    page = reader.open("/edits")
    expect(page.get_by_text("not lost")).to_have_count(0)
    assert status_of(f"{server}/api/incidents.xlsx") == 200


def test_an_import_on_a_full_disk_is_refused_with_the_reason(reader: Visitor, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("incident_id,date_start,latitude,longitude,title\nA-1,2024-01-16,27,62,First\n")
    page = reader.open("/data?country=Iran")
    with full_disk(server):
        page.locator("input[type=file]").first.set_input_files(path)
        expect(page.get_by_text(re.compile("[Dd]isk is full")).first).to_be_visible()
        reader.idle()
    page = reader.open("/data?country=Iran")
    expect(page.get_by_text("mine.csv")).to_have_count(0)


def status_of(address: str) -> int:
    """The status of an answer."""
    try:
        with urlopen(address) as answer:
            answer.read()
            status: int = answer.status
            return status
    except HTTPError as error:
        with error:
            return error.code
