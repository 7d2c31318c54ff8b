"""Our own table keeps its promises in every format: every row is accounted for, and bad input is named."""

import json

import pandas as pd
import pytest

from geo.core.csv_table import to_csv_bytes
from geo.core.schema import REQUIRED
from geo.errors import IncidentsInvalid
from geo.ingest import importing
from geo.ingest.readers import READERS, Reader
from tests.workbooks import workbook

EACH = pytest.mark.parametrize("each", READERS, ids=lambda each: each.name)
GOOD = {"incident_id": "a", "date_start": "2024-01-16", "latitude": "27.5", "longitude": "62.7"}
BAD_CELLS = [
    ("date_start", "16/01/2024", "ISO date"),
    ("date_start", "2024-02-30", "calendar"),
    ("latitude", "91", "between -90 and 90"),
    ("longitude", "-180.5", "between -180 and 180"),
    ("latitude", "34,5", "decimal point"),
    ("latitude", "", "blank where the longitude is not"),
    ("incident_id", "", "blank"),
    ("place_precision", "roughly", "not one of"),
    ("event_type", "Murder", "not one of"),
    ("date_end", "2024-01-15", "before date_start"),
    ("killed_best", "several", "whole number"),
    ("killed_best", "-2", "below zero"),
    ("contested", "perhaps", "true or false"),
    ("date_precision", "unknown", "where dates are given"),
    ("date_start", "1403/01/15", "ISO date"),
    ("date_start", "0000-01-01", "calendar"),
    ("latitude", "1e400", "between -90 and 90"),
    ("latitude", "nan", "decimal point"),
    ("latitude", "34.5N", "decimal point"),
    ("latitude", "1_0", "decimal point"),
    ("killed_best", "1,200", "whole number"),
    ("killed_best", "2.5", "whole number"),
]
# Digits of other scripts: one rule for all columns, not read here and refused there.
OTHER_DIGITS = [
    ("killed_best", "\u0663", "whole number"),
    ("latitude", "\u0663\u0664", "decimal point"),
    ("radius_km", "\u06f3", "decimal point"),
    ("date_start", "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0661\u0666", "ISO date"),
]


