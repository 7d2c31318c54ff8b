import pandas as pd
import pytest

from geo.core import incidents
from geo.core.incidents import as_incidents, check, check_incidents
from geo.core.schema import CATEGORY, CLAIM_COLUMNS, CRS, INCIDENT_COLUMNS, TEXT, Column

CORE = [column.name for column in INCIDENT_COLUMNS]


def cells(*rows: dict[str, str]) -> pd.DataFrame:
    filled = [{"incident_id": f"i{number}", "date_start": "2024-01-16"} | row for number, row in enumerate(rows)]
    return pd.DataFrame(filled, index=range(2, len(rows) + 2), dtype="str")


@pytest.mark.parametrize("column", INCIDENT_COLUMNS, ids=lambda column: column.name)
def test_every_column_has_its_type_with_rows_and_without(column: Column) -> None:
    accepted = check_incidents(cells({})).accepted
    dtype = TEXT if column.dtype == CATEGORY else column.dtype  # categories are made of the whole table
    assert str(accepted[column.name].dtype) == dtype
    assert str(incidents.empty()[column.name].dtype) == column.dtype


def test_the_empty_table_is_a_table() -> None:
    empty = incidents.empty()
    assert len(empty) == 0
    assert list(empty.columns) == [*CORE, "geometry"]
    assert empty.crs == CRS


@pytest.mark.parametrize(
    ("cells_of_row", "start", "end", "precision"),
    [
        ({}, "2024-01-16", "2024-01-16", "day"),
        ({"date_end": "2024-01-18"}, "2024-01-16", "2024-01-18", "days"),
        ({"date_end": "2024-01-31", "date_precision": "month"}, "2024-01-16", "2024-01-31", "month"),
        ({"date_start": "2024-01-16T00:00:00.000"}, "2024-01-16", "2024-01-16", "day"),
        ({"date_start": ""}, None, None, "unknown"),
        ({"date_start": "", "date_precision": "unknown"}, None, None, "unknown"),
    ],
)  # fmt: skip
def test_what_follows_from_the_dates_is_filled_in(
    cells_of_row: dict[str, str], start: str | None, end: str | None, precision: str
) -> None:
    row = check_incidents(cells(cells_of_row)).accepted.iloc[0]
    days = [None if pd.isna(row[name]) else f"{row[name]:%Y-%m-%d}" for name in ("date_start", "date_end")]
    assert (*days, row["date_precision"]) == (start, end, precision)


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("killed_best", " 2.0 ", 2),
        ("killed_best", "+2", 2),
        ("latitude", "-34.5", -34.5),
        ("latitude", ".5", 0.5),
        ("latitude", "3e1", 30.0),
        ("contested", "YES", True),
        ("contested", "0", False),
        ("place_precision", " exact ", "exact"),
        ("title", "007", "007"),
        ("title", "NA", "NA"),
        ("title", "1e5", "1e5"),
    ],
)
def test_a_cell_is_read_by_its_column(column: str, text: str, value: object) -> None:
    row = {"longitude": "0", "latitude": "0"} | {column: text}
    assert check_incidents(cells(row)).accepted.iloc[0][column] == value


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u00a0"])
@pytest.mark.parametrize("name", [name for name in CORE if name not in ("incident_id", "date_end", "date_precision")])
def test_a_blank_is_unknown(name: str, blank: str) -> None:
    checked = check_incidents(cells({name: blank}))
    assert len(checked.rejected) == 0
    assert pd.isna(checked.accepted.iloc[0][name])


def test_each_failing_cell_is_listed_and_the_row_lost_once() -> None:
    checked = check_incidents(cells({}, {"killed_best": "x", "latitude": "91,0", "date_start": "soon"}, {}))
    assert list(checked.accepted.index) == [2, 4]
    assert set(checked.rejected["column"]) == {"killed_best", "latitude", "date_start"}
    assert set(checked.rejected["row"]) == {3}
    assert list(checked.rejected.columns) == list(incidents.REJECTION_COLUMNS)


def test_low_best_and_high_must_ascend() -> None:
    for low, best, high in (("3", "2", ""), ("", "3", "2"), ("3", "", "2")):
        checked = check_incidents(cells({"killed_low": low, "killed_best": best, "killed_high": high}))
        assert (len(checked.accepted), len(checked.rejected)) == (0, 1)
    assert len(check_incidents(cells({"killed_low": "2", "killed_best": "2", "killed_high": "2"})).accepted) == 1


def test_the_stated_country_and_province_win() -> None:
    row = {"latitude": "30.18", "longitude": "67.0", "place_precision": "exact", "country": "Elsewhere", "admin1": "X"}
    placed = as_incidents(check_incidents(cells(row)).accepted).iloc[0]
    assert (placed["country"], placed["admin1"]) == ("Elsewhere", "X")


def test_a_table_is_not_changed_by_checking_it() -> None:
    table = cells({"killed_best": "x"}, {"title": "a"})
    before = table.copy(deep=True)
    accepted = check_incidents(table).accepted
    rows = accepted.copy(deep=True)
    as_incidents(accepted)
    pd.testing.assert_frame_equal(table, before)
    pd.testing.assert_frame_equal(accepted, rows)


def test_a_companion_is_checked_by_its_own_dictionary() -> None:
    checked = check(pd.DataFrame({"incident_id": ["a"], "stance": ["shouts"]}, index=[2], dtype="str"), CLAIM_COLUMNS)
    assert checked.rejected.iloc[0].to_dict() | {"reason": ""} == {
        "row": 2, "column": "stance", "value": "shouts", "reason": "",
    }  # fmt: skip
    assert "claims" in checked.rejected.iloc[0]["reason"]


def test_different_files_have_different_versions() -> None:
    versions = [incidents.data_version(files) for files in ([b"ab", b"c"], [b"a", b"bc"], [b"c", b"ab"], [b"abc"], [])]
    assert len(set(versions)) == 5
    assert incidents.data_version([b"ab", b"c"]) == versions[0]
    assert all(len(version) == 16 for version in versions)
