"""Our own table keeps its promises in every format: every row is accounted for, and bad input is named."""

import json

import pandas as pd
import pytest

from geo.core.schema import REQUIRED
from geo.errors import IncidentsInvalid
from geo.ingest import importing
from geo.ingest.readers import READERS, Reader
from tests.geo.ingest.readers.format_writers import SHORT_NAMES, write_table

# dBase keeps ten characters of a name, too few for the dictionary's; a waypoint of GPX always has a position.
READERS_OF_LONG_NAMES = [reader for reader in READERS if reader.name not in (*SHORT_NAMES, "GPX")]
EACH_READER = pytest.mark.parametrize("reader", READERS_OF_LONG_NAMES, ids=lambda reader: reader.name)
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
    ("date_end", "2024-01-15", "before the first day"),
    ("killed_best", "several", "whole number"),
    ("killed_best", "-2", "below zero"),
    ("contested", "perhaps", "true or false"),
    ("contested_on", "who; mood", "has an entry that is not one of: who, what, how many, whether"),
    ("corrected", "perhaps", "true or false"),
    ("date_precision", "unknown", "although there are dates"),
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


def file_of(reader: Reader, rows: list[dict[str, str]]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    if reader.name == "GeoJSON":
        features = [{"type": "Feature", "geometry": point(row), "properties": properties(row)} for row in rows]
        return json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return write_table(reader.name, names, [[row.get(name, "") for name in names] for row in rows])


def point(row: dict[str, str]) -> dict[str, object] | None:
    if not {"longitude", "latitude"} <= row.keys():
        return None
    return {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}


def properties(row: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in row.items() if name not in ("longitude", "latitude")}


def read(reader: Reader, rows: list[dict[str, str]]) -> importing.Import:
    return importing.read(file_of(reader, rows), name=f"sheet{reader.extensions[0]}")


@EACH_READER
def test_a_good_row_is_accepted_and_blanks_are_unknown(reader: Reader) -> None:
    row = read(reader, [GOOD]).accepted.iloc[0]
    assert (row["latitude"], row["longitude"]) == (27.5, 62.7)
    assert row["date_precision"] == "day"
    assert pd.isna(row["killed_best"])


@EACH_READER
@pytest.mark.parametrize(("column", "text", "reason"), [*BAD_CELLS, *OTHER_DIGITS])
def test_a_bad_cell_is_named_and_loses_no_good_row(reader: Reader, column: str, text: str, reason: str) -> None:
    result = read(reader, [GOOD, GOOD | {"incident_id": "b", column: text}, GOOD | {"incident_id": "c"}])
    assert sorted(result.accepted["incident_id"]) == ["a", "c"]
    failure = result.rejected.iloc[0]
    assert failure["column"] == column
    assert reason in failure["reason"]
    assert failure["row"] == result.accepted.index[0] + 1
    assert result.rows_in == 3


@EACH_READER
@pytest.mark.parametrize("text", ["1e400", "-5", "-0.1"])
def test_no_radius_is_endless_or_below_zero(reader: Reader, text: str) -> None:
    result = read(reader, [GOOD, GOOD | {"incident_id": "b", "radius_km": text}])
    assert list(result.rejected["column"]) == ["radius_km"]
    assert list(result.accepted["incident_id"]) == ["a"]


@EACH_READER
@pytest.mark.parametrize(
    ("column", "text"),
    [("date_start", "16/01/2024"), ("latitude", "34,5"), ("killed_best", "several"), ("event_type", "Murder")],
)
def test_a_rejected_value_is_told_as_it_stood(reader: Reader, column: str, text: str) -> None:
    assert list(read(reader, [GOOD | {column: text}]).rejected["value"]) == [text]


@EACH_READER
def test_every_row_is_accounted_for(reader: Reader) -> None:
    rows = [
        GOOD,
        GOOD,
        GOOD | {"incident_id": "b", "latitude": "x", "longitude": "y"},
        GOOD | {"incident_id": ""},
        GOOD | {"incident_id": "c"},
        GOOD | {"incident_id": "c", "date_start": "x"},
    ]
    result = read(reader, rows)
    assert (len(result.accepted), result.rejected["row"].nunique(), len(result.duplicates)) == (2, 3, 1)
    assert result.rows_in == len(rows)
    assert read(reader, []).rows_in == 0 if reader.name == "GeoJSON" else read(reader, rows[:1]).rows_in == 1


@EACH_READER
def test_tolls_out_of_order_are_unknown_and_lose_no_row(reader: Reader) -> None:
    result = read(reader, [GOOD | {"killed_low": "5", "killed_best": "4", "killed_high": "9"}])
    assert result.rejected.empty
    assert result.accepted[["killed_low", "killed_best", "killed_high"]].isna().all(axis=None)
    assert "killed: low 5, best 4, high 9" in result.accepted["notes"].iloc[0]
    assert len(result.concerns) == 1


@EACH_READER
def test_a_repeated_identifier_is_a_duplicate(reader: Reader) -> None:
    result = read(reader, [GOOD, GOOD, GOOD | {"incident_id": "007"}, GOOD | {"incident_id": "7"}])
    assert list(result.accepted["incident_id"]) == ["a", "007", "7"]
    assert len(result.duplicates) == 1
    assert result.rows_in == 4


@EACH_READER
@pytest.mark.parametrize("missing", sorted(GOOD))
def test_a_table_that_lacks_a_column_of_ours_is_no_table_of_ours(reader: Reader, missing: str) -> None:
    assert set(REQUIRED) == set(GOOD)
    rows = [{name: text for name, text in GOOD.items() if name != missing}]
    result = read(reader, rows)
    ours = reader.name == "GeoJSON" and missing in ("latitude", "longitude")  # it has both columns, or a blank geometry
    assert result.provider == ("Faultline" if ours else "Table")
    assert result.rows_in == 1


@pytest.mark.parametrize(
    "reader", [reader for reader in READERS_OF_LONG_NAMES if reader.name != "GeoJSON"], ids=lambda reader: reader.name
)
def test_of_a_table_that_tells_neither_when_nor_where_every_row_is_rejected(reader: Reader) -> None:
    result = read(reader, [{"colour": "a-1", "shape": "x-1"}, {"colour": "a-2", "shape": "x-2"}])
    assert (result.rows_in, len(result.accepted), result.rejected["row"].nunique()) == (2, 0, 2)
    assert result.rejected["reason"].str.contains("Say which column holds what").all()


@EACH_READER
def test_a_column_of_ones_own_is_kept(reader: Reader) -> None:
    assert list(read(reader, [GOOD | {"my column": "x"}]).accepted["my column"]) == ["x"]


@EACH_READER
@pytest.mark.parametrize("damage", [b"", b"\xff\xfe\x00", b"{", b"PAR1junkPAR1", b'"open quote\n'], ids=repr)
def test_damaged_bytes_are_refused_by_name(reader: Reader, damage: bytes) -> None:
    with pytest.raises(IncidentsInvalid, match="sheet"):
        importing.read(damage, name=f"sheet{reader.extensions[0]}")


def test_what_is_no_table_is_refused_whatever_its_name() -> None:
    with pytest.raises(IncidentsInvalid, match=r"report\.csv: is a picture \(PNG\), which is not read"):
        importing.read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\x9f\x81", name="report.csv")


def test_ragged_rows_are_rejected_one_by_one() -> None:
    result = importing.read(
        b"incident_id,date_start,latitude,longitude\na,2024-01-16,1,2\nb,2024-01-16,1\nc,2024-01-16,1,2,3\n"
    )
    assert list(result.accepted["incident_id"]) == ["a"]
    assert result.rejected[["row", "value"]].to_numpy().tolist() == [[3, "b,2024-01-16,1"], [4, "c,2024-01-16,1,2,3"]]
    assert result.rows_in == 3
