"""The command that writes a selection: what is more than rows, and what it refuses."""

import contextlib
import io
from pathlib import Path

import pandas as pd
import pytest

from geo import __main__ as command_line
from geo.commands.output import DONE, REFUSED
from geo.core import clock
from tests.geo.handover.pages import NOON, read_data


def run(*arguments: str) -> tuple[int, str]:
    with contextlib.redirect_stderr(io.StringIO()) as errors:
        code = command_line.main(arguments)
    return code, errors.getvalue()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(clock, "utc_now", lambda: NOON)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_page_holds_the_rows_of_the_csv_and_cites_with_the_day_of_access(folder: Path) -> None:
    for name in ("x.csv", "x.html"):
        assert run("export", "country=Iran", "--out", name)[0] == DONE
    html = (folder / "x.html").read_text()
    assert read_data(html)["columns"]["id"] == pd.read_csv(folder / "x.csv", dtype="str")["incident_id"].tolist()
    assert "the bundled incidents. Accessed on 29 November 2026." in html


@pytest.mark.parametrize("name", ["y.csv", "y.zip", "y.html"])
def test_coordinates_that_there_are_not_are_refused_and_nothing_is_written(folder: Path, name: str) -> None:
    code, text = run("export", "country=Iran", "--out", name, "--coordinates", "jitter")
    assert code == REFUSED
    assert "exact, district, province or grid-" in text
    assert list(folder.iterdir()) == []


def test_more_incidents_than_a_page_holds_are_refused_and_nothing_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.handover.content.MAX_INCIDENTS", 1)
    code, text = run("export", "country=Iran", "--out", "y.html")
    assert code == REFUSED
    assert "A hand-over page holds up to 1 incident" in text
    assert list(folder.iterdir()) == []
