"""Reading in a child process gives the same import, and its death is no more than a message."""

from pathlib import Path

import pandas as pd
import pytest

from geo.errors import IncidentsInvalid
from geo.ingest import importing, sandbox
from geo.ingest.options import ImportOptions
from geo.ingest.sandbox import read_in_subprocess

FILE = "incident_id,date_start,latitude,longitude,title\na,2024-01-16,27,64,Bandar-e ʿAbbās\nb,2024-13-01,1,2,\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "received").write_text(FILE, encoding="utf-8")
    return tmp_path / "received"


def dying(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr(sandbox, "COMMAND", command)


def test_a_file_reads_the_same_in_a_process_of_its_own(path: Path) -> None:
    steps: list[str] = []
    read, here = (
        read_in_subprocess(path, ImportOptions(), name="mine.csv", on_progress=steps.append),
        importing.read(path),
    )
    pd.testing.assert_frame_equal(read.accepted, here.accepted)
    assert read.rejected.values.tolist() == here.rejected.values.tolist()
    assert read.rows_in == here.rows_in == 2
    assert steps[0] == "Reading mine.csv (0.0 MB) …"
    assert steps[-1].startswith("2 rows read, 1 of them accepted")


def test_a_file_that_cannot_be_read_is_refused_in_the_same_words(path: Path) -> None:
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(IncidentsInvalid) as here:
        importing.read(path, name="mine.csv")
    with pytest.raises(IncidentsInvalid) as apart_:
        read_in_subprocess(path, ImportOptions(), name="mine.csv")
    assert str(apart_.value) == str(here.value)


@pytest.mark.parametrize(
    "command",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",  # as the kernel does where memory is short
        "raise MemoryError",
        "import sys; print('Reading …'); sys.exit(0)",  # it ends well and leaves nothing
        "import os; os.close(0); os.abort()",
    ],
)
def test_a_child_that_dies_is_told_and_nothing_else_happens(
    path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    dying(monkeypatch, command)
    with pytest.raises(IncidentsInvalid, match=r"mine\.csv: is too large or damaged"):
        read_in_subprocess(path, ImportOptions(), name="mine.csv")


def test_memory_ends_at_the_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most = f"apart.MOST_MEMORY_BYTES = {2_000_000_000}"
    dying(
        monkeypatch, f"from geo import apart; {most}; apart.sources.read = lambda *_, **__: b'x' * 10**10; apart.main()"
    )
    with pytest.raises(IncidentsInvalid, match="too large or damaged"):
        read_in_subprocess(path, ImportOptions(), name="mine.csv")


def test_time_ends_at_the_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_SECONDS", 0.2)
    dying(monkeypatch, "import time; time.sleep(600)")
    with pytest.raises(IncidentsInvalid, match="too large or damaged"):
        read_in_subprocess(path, ImportOptions(), name="mine.csv")


def test_the_child_goes_with_whoever_leaves(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dying(monkeypatch, "import time; print('Reading …', flush=True); time.sleep(600)")

    def leave(_: str) -> None:
        raise KeyboardInterrupt

    children: list[sandbox.subprocess.Popen[str]] = []
    started = sandbox.subprocess.Popen

    def starting(*arguments: object, **options: object) -> sandbox.subprocess.Popen[str]:
        children.append(started(*arguments, **options))  # type: ignore[call-overload]
        return children[-1]

    monkeypatch.setattr(sandbox.subprocess, "Popen", starting)
    with pytest.raises(KeyboardInterrupt):
        read_in_subprocess(path, ImportOptions(), name="mine.csv", on_progress=leave)
    assert [child.poll() is not None for child in children] == [True]
