"""What `faultline import` says of files that it reads in one call: nothing that is doubtful goes without a word."""

import contextlib
import io
from pathlib import Path

import pytest

from geo import __main__ as command_line
from geo.analysis.killed_total import KilledTotal
from geo.commands.output import DONE, LOOK, PARTLY, REFUSED
from geo.query.selection import Selection
from geo.storage.atlas_loader import load_atlas

HEADER = "incident_id,date_start,latitude,longitude,killed_best\n"
INCIDENTS = f"{HEADER}a,2024-01-16,27,64,3\nb,2024-01-17,28,65,1\nc,2024-01-18,28,65,\n"
CLAIMS = "incident_id,claimant,stance,killed_low,killed_high\na,Iran,claims,2,2\na,Pakistan,claims,11,11\n"
LINKS = "incident_id,relation,to_incident_id\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def import_files(**files: str) -> tuple[int, str]:
    """Import the files of these names and contents."""
    for name, content in files.items():
        Path(f"{name}.csv").write_text(content)
    with contextlib.redirect_stderr(io.StringIO()) as errors:
        code = command_line.main(["import", *(f"{name}.csv" for name in files), "--out", "out.csv"])
    return code, errors.getvalue()


def test_the_killed_are_a_range_where_claims_contradict_each_other() -> None:
    code, messages = import_files(m=INCIDENTS, said=CLAIMS)
    assert code == DONE
    total = KilledTotal.of_results(load_atlas("out.csv").select(Selection())).describe()
    assert total == "3 to 12 killed; 1 incident not stated"
    assert f"In all: {total}." in messages


@pytest.mark.parametrize(
    ("links", "sentence", "expected_code"),
    [
        ("a,response to,b\nb,follows,a\n", "The links make each of 'a', 'b' later than itself", LOOK),
        (
            "a,follows,a\nb,same operation as,b\n",
            "The links join 'a', 'b' to themselves: ",
            LOOK,
        ),
        ("a,follows,b\nb,follows,z\n", "The links name 'z', which is not among the incidents.", DONE),
    ],
    ids=["circle", "itself", "absent"],
)
def test_links_that_need_a_look_are_reported(links: str, sentence: str, expected_code: int) -> None:
    code, messages = import_files(m=INCIDENTS, links=LINKS + links)
    assert code == expected_code
    assert sentence in messages
    assert "2 rows of links written to out.links.csv." in messages
    assert sentence in "\n".join(load_atlas("out.csv").warnings)


def test_rows_that_are_there_twice_are_counted() -> None:
    claims = f"{CLAIMS}a,Iran,claims,2,2\n"
    code, messages = import_files(m=INCIDENTS, one=claims, two=CLAIMS)
    assert code == DONE
    assert "one.csv: Row 4 repeats an earlier row and is left out." in messages
    assert "2 rows of claims written to out.claims.csv. 2 more are in another file too, and written once." in messages


def test_a_bad_row_counts_more_than_a_doubt() -> None:
    code, _ = import_files(m=INCIDENTS, links=f"{LINKS}a,follows,a\na,avenges,b\n")
    assert code == PARTLY


def test_claims_whose_header_is_not_above_them_are_not_read_as_incidents() -> None:
    code, messages = import_files(m=INCIDENTS, said=f"Claims of 2024\n{CLAIMS}")
    assert code == REFUSED
    assert "said.csv: This looks like a file of claims, but its header is in line 2." in messages
    code, messages = import_files(m=INCIDENTS, said=CLAIMS.replace("incident_id,claimant", "Incident ID,Claimant"))
    assert code == DONE
    assert "2 rows of claims written to out.claims.csv." in messages
