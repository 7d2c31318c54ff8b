"""The command line, run for real: what it writes, where its messages go, and its exit codes."""

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from geo import __main__ as command_line
from geo import exports
from geo.ingest.options import ImportOptions
from geo.query.selection import Selection
from geo.settings import __version__, bundled_incidents
from geo.storage import addresses, atlas_loader

ROOT = Path(__file__).parents[2]
HEADER = "incident_id,date_start,latitude,longitude,title,mine.note\n"


def run(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "geo", *arguments]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, check=False)


def messages(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode()


def run_here(folder: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and messages of a command in this process, which is quicker."""
    with contextlib.chdir(folder), contextlib.redirect_stderr(io.StringIO()) as errors:
        code = command_line.main(arguments)
    return code, errors.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.csv").write_text(f"{HEADER}a,2024-01-16,27,64,First,x\nb,2024-01-17,28,65,Bandar,=1+1\n")
    (tmp_path / "two.csv").write_text(f"{HEADER}b,2024-01-18,28,65,Later,\nc,2024-01-19,28,65,,\n")
    (tmp_path / "partly.csv").write_text(f"{HEADER}d,2024-13-01,27,64,Bad,\ne,2024-01-16,27,64,Good,\n")
    (tmp_path / "other.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\x9f\x81")
    return tmp_path


def test_files_become_one_table_and_the_later_row_stays(folder: Path) -> None:
    done = run("import", "one.csv", "two.csv", "--out", "both.parquet", folder=folder)
    assert (done.returncode, done.stdout) == (0, b"")
    assert "3 incidents written to both.parquet." in messages(done)
    assert "1 of them replaces a row with the same identifier in an earlier file." in messages(done)
    table = addresses.load_incidents(folder / "both.parquet").set_index("incident_id")
    assert table["title"].dropna().to_dict() == {"a": "First", "b": "Later"}
    assert table.at["a", "mine.note"] == "x"


def test_rejected_rows_are_listed_with_reason_and_exit_code(folder: Path) -> None:
    done = run("import", "partly.csv", "--out", "x.csv", "--report", "report.csv", folder=folder)
    assert done.returncode == 1
    assert "2 rows in = 1 accepted + 1 rejected + 0 duplicates;" in messages(done)
    assert "row 2, column date_start: '2024-13-01' is not a day of the calendar" in messages(done)
    with (folder / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["file"], line["status"], line["row"], line["column"]) for line in lines] == [
        ("partly.csv", "rejected", "2", "date_start")
    ]
    assert "Correct the cell" in lines[0]["what_to_do"]


def test_what_needs_a_look_has_an_exit_code_of_its_own(folder: Path) -> None:
    (folder / "swapped.csv").write_text(
        "incident_id,date_start,latitude,longitude,country\na,2024-01-16,61.5,29.1,Iran\n"
    )
    code, text = run_here(folder, "import", "swapped.csv", "--out", "x.csv")
    assert code == 3
    assert "swapped.csv: 1 incident, number killed not stated, " in text
    assert "; please look at 1 thing." in text
    assert run_here(folder, "import", "swapped.csv", "partly.csv", "--out", "x.csv")[0] == 1
    assert run_here(folder, "import", "one.csv", "--out", "x.csv")[0] == 0


def test_a_row_that_fails_as_a_whole_names_no_column(folder: Path) -> None:
    (folder / "sheet.csv").write_text("Date,City,Killed\n2024-01-16,Kabul,1\n2024-01-17,Quetta\nTotal,,1\n")
    lines = messages(run("import", "sheet.csv", "--out", "x.csv", folder=folder)).splitlines()
    assert any(line.startswith("sheet.csv: row 3: '2024-01-17,Quetta' has 2 fields") for line in lines)
    assert "sheet.csv: row 4: 'Total,1' stands below the table: a total or a remark, not a data row." in lines


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("import", "one.csv", "other.csv", "--out", "x.csv"), "other.csv: is a picture (PNG)"),
        (("import", "one.csv", "nothing.csv", "--out", "x.csv"), "nothing.csv: no such file"),
        (("import", "one.csv", "--out", "x.txt"), "ends in csv, xlsx, geojson, parquet"),
        (("import", "one.csv", "--out", "nowhere/x.csv"), "nowhere"),
        (("import", "one.csv"), "--out"),
        (("import", "one.csv", "--out", "x.csv", "--day-first", "date"), "such as date=yes"),
        (("import", "one.csv", "--out", "x.csv", "--provider", "nobody"), "Accepted: "),
        (("import", "one.csv", "--out", "x.csv", "--answers", "two.csv"), "two.csv: cannot be used for --answers"),
        (("export", "acter=Iran", "--out", "x.csv"), "acter"),
        (("export", "actor=Iran", "--out", "x.csv", "--from", "nothing.csv"), "no such file"),
        (("export", "actor=Iran", "--format", "xyz"), "--format"),
        ((), "required: COMMAND"),
    ],
)
def test_what_cannot_be_done_is_refused_and_writes_nothing(
    folder: Path, arguments: tuple[str, ...], reason: str
) -> None:
    before = sorted(path.name for path in folder.iterdir())
    done = run(*arguments, folder=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert reason in messages(done)
    assert "Traceback" not in messages(done)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_what_was_there_stays_where_the_new_file_cannot_be_made(folder: Path) -> None:
    (folder / "x.csv").write_text("old")
    assert run("import", "other.csv", "--out", "x.csv", folder=folder).returncode == 2
    assert (folder / "x.csv").read_text() == "old"


@pytest.mark.parametrize("extension", list(exports.EXPORTER))
def test_an_export_has_the_bytes_of_the_api(folder: Path, extension: str) -> None:
    command = ("export", "country=Iran", "--format", extension)
    done = run(*command, "--out", "-", folder=folder, WORKSPACE=str(folder / "w"))
    served = atlas_loader.load_atlas(bundled_incidents())
    results = served.select(Selection.from_query("country=Iran"))
    file = exports.download(results, exports.EXPORTER[extension], data_version=served.version)
    assert (done.returncode, done.stdout) == (0, file.content)
    with_name = run(*command, folder=folder, WORKSPACE=str(folder / "w"))
    assert (with_name.returncode, with_name.stdout) == (0, b"")
    assert (folder / file.name).read_bytes() == file.content


@pytest.mark.parametrize("code", ["district", "province", "grid-10"])
@pytest.mark.parametrize("extension", [*exports.EXPORTER, "zip", "html"])
def test_every_format_has_coarse_coordinates_and_says_so_in_its_name(folder: Path, extension: str, code: str) -> None:
    command = ("export", "country=Pakistan&place=Panjgur", "--coordinates", code)
    assert run_here(folder, *command, "--format", extension)[0] == 0
    (path,) = folder.glob(f"*coordinates-{code}*.{extension}")
    assert "panjgur" not in path.name.casefold()


def test_an_unknown_ending_is_refused_with_all_that_are_accepted(folder: Path) -> None:
    code, text = run_here(folder, "export", "actor=Iran", "--out", "x.xyz")
    assert code == 2
    assert f"a file that ends in {', '.join(exports.EXPORTER)}, zip, html, or --format" in text
    assert not (folder / "x.xyz").exists()


def test_a_bundle_and_a_page_of_the_command_line_have_generalised_rows(folder: Path) -> None:
    command = ("export", "country=Pakistan&place=Panjgur", "--coordinates", "province")
    for name in ("x.csv", "x.zip", "x.html"):
        assert run_here(folder, *command, "--out", name)[0] == 0
    with zipfile.ZipFile(folder / "x.zip") as bundle:
        assert bundle.read("incidents.csv") == (folder / "x.csv").read_bytes()
        assert json.loads(bundle.read("selection.json"))["coordinates"] == "province"
    page = (folder / "x.html").read_text()
    assert "generalised to the province" in page
    assert "Panjgur" not in page


def test_an_import_exports_again(folder: Path) -> None:
    (folder / "answers.json").write_bytes(b"\xef\xbb\xbf" + ImportOptions().to_json().encode())  # as some editors save
    run("import", "one.csv", "--out", "one.parquet", "--answers", "answers.json", folder=folder)
    done = run("export", "q=Bandar", "--from", "one.parquet", "--out", "again.csv", folder=folder)
    assert done.returncode == 0
    assert pd.read_csv(folder / "again.csv", dtype="str")["mine.note"].tolist() == ["'=1+1"]


def test_the_codes_are_in_the_help(folder: Path) -> None:
    for command in ((), ("import",), ("export",)):
        done = run(*command, "--help", folder=folder)
        assert done.returncode == 0
        assert b"exit codes:" in done.stdout


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "the file is not JSON"),
        (b"{", "the file is not JSON"),
        (b"[]", "Expected `object`, got `array`"),
        (b"null", "Expected `object`, got `null`"),
        (b'{"header_row": "1"}', "Expected `int`, got `str` - at `$.header_row`"),
        (b'{"header_row": 1e400}', "at `$.header_row`"),
        (b'{"header_row": 99999999999999999999999999}', "at `$.header_row`"),
        (b'{"header_row": -2}', "Expected `int` >= -1 - at `$.header_row`"),
        (b'{"years": [["date", 20240]]}', "at `$.years[0][1]`"),
        (b'{"day_first": [["date", 1]]}', "Expected `bool`, got `int` - at `$.day_first[0][1]`"),
        (b'{"day_first": [["date"]]}', "at `$.day_first[0]`"),
        (b'{"columns": {"date": "date_start"}}', "Expected `array`, got `object` - at `$.columns`"),
        (b'{"provider": null}', "at `$.provider`"),
        (b'{"replies": {}}', "Object contains unknown field `replies`"),
        (b'{"answers": {}}', "Expected `array`, got `object` - at `$.answers`"),
        (b'{"columns": ' + b"[" * 100_000, "at `$.columns[0][0]`"),
        (b'{"sheet": ' + b"[" * 100_000, "at `$.sheet`"),
        (b'{"sheet": "\xe9"}', "the file is not UTF-8 text"),
        (b"\xff\xfe{\0}\0", "the file is not JSON"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_faulty_answers_are_refused_with_their_file_and_place(folder: Path, content: bytes, fault: str) -> None:
    (folder / "answers.json").write_bytes(content)
    code, text = run_here(folder, "import", "one.csv", "--out", "x.csv", "--answers", "answers.json")
    assert code == 2
    assert "answers.json: cannot be used for --answers: " in text
    assert fault in text
    assert not (folder / "x.csv").exists()


def test_a_folder_is_no_answers(folder: Path) -> None:
    code, text = run_here(folder, "import", "one.csv", "--out", "x.csv", "--answers", ".")
    assert (code, text) == (2, ".: is a directory; nothing was written.\n")


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command_line.main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"Faultline {__version__}\n"


def test_a_device_is_written_to_and_not_replaced(folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        code, _ = run_here(folder, "import", "one.csv", "--out", "pipe", "--format", "csv")
        content = reader.communicate()[0]
    assert code == 0
    assert pipe.is_fifo()
    assert b'"First"' in content


def test_a_symbolic_link_stays_one(folder: Path) -> None:
    (folder / "link.csv").symlink_to("target.csv")
    code, _ = run_here(folder, "import", "one.csv", "--out", "link.csv")
    assert code == 0
    assert (folder / "link.csv").is_symlink()
    assert "First" in (folder / "target.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("option", ["--out", "--report"])
@pytest.mark.parametrize("target", [".", "nowhere/x.csv"])
def test_a_target_that_cannot_be_written_is_named_before_anything_is(folder: Path, option: str, target: str) -> None:
    targets = {"--out": "x.csv", option: target}
    words = [word for pair in targets.items() for word in pair]
    code, text = run_here(folder, "import", "one.csv", "--format", "csv", *words)
    assert code == 2
    assert text.startswith((".: is a directory", "nowhere: no such file or directory"))
    assert not (folder / "x.csv").exists()


def test_the_address_of_a_page_is_a_query(folder: Path) -> None:
    plain = run_here(folder, "export", "actor=Iran", "--from", "one.csv", "--out", "plain.csv")
    address = "utm_source=x&actor=Iran&drawn=provinces&embed=true"
    assert run_here(folder, "export", address, "--from", "one.csv", "--out", "plain.csv") == plain
    code, text = run_here(folder, "export", "actr=Iran", "--from", "one.csv", "--out", "slip.csv")
    assert code == 2
    assert "the nearest is actor" in text


def test_a_table_of_another_provider_is_refused_and_no_bug(folder: Path) -> None:
    code, text = run_here(folder, "import", "one.csv", "--out", "x.csv", "--provider", "GDELT")
    assert code == 2
    assert "is not a table of GDELT: 6 columns" in text


FAILING = """
import sys
from geo import __main__ as command_line
from geo.ingest import importing
def fail(table, options):
    raise KeyError(table.cells.to_string())
importing.find_provider = fail
sys.exit(command_line.main(sys.argv[1:]))
"""


def test_a_bug_in_a_provider_is_told_with_the_number_in_the_log_and_without_a_cell(folder: Path) -> None:
    command = [sys.executable, "-c", FAILING, "import", "one.csv", "--out", "x.csv"]
    done = subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True)
    text = messages(done)
    number = re.search(r"one\.csv: Faultline failed here \(error ([0-9a-f]{8})\)\.", text)
    assert done.returncode == 2
    assert number is not None
    assert f"failure {number[1]} while reading a file" in text
    assert "builtins.KeyError" in text
    assert "Traceback" not in text
    assert "Bandar" not in text
    assert not (folder / "x.csv").exists()
