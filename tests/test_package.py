"""The wheel as a stranger gets it: what it adds to site-packages, and what its command does in an empty folder."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from geo.settings import SETTINGS, __version__
from tests.chromium import chromium
from tests.serving import ROOT, free_port, run_server

# Offline: nothing is fetched, so that what the wheel draws in is what the tests run on.
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
ANY_FILE = "incident_id,date_start,latitude,longitude\na,2024-01-16,27,62\n"
ADD_UPLOAD = Path(__file__).with_name("add_upload.py")


@pytest.fixture(scope="module")
def site_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel of this clone was installed, alone."""
    wheels, folder = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("site-packages")
    build = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(wheels), str(ROOT)]
    subprocess.run([*PIP, *build], check=True)
    (wheel,) = wheels.iterdir()
    subprocess.run([*PIP, "install", "--no-deps", "--no-index", "--target", str(folder), str(wheel)], check=True)
    return folder


@pytest.fixture
def environment(site_packages: Path, tmp_path: Path) -> dict[str, str]:
    """A person with an empty home and without settings, whose `geo` is that of the wheel."""
    names = {setting.name for setting in SETTINGS}
    known = {name: value for name, value in os.environ.items() if name not in names}
    home = str(tmp_path / "home")
    return known | {
        "PYTHONPATH": str(site_packages),
        "HOME": home,
        "XDG_DATA_HOME": home,
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    """The standard output of a command, which must succeed."""
    process = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    return process.stdout


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file below a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def test_it_adds_two_names_and_its_command(site_packages: Path) -> None:
    names = {path.name for path in site_packages.iterdir()}
    assert names == {"geo", "faultline", f"faultline-{__version__}.dist-info", "bin"}
    assert {path.name for path in (site_packages / "faultline").iterdir() if path.is_dir()} == {
        *(".streamlit", "data", "pages", "__pycache__")
    }
    assert (site_packages / "geo" / "py.typed").is_file()
    assert (site_packages / "faultline" / ".streamlit" / "config.toml").is_file()
    assert not list((site_packages / "faultline" / "data").glob("*.py"))


def test_it_serves_from_an_empty_folder(site_packages: Path, environment: dict[str, str], empty_folder: Path) -> None:
    before, port = snapshot(site_packages), free_port()
    command = [str(site_packages / "bin" / "faultline"), "serve", "--port", str(port)]
    with run_server(command, port, folder=empty_folder, environment=environment) as server:
        with chromium() as browser:
            page = browser.new_page()
            page.goto(f"{server}/map")
            page.frame_locator("iframe").locator(".incident").first.wait_for(state="attached", timeout=60_000)
            page.goto(f"{server}/about")
            expect(page.get_by_text(f"Faultline {__version__}, atlas of incidents.")).to_be_visible(timeout=60_000)
        with urlopen(f"{server}/api/incidents.csv") as file:
            assert file.read().count(b"\n") == 24
        log = server.log.read_text(encoding="utf-8")
    # Streamlit says so unless it reads the configuration that lies beside app.py.
    assert "usage statistics" not in log
    assert f"http://127.0.0.1:{port}" in log
    assert list(empty_folder.iterdir()) == []
    assert snapshot(site_packages) == before


def test_it_serves_a_file_of_that_folder(site_packages: Path, environment: dict[str, str], empty_folder: Path) -> None:
    (empty_folder / "mine.csv").write_text(ANY_FILE, encoding="utf-8")
    port = free_port()
    command = [str(site_packages / "bin" / "faultline"), "serve", "--port", str(port), "--incidents", "mine.csv"]
    with (
        run_server(command, port, folder=empty_folder, environment=environment) as server,
        urlopen(f"{server}/api/incidents.csv") as file,
    ):
        assert file.read().count(b"\n") == 2


def test_it_exports_and_imports_from_an_empty_folder(
    site_packages: Path, environment: dict[str, str], empty_folder: Path
) -> None:
    command = str(site_packages / "bin" / "faultline")
    run([command, "export", "actor=Iran", "--out", "iran.csv"], empty_folder, environment)
    run([command, "import", "iran.csv", "--out", "iran.parquet"], empty_folder, environment)
    assert {path.name for path in empty_folder.iterdir()} == {"iran.csv", "iran.parquet"}


def test_what_is_a_persons_own_lies_in_their_data_folder(
    site_packages: Path, environment: dict[str, str], empty_folder: Path
) -> None:
    before, workspace = snapshot(site_packages), empty_folder.parent / "home" / "faultline" / "workspace"
    output = run([sys.executable, "-P", str(ADD_UPLOAD)], empty_folder, environment)
    assert output.strip() == str(workspace)
    assert [path for path in workspace.rglob("*") if path.is_file()]
    assert list(empty_folder.iterdir()) == []
    assert snapshot(site_packages) == before
