"""Two downloads are compared field by field; a narrower one deletes nothing."""

import csv
import io
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.dataset_diff import CSV_COLUMNS, Coverage, DatasetDiff, diff_datasets
from geo.core.incidents import check_incidents
from geo.errors import ValueRefused
from geo.ingest import importing
from geo.ingest.importing import Import
from tests.thoroughness import count

NAMES = ["incident_id", "date_start", "country", "place_name", "killed_best", "acled.fatalities", "acled.timestamp"]


def frame(*rows: str, names: list[str] = NAMES) -> pd.DataFrame:
    cells = pd.DataFrame([row.split(",") for row in rows], columns=names, dtype="str")
    return check_incidents(cells).accepted


OLD = ("1,2024-01-01,Iran,Zahedan,3,3,100", "2,2024-02-01,Iran,Rask,1,1,100", "3,2024-03-01,Iran,Khash,,0,100")


def fields_of(diff: DatasetDiff) -> list[list[str]]:
    fields: list[list[str]] = diff.changed_fields.to_numpy().tolist()
    return fields


def test_added_deleted_and_changed_rows_are_counted() -> None:
    diff = diff_datasets(frame(*OLD), frame(OLD[0], "3,2024-03-01,Iran,Khash,7,7,200", "4,2024-03-02,Iran,Bam,1,1,200"))
    assert (list(diff.added["incident_id"]), list(diff.deleted["incident_id"])) == (["4"], ["2"])
    assert fields_of(diff) == [["3", "killed_best", "", "7"], ["3", "acled.fatalities", "0", "7"]]
    assert (diff.n_changed, diff.n_unchanged, diff.n_uncovered) == (1, 1, 0)
    assert diff.describe() == (
        "1 incident added, 1 deleted, 1 changed, 1 unchanged. "
        "Deletions are counted only within what both files cover: 1 January – 1 March 2024 in 1 country."
    )


def test_bookkeeping_counts_only_where_nothing_else_changed() -> None:
    diff = diff_datasets(
        frame(*OLD), frame(OLD[0], "2,2024-02-01,Iran,Rask,1,1,300", "3,2024-03-01,Iran,Khash,4,0,300")
    )
    assert fields_of(diff) == [["2", "acled.timestamp", "100", "300"], ["3", "killed_best", "", "4"]]


@pytest.mark.parametrize(
    ("rows", "uncovered"),
    [
        ([OLD[0]], 2),  # fewer days
        (["1,2024-01-01,Iran,Zahedan,3,3,100", "9,2024-03-01,Iraq,Mosul,1,1,100"], 0),
        (["7,2024-01-01,Iraq,Mosul,3,3,100", "9,2024-03-01,Iraq,Mosul,1,1,100"], 3),  # another country
        ([], 3),
    ],
)
def test_a_narrower_download_deletes_nothing(rows: list[str], uncovered: int) -> None:
    diff = diff_datasets(frame(*OLD), frame(*rows) if rows else frame(*OLD).head(0))
    assert diff.n_uncovered == uncovered
    assert len(diff.deleted) == (2 if uncovered == 0 else 0)


def test_the_order_of_rows_and_columns_changes_nothing() -> None:
    old = frame(*OLD)
    diff = diff_datasets(old, old.iloc[::-1, ::-1])
    assert fields_of(diff) == []
    assert diff.n_unchanged == 3
    assert diff_datasets(old, old.astype({"country": "category"})).n_unchanged == 3


def test_columns_of_one_file_only_are_named() -> None:
    diff = diff_datasets(frame(*OLD), frame(*OLD).assign(**{"acled.tags": "x"}))
    assert diff.unshared_columns == ("acled.tags",)
    assert "Only one of the files has the column acled.tags; it is not compared." in diff.describe()


def test_a_promotion_to_another_release_is_no_change() -> None:
    old = frame(*OLD)
    assert (
        diff_datasets(old.assign(dataset="UCDP Candidate 24.0.3"), old.assign(dataset="UCDP GED 25.1")).n_unchanged == 3
    )


def test_the_csv_has_a_line_a_field_and_runs_no_formula() -> None:
    old = frame(*OLD)
    new = frame(OLD[0], "2,2024-02-01,Iran,=1+1,1,1,100", OLD[2], "4,2024-03-01,Iran,,1,1,100")
    content = diff_datasets(old, new).to_csv().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content))) == [
        list(CSV_COLUMNS),
        ["added", "4", "2024-03-01", "Iran", "", "", ""],
        ["changed", "2", "2024-02-01", "'=1+1", "place_name", "Rask", "'=1+1"],
    ]


