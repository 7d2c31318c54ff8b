"""The report accounts for every row of a file, and no cell of it runs in a spreadsheet."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from geo.ingest import importing
from geo.ingest.import_report import (
    ACCEPTED,
    COLUMNS,
    DOUBTFUL,
    DUPLICATE,
    REJECTED,
    options_file_name,
    report_file_name,
    row_accounting,
    write_report,
)
from geo.ingest.options import ImportOptions

HEADER = "incident_id,date_start,latitude,longitude,title,country"
FILE = f"""{HEADER}
a,2024-01-16,27,62,fine,
b,2024-13-16,27,62,no such month,
a,2024-01-17,27,62,again,
c,=1+1,27,62,a formula,
d,2024-01-16,62.5,27.1,swapped,Iran
"""


def lines(content: str) -> list[dict[str, str]]:
    report = write_report(importing.read(content.encode()))
    return list(csv.DictReader(io.StringIO(report.decode("utf-8-sig"))))


def test_what_needs_a_person_stands_first_and_every_row_is_there() -> None:
    report = lines(FILE)
    assert [(line["row"], line["status"]) for line in report] == [
        ("3", REJECTED),
        ("5", REJECTED),
        ("4", DUPLICATE),
        ("6", DOUBTFUL),
        ("2", ACCEPTED),
    ]
    assert tuple(report[0]) == COLUMNS
    assert report[0]["column"] == "date_start"
    assert report[0]["value"] == "2024-13-16"
    assert "calendar" in report[0]["reason"]
    assert "(proposed: 27.1,62.5)" in report[3]["reason"]
    assert all(line["what_to_do"] for line in report[:4])


def test_a_formula_is_escaped() -> None:
    assert lines(FILE)[1]["value"] == "'=1+1"


def test_the_sum() -> None:
    assert row_accounting(importing.read(FILE.encode())) == "5 rows in = 2 accepted + 2 rejected + 1 duplicate"


def test_a_file_without_rows_has_a_report_without_lines() -> None:
    assert lines(f"{HEADER}\n") == []


def test_the_name_follows_content_and_options() -> None:
    options = ImportOptions()
    names = {
        report_file_name("a", options),
        report_file_name("b", options),
        report_file_name("a", replace(options, corrected_rows=(6,))),
    }
    assert len(names) == 3
    assert report_file_name("a", options) in names
    assert options_file_name("a", options) != options_file_name("a", replace(options, corrected_rows=(6,)))


CELLS = st.sampled_from(["", "1", "2024-01-16", "2024-02-30", "91", "x", "=cmd", "27"])


@settings(deadline=None)  # a file is read each time
@given(st.lists(st.tuples(st.sampled_from("abc"), CELLS, CELLS, CELLS), max_size=12))
def test_every_row_has_one_status(rows: list[tuple[str, str, str, str]]) -> None:
    report = lines("\n".join([HEADER, *(f"{','.join(row)},," for row in rows)]) + "\n")
    statuses = {(line["row"], line["status"]) for line in report}
    assert sorted(int(row) for row, _ in statuses) == list(range(2, len(rows) + 2))