def file_of(each: Reader, rows: list[dict[str, str]]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    if each.name == "GeoJSON":
        features = [{"type": "Feature", "geometry": point(row), "properties": properties(row)} for row in rows]
        return json.dumps({"type": "FeatureCollection", "features": features}).encode()
    if each.name == "GeoParquet":
        content: bytes = pd.DataFrame(rows, columns=names, dtype="str").to_parquet(index=False)
        return content
    if each.name == "Excel":
        return workbook([names, *([row.get(name, "") for name in names] for row in rows)])
    return to_csv_bytes([names, *([row.get(name, "") for name in names] for row in rows)])


def point(row: dict[str, str]) -> dict[str, object] | None:
    if not {"longitude", "latitude"} <= row.keys():
        return None
    return {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}


def properties(row: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in row.items() if name not in ("longitude", "latitude")}


def read(each: Reader, rows: list[dict[str, str]]) -> importing.Import:
    return importing.read(file_of(each, rows), name=f"sheet{each.extensions[0]}")


@EACH
def test_a_good_row_is_accepted_and_blanks_are_unknown(each: Reader) -> None:
    row = read(each, [GOOD]).accepted.iloc[0]
    assert (row["latitude"], row["longitude"]) == (27.5, 62.7)
    assert row["date_precision"] == "day"
    assert pd.isna(row["killed_best"])


@EACH
@pytest.mark.parametrize(("column", "text", "reason"), [*BAD_CELLS, *OTHER_DIGITS])
def test_a_bad_cell_is_named_and_loses_no_good_row(each: Reader, column: str, text: str, reason: str) -> None:
    got = read(each, [GOOD, GOOD | {"incident_id": "b", column: text}, GOOD | {"incident_id": "c"}])
    assert sorted(got.accepted["incident_id"]) == ["a", "c"]
    failure = got.rejected.iloc[0]
    assert failure["column"] == column
    assert reason in failure["reason"]
    assert failure["row"] == got.accepted.index[0] + 1
    assert got.rows_in == 3


@EACH
@pytest.mark.parametrize("text", ["1e400", "-5", "-0.1"])
def test_no_radius_is_endless_or_below_zero(each: Reader, text: str) -> None:
    got = read(each, [GOOD, GOOD | {"incident_id": "b", "radius_km": text}])
    assert list(got.rejected["column"]) == ["radius_km"]
    assert list(got.accepted["incident_id"]) == ["a"]


@EACH
@pytest.mark.parametrize(
    ("column", "text"),
    [("date_start", "16/01/2024"), ("latitude", "34,5"), ("killed_best", "several"), ("event_type", "Murder")],
)
def test_a_rejected_value_is_told_as_it_stood(each: Reader, column: str, text: str) -> None:
    assert list(read(each, [GOOD | {column: text}]).rejected["value"]) == [text]


@EACH
def test_every_row_is_accounted_for(each: Reader) -> None:
    rows = [
        GOOD,
        GOOD,
        GOOD | {"incident_id": "b", "latitude": "x", "longitude": "y"},
        GOOD | {"incident_id": ""},
        GOOD | {"incident_id": "c"},
        GOOD | {"incident_id": "c", "date_start": "x"},
    ]
    got = read(each, rows)
    assert (len(got.accepted), got.rejected["row"].nunique(), len(got.duplicates)) == (2, 3, 1)
    assert got.rows_in == len(rows)
    assert read(each, []).rows_in == 0 if each.name == "GeoJSON" else read(each, rows[:1]).rows_in == 1


@EACH
def test_tolls_out_of_order_are_rejected(each: Reader) -> None:
    got = read(each, [GOOD | {"killed_low": "5", "killed_best": "4", "killed_high": "9"}])
    assert "above killed_best" in got.rejected.iloc[0]["reason"]


@EACH
def test_a_repeated_identifier_is_a_duplicate(each: Reader) -> None:
    got = read(each, [GOOD, GOOD, GOOD | {"incident_id": "007"}, GOOD | {"incident_id": "7"}])
    assert list(got.accepted["incident_id"]) == ["a", "007", "7"]
    assert len(got.duplicates) == 1
    assert got.rows_in == 4


@EACH
@pytest.mark.parametrize("missing", sorted(GOOD))
def test_a_table_that_lacks_a_column_of_ours_is_no_table_of_ours(each: Reader, missing: str) -> None:
    assert set(REQUIRED) == set(GOOD)
    rows = [{name: text for name, text in GOOD.items() if name != missing}]
    got = read(each, rows)
    ours = each.name == "GeoJSON" and missing in ("latitude", "longitude")  # it has both columns, or a blank geometry
    assert got.provider == ("Faultline" if ours else "Table")
    assert got.rows_in == 1


@pytest.mark.parametrize("each", [each for each in READERS if each.name != "GeoJSON"], ids=lambda each: each.name)
def test_of_a_table_that_tells_neither_when_nor_where_every_row_is_rejected(each: Reader) -> None:
    got = read(each, [{"colour": "a-1", "shape": "x-1"}, {"colour": "a-2", "shape": "x-2"}])
    assert (got.rows_in, len(got.accepted), got.rejected["row"].nunique()) == (2, 0, 2)
    assert got.rejected["reason"].str.contains("Say which column holds what").all()


@EACH
def test_a_column_of_ones_own_is_kept(each: Reader) -> None:
    assert list(read(each, [GOOD | {"my column": "x"}]).accepted["my column"]) == ["x"]


@EACH
@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\x00", b"{", b"PAR1junkPAR1", b'"open quote\n'], ids=repr)
def test_damaged_bytes_are_refused_by_name(each: Reader, damage: bytes) -> None:
    with pytest.raises(IncidentsInvalid, match="sheet"):
        importing.read(damage, name=f"sheet{each.extensions[0]}")


def test_what_is_no_table_is_refused_whatever_its_name() -> None:
    with pytest.raises(IncidentsInvalid, match=r"report\.csv: is no text"):
        importing.read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\x9f\x81", name="report.csv")


def test_ragged_rows_are_rejected_one_by_one() -> None:
    got = importing.read(
        b"incident_id,date_start,latitude,longitude\na,2024-01-16,1,2\nb,2024-01-16,1\nc,2024-01-16,1,2,3\n"
    )
    assert list(got.accepted["incident_id"]) == ["a"]
    assert got.rejected[["row", "value"]].to_numpy().tolist() == [[3, "b,2024-01-16,1"], [4, "c,2024-01-16,1,2,3"]]
    assert got.rows_in == 3