def test_a_row_rejected_in_the_later_file_may_appear_as_deleted() -> None:
    lines = ["incident_id,date_start,country", "a,2024-01-15,Iran", "b,2024-01-16,Iran", "c,2024-01-17,Iran", ""]
    before = importing.read("\n".join(lines).encode())
    after = importing.read("\n".join(lines).replace("2024-01-16", "2024-01-36").encode())
    diff = diff_datasets(before, after)
    assert (diff.n_rejected, list(diff.deleted["source_id"])) == ((0, 1), ["b"])
    assert diff.describe().endswith(" 1 row of the later file was rejected; the incident may appear as deleted.")
    assert diff_datasets(after, before).describe().endswith(" the incident may appear as added.")


def test_two_imports_of_one_provider_are_compared_and_of_two_refused() -> None:
    read = importing.read(b"incident_id,date_start,latitude,longitude\na,2024-01-16,,\n")
    assert diff_datasets(read, read).n_unchanged == 1
    other = Import("ACLED", 1, read.accepted, read.rejected, read.duplicates)
    with pytest.raises(ValueRefused, match="two files of the same provider"):
        diff_datasets(read, other)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"n_uncovered": 1}, "1 other incident is missing in the later file; whether it was deleted is not known."),
        (
            {"n_uncovered": 2},
            "2 other incidents are missing in the later file; whether they were deleted is not known.",
        ),
        ({"unshared_columns": ("x",)}, "Only one of the files has the column x; it is not compared."),
        ({"unshared_columns": ("x", "y")}, "Only one of the files has the columns x, y; they are not compared."),
        ({"unshared_columns": tuple("abcdefghijklmn")}, "the columns a, b, c, d, e, f, g, h, i, j, k, l and 2 more;"),
        ({"n_rejected": (2, 0)}, "2 rows of the earlier file were rejected; their incidents may appear as added."),
        ({"coverage": Coverage(pd.NaT, pd.NaT, ())}, "The files have no days in common, so no deletions are counted."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_limits_the_counts_is_said_for_one_and_for_many(fields: dict[str, Any], sentence: str) -> None:
    diff = replace(diff_datasets(frame(*OLD), frame(*OLD)), **fields)
    assert diff.describe().startswith("0 incidents added, 0 deleted, 0 changed, 3 unchanged. ")
    assert sentence in diff.describe()


TEXTS = st.sampled_from(["", "x", "y", "=1", "ä, ö"])
ROWS = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.tuples(TEXTS, st.sampled_from(["", "0", "7"]), st.sampled_from(["", "1.5", "-2.25"]), TEXTS),
    max_size=8,
)
TYPED = ["incident_id", "date_start", "country", "title", "killed_best", "radius_km", "own.text"]


def build_rows(rows: dict[str, tuple[str, str, str, str]]) -> pd.DataFrame:
    lines = [
        [incident_id, "2024-01-01", "Iran", text, killed, radius, own]
        for incident_id, (text, killed, radius, own) in rows.items()
    ]
    cells = pd.DataFrame(lines, columns=TYPED, dtype="str")
    return cells.mask(cells == "").assign(
        date_start=pd.to_datetime(cells["date_start"]).astype("datetime64[us]"),
        killed_best=pd.to_numeric(cells["killed_best"]).astype("Int32"),
        radius_km=pd.to_numeric(cells["radius_km"]).astype("float64"),
    )


def as_text(rows: pd.DataFrame) -> pd.DataFrame:
    texts = rows[TYPED].astype("object").map(lambda value: "" if pd.isna(value) else str(value))
    return texts.sort_values("incident_id").reset_index(drop=True)


@settings(deadline=None, max_examples=count(16, 50))
@given(ROWS, ROWS)
def test_the_old_rows_with_the_changes_applied_are_the_new_rows(
    before: dict[str, tuple[str, str, str, str]], after: dict[str, tuple[str, str, str, str]]
) -> None:
    old, new = build_rows(before), build_rows(after)
    diff = diff_datasets(old, new)
    applied = as_text(old[~old["incident_id"].isin(diff.deleted["incident_id"])]).set_index("incident_id", drop=False)
    for line in diff.changed_fields.itertuples():
        assert applied.at[line.incident_id, line.column] == line.before
        applied.at[line.incident_id, line.column] = line.after
    applied = pd.concat([applied, as_text(diff.added)]).sort_values("incident_id").reset_index(drop=True)
    uncovered = set(before) - set(after) - set(diff.deleted["incident_id"])
    assert len(uncovered) == diff.n_uncovered
    expected = applied[~applied["incident_id"].isin(uncovered)].reset_index(drop=True)
    pd.testing.assert_frame_equal(expected, as_text(new), check_dtype=False)
    assert diff.n_unchanged + diff.n_changed + len(diff.added) == len(new)
