"""The command that checks a bundle: its verdict and its exit code."""

import contextlib
import io
from pathlib import Path

import pytest

from geo import __main__ as command_line
from geo.bundle import pictures
from geo.commands.output import DONE, LOOK, PARTLY, REFUSED
from geo.exports.generalisation.generalisation import UNSTATED
from tests.geo.bundle.bundles import pack, unpack


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pictures, "_draw_both", lambda _draw: (b"<svg/>", b"PNG"))
    monkeypatch.setattr(pictures.CACHED, "get", lambda _key, compute: compute())
    monkeypatch.chdir(tmp_path)
    assert run("export", "country=Iran", "--out", "iran.zip")[0] == DONE
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    with contextlib.redirect_stderr(io.StringIO()) as errors:
        code = command_line.main(arguments)
    return code, errors.getvalue()


@pytest.mark.usefixtures("folder")
def test_a_bundle_as_it_was_made() -> None:
    code, messages = run("check", "iran.zip")
    assert code == DONE
    assert "Selected: Incidents in Iran." in messages
    assert "Every file in it is as it was made" in messages
    assert "The data have not changed since. 6 incidents then and now." in messages


@pytest.mark.usefixtures("folder")
def test_of_a_generalised_bundle_the_omission_is_reported() -> None:
    assert run("export", "country=Iran&q=bomb", "--coordinates", "province", "--out", "part.zip")[0] == DONE
    assert f"Selected: Incidents in Iran. {UNSTATED}" in run("check", "part.zip")[1]


def test_a_file_that_was_changed_is_named(folder: Path) -> None:
    bundle = folder / "iran.zip"
    bundle.write_bytes(pack(unpack(bundle.read_bytes()) | {"incidents.csv": b"other"}))
    code, messages = run("check", "iran.zip")
    assert code == PARTLY
    assert "incidents.csv was changed." in messages


def test_other_data_than_it_was_made_of(folder: Path) -> None:
    (folder / "other.csv").write_text("incident_id,date_start,latitude,longitude,country\na,2024-01-16,27,62,Iran\n")
    code, messages = run("check", "iran.zip", "--from", "other.csv")
    assert code == LOOK
    assert "6 incidents then, 1 now." in messages


def test_what_is_no_bundle(folder: Path) -> None:
    (folder / "x.zip").write_bytes(b"PK")
    code, messages = run("check", "x.zip")
    assert code == REFUSED
    assert "This is no evidence bundle that can be checked" in messages
    assert run("check", "gone.zip")[0] == REFUSED
