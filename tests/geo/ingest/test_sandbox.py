"""Reading in a child process gives the same import; limits and bugs there end in a message and a line in the log."""

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.errors import FaultlineError, IncidentsInvalid, ReadingFailed
from geo.ingest import importing, sandbox
from geo.ingest.options import ImportOptions
from geo.ingest.sandbox import read_in_subprocess
from geo.settings import child_environment

FILE = "incident_id,date_start,latitude,longitude,title\na,2024-01-16,27,64,Bandar-e ʿAbbās\nb,2024-13-01,1,2,\n"
SECRET = "CANARY-7f3a"
RUN_WITH = """
from geo.ingest import importing, sandbox
def fail(*arguments, **options):
    {body}
importing.read_file = fail
sandbox.main()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "received").write_text(FILE, encoding="utf-8")
    return tmp_path / "received"


def set_command(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr(sandbox, "COMMAND", command)


def test_a_file_reads_the_same_in_a_process_of_its_own(path: Path) -> None:
    steps: list[str] = []
    expected = importing.read(path)
    imported = read_in_subprocess(path, ImportOptions(), name="mine.csv", on_progress=steps.append)
    pd.testing.assert_frame_equal(imported.accepted, expected.accepted)
    assert imported.rejected.values.tolist() == expected.rejected.values.tolist()
    assert imported.rows_in == expected.rows_in == 2
    assert steps[0] == "Reading mine.csv (0.0 MB) …"
    assert steps[-1].startswith("2 rows read, 1 of them accepted")


def test_a_file_that_cannot_be_read_is_refused_in_the_same_words(path: Path) -> None:
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(IncidentsInvalid) as in_process:
        importing.read(path, name="mine.csv")
    with pytest.raises(IncidentsInvalid) as in_child:
        read_in_subprocess(path, ImportOptions(), name="mine.csv")
    assert str(in_child.value) == str(in_process.value)


@pytest.mark.parametrize(
    "command",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",  # as the kernel does where memory is short
        "import os; os.close(0); os.abort()",
    ],
)
def test_a_child_that_breaks_off_is_refused_as_damaged_or_too_large(
    path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    set_command(monkeypatch, command)
    with pytest.raises(IncidentsInvalid, match=r"mine\.csv: broke off while it was read: it is damaged, or needs more"):
        read_in_subprocess(path, ImportOptions(), name="mine.csv")


@pytest.mark.parametrize("body", ["raise MemoryError", "return b'x' * 10**9"])
def test_memory_ends_at_the_limit_and_the_message_has_its_number(
    path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    set_command(monkeypatch, RUN_WITH.format(body=body))
    with pytest.raises(IncidentsInvalid, match=r"mine\.csv: took more than 500 MB of memory, the limit for"):
        read_in_subprocess(path, ImportOptions(), name="mine.csv")


def test_a_child_that_computes_nothing_ends_on_the_clock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WAITING_FACTOR", 0.002)
    set_command(monkeypatch, "import time; time.sleep(600)")
    with pytest.raises(IncidentsInvalid, match=r"was not read after 0\.04 seconds; the machine may be busy: try again"):
        read_in_subprocess(path, ImportOptions(), name="mine.csv")


def test_computing_without_end_ends_at_the_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = RUN_WITH.format(body="while True: pass").replace(
        "sandbox.main()", "from geo.ingest import reading_limits; reading_limits.BASE_SECONDS = 3; sandbox.main()"
    )
    set_command(monkeypatch, command)
    with pytest.raises(IncidentsInvalid, match=r"took more than 3 seconds of computing, the limit for what it holds"):
        read_in_subprocess(path, ImportOptions(), name="mine.csv")


def test_answers_about_columns_do_not_parse_a_file_again(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    first = importing.read_file(path, options=ImportOptions(), cache_folder=folder)
    answered = ImportOptions(provider="Table", columns=(("title", "notes"),), day_first=(("date_start", True),))
    again = importing.read_file(path, options=answered, cache_folder=folder)
    assert len(list(folder.iterdir())) == 1
    assert first.rows_in == again.rows_in == 2
    importing.read_file(path, options=ImportOptions(delimiter=","), cache_folder=folder)
    assert len(list(folder.iterdir())) == 2


def test_a_full_disk_is_no_bug(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_command(monkeypatch, RUN_WITH.format(body="import errno; raise OSError(errno.ENOSPC, 'No space')"))
    with pytest.raises(IncidentsInvalid, match=r"mine\.csv: could not be read, because the disk is full"):
        read_in_subprocess(path, ImportOptions(), name="mine.csv")


@pytest.mark.parametrize(
    ("command", "in_log"),
    [
        (RUN_WITH.format(body=f"raise ValueError({SECRET!r})"), ["builtins.ValueError", "<string>:4 in fail"]),
        (RUN_WITH.format(body="raise OSError('disk')"), ["builtins.OSError"]),
        (f"raise ImportError({SECRET!r})", ["the child ended before it could say why"]),
        ("import sys; print('nothing'); sys.exit(0)", ["builtins.FileNotFoundError", "sandbox.py"]),
    ],
)
def test_a_bug_is_in_the_log_under_the_number_in_the_message_and_no_cell_is(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, command: str, in_log: list[str]
) -> None:
    set_command(monkeypatch, command)
    with caplog.at_level(logging.WARNING), pytest.raises(ReadingFailed, match="Faultline failed here") as failure:
        read_in_subprocess(path, ImportOptions(), name="mine.csv")
    assert failure.value.failure_id in str(failure.value)
    assert failure.value.failure_id in caplog.text
    assert [text for text in in_log if text not in caplog.text] == []
    assert SECRET not in caplog.text + str(failure.value)


def test_a_text_that_is_no_unicode_does_not_stop_a_refusal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = r"from geo.errors import IncidentsInvalid; raise IncidentsInvalid('\ud800')"
    set_command(monkeypatch, RUN_WITH.format(body=body))
    with pytest.raises(IncidentsInvalid, match=r"^\?$"):
        read_in_subprocess(path, ImportOptions(), name="mine.csv")


def test_the_child_goes_with_whoever_leaves(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    send = "from geo.ingest import sandbox; sandbox._send(sandbox.Progress('Reading …'))"
    set_command(monkeypatch, f"{send}; import time; time.sleep(600)")

    def leave(_: str) -> None:
        raise KeyboardInterrupt

    children: list[subprocess.Popen[str]] = []
    popen = subprocess.Popen

    def start(*arguments: Any, **options: Any) -> "subprocess.Popen[str]":
        children.append(popen(*arguments, **options))
        return children[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    with pytest.raises(KeyboardInterrupt):
        read_in_subprocess(path, ImportOptions(), name="mine.csv", on_progress=leave)
    assert [child.poll() is not None for child in children] == [True]


def test_every_refusal_is_an_error_for_people() -> None:
    assert issubclass(ReadingFailed, FaultlineError)
    assert not issubclass(ReadingFailed, IncidentsInvalid)


def test_the_child_imports_no_module_of_the_working_folder(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pandas.py").write_text("raise SystemExit('not the library')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_in_subprocess(path, ImportOptions(), name="mine.csv").rows_in == 2


def test_the_child_ends_with_a_parent_that_is_killed(path: Path, tmp_path: Path) -> None:
    pid_file = tmp_path / "child"
    busy = f"import os, pathlib; pathlib.Path({str(pid_file)!r}).write_text(str(os.getpid()))"
    parent_code = (
        "import sys, pathlib\n"
        "from geo.ingest import sandbox\n"
        "from geo.ingest.options import ImportOptions\n"
        f"sandbox.COMMAND = {RUN_WITH.format(body=busy + chr(10) + '    while True: pass')!r}\n"
        f"sandbox.read_in_subprocess(pathlib.Path({str(path)!r}), ImportOptions(), name='mine.csv')\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", parent_code], env=child_environment(TMPDIR=str(tmp_path)))
    while not pid_file.exists() or not pid_file.read_text():
        assert parent.poll() is None
    child = int(pid_file.read_text())
    assert is_running(child)
    folders = set(tmp_path.glob("faultline-*"))
    assert len(folders) == 1
    parent.kill()
    parent.wait()
    while is_running(child):
        pass
    subprocess.run(
        [sys.executable, "-c", "from geo.core.temporary_folders import process_folder; process_folder()"],
        env=child_environment(TMPDIR=str(tmp_path)),
        check=True,
    )
    assert set(tmp_path.glob("faultline-*")) == set()


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody asked for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
