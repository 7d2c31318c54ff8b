"""A broken file stops the start, with file, row, column and reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT, free_port


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(free_port())]
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=90, check=False)


def test_a_broken_gazetteer_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "PK.txt").write_text("<html>not found</html>\n")
    ended = start(GAZETTEER=str(tmp_path))
    assert ended.returncode == 2
    assert "PK.txt cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_broken_file_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("incident_id,date_start,latitude,longitude\na,2024-01-16,27,62\nb,16/01/2024,27,62\n")
    ended = start(INCIDENTS=str(path))
    assert ended.returncode == 2
    assert "mine.csv: row 3, column date_start: '16/01/2024' is not an ISO date" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("seconds", ["soon", "0", "nan"])
def test_a_wrong_limit_of_an_answer_stops_the_start_whatever_answers(seconds: str) -> None:
    ended = start(QUERY_SECONDS=seconds)
    assert ended.returncode == 2
    assert f"The setting QUERY_SECONDS cannot be used: '{seconds}'." in ended.stderr
    assert "Write the seconds as a number above 0, such as 60." in ended.stderr
    assert "Traceback" not in ended.stderr
