"""What only Parquet can hold: typed columns, and text that was never checked."""

import io
import json
from datetime import date, datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo.core.incidents import as_incidents
from geo.errors import IncidentsInvalid
from geo.ingest import importing
from geo.ingest.readers import geoparquet, parquet_limits

GOOD = {
    "incident_id": pa.array(["a"]),
    "date_start": pa.array(["2024-01-16"]),
    "latitude": pa.array([27.5]),
    "longitude": pa.array([62.7]),
}


def read(columns: dict[str, pa.Array]) -> importing.Import:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return importing.read(file.getvalue(), name="table.parquet")


@pytest.mark.parametrize("day", [date(2024, 1, 16), datetime(2024, 1, 16)])
def test_dates_may_be_typed(day: date) -> None:
    assert list(read(GOOD | {"date_start": pa.array([day])}).accepted["date_start"]) == [pd.Timestamp("2024-01-16")]


@pytest.mark.parametrize(
    ("column", "typed", "value"),
    [
        ("killed_best", pa.array([3], pa.int64()), 3),
        ("killed_best", pa.array([3.0]), 3),
        ("contested", pa.array([True]), True),
        ("latitude", pa.array([0.1]), 0.1),
        ("title", pa.array(["x"]).dictionary_encode(), "x"),
        ("title", pa.array(["x"], pa.large_string()), "x"),
    ],
    ids=str,
)
def test_typed_cells_keep_their_value(column: str, typed: pa.Array, value: object) -> None:
    result = read(GOOD | {column: typed})
    assert len(result.rejected) == 0
    assert result.accepted.iloc[0][column] == value


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_rejected(number: float) -> None:
    result = read(GOOD | {"latitude": pa.array([number])})
    assert list(result.rejected["column"]) == ["latitude"]


def test_text_that_is_not_utf_8_is_refused_by_name() -> None:
    broken = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")])
    with pytest.raises(IncidentsInvalid, match=r"table\.parquet"):
        read(GOOD | {"title": broken})


def outcome(content: bytes) -> pd.DataFrame | str:
    try:
        return importing.read(content, name="table.parquet").accepted
    except IncidentsInvalid as refusal:
        return str(refusal)


@pytest.mark.parametrize("bit", [0x01, 0x80])
def test_a_flipped_bit_is_refused_or_changes_no_cell(bit: int) -> None:
    file = io.BytesIO()
    columns = GOOD | {"title": pa.array(["CANARY" * 10])}
    pq.write_table(pa.table(columns), file, use_dictionary=False, write_statistics=False, write_page_checksum=True)
    whole = importing.read(file.getvalue(), name="table.parquet").accepted
    refused = []
    for position in range(0, len(file.getvalue()), 9):
        damaged = bytearray(file.getvalue())
        damaged[position] ^= bit
        result = outcome(bytes(damaged))
        if isinstance(result, str):
            refused.append(result)
        else:
            # Parquet keeps no checksum of the names of columns.
            assert list(result.columns) != list(whole.columns) or result.equals(whole), position
    assert len(refused) > 20
    assert [message for message in refused if not message.startswith("table.parquet: ")] == []


DIRT = {
    "killed_best": [
        pa.array([1, None, 3], pa.int64()),
        pa.array([1, -1, 2], pa.int32()),
        pa.array([1, 10**12, 2], pa.int64()),
        pa.array([1.0, 2.5, None]),
        pa.array(["1", "x", " 2 "]).dictionary_encode(),
    ],
    "date_start": [
        pa.array([date(2024, 1, 16), None, date(1, 1, 1)]),
        pa.array([datetime(2024, 1, 16, 13, 5), None, datetime(2024, 1, 17)]),
        pa.array([-(10**7), 0, 10**7], pa.int32()).cast(pa.date32()),
        pa.array(["2024-01-16", "16.1.2024", ""]).dictionary_encode(),
    ],
    "radius_km": [pa.array([1.5, None, 0.1]), pa.array([1.0, float("nan"), 2.0]), pa.array([1, 2, None], pa.int8())],
    "contested": [pa.array([True, None, False]), pa.array(["yes", "perhaps", None]).dictionary_encode()],
    "country": [
        pa.array([" Iran", "Iran", None]).dictionary_encode(),
        pa.chunked_array([pa.array(["Iran"]).dictionary_encode(), pa.array(["", "Iraq"]).dictionary_encode()]),
        pa.array([None, None, None], pa.string()).dictionary_encode(),
    ],
    "event_type": [pa.array(["Riots", "riots", "Riots "]).dictionary_encode()],
    "title": [pa.array([" x ", "", " x "]).dictionary_encode()],
    "own": [pa.array([1, None, 3]), pa.array([" a", "a", None]).dictionary_encode(), pa.array([True, False, None])],
}


@pytest.mark.parametrize(
    ("column", "values"), [(name, values) for name, columns in DIRT.items() for values in columns], ids=str
)
def test_a_typed_column_says_what_its_text_would(
    column: str, values: pa.Array, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {name: pa.concat_arrays([values] * 3) for name, values in GOOD.items()} | {
        "incident_id": pa.array(["a", "b", "c"])
    }
    fast = read(rows | {column: values})
    monkeypatch.setattr(geoparquet, "_to_series", lambda _, values: geoparquet._to_texts(values))
    slow = read(rows | {column: values})
    pd.testing.assert_frame_equal(fast.rejected, slow.rejected)
    one, other = (pd.DataFrame(as_incidents(way.accepted)).drop(columns="geometry") for way in (fast, slow))
    pd.testing.assert_frame_equal(one, other)


def test_a_dictionary_bomb_is_stopped_while_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_limits, "FREE_BYTES", 10_000_000)
    bomb = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), pa.array(["x" * 1000])).cast(pa.string())
    file = io.BytesIO()
    pq.write_table(pa.table({"incident_id": bomb}), file, store_schema=False)
    assert len(file.getvalue()) < 30_000
    with pytest.raises(IncidentsInvalid, match=r"table\.parquet: unpacks to more than 10 MB"):
        importing.read(file.getvalue(), name="table.parquet")


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(IncidentsInvalid, match="2,001 columns"):
        read({f"c{number}": pa.array([1]) for number in range(2_001)})


def shapes(*wkt: str | None, crs: str = "") -> bytes:
    wkb = pa.array([None if text is None else shapely.to_wkb(shapely.from_wkt(text)) for text in wkt], pa.binary())
    rows = {name: pa.concat_arrays([values] * len(wkt)) for name, values in GOOD.items() if not name.endswith("tude")}
    rows["incident_id"] = pa.array([str(number) for number in range(len(wkt))])
    metadata = {"columns": {"geometry": {"crs": json.loads(crs)}}} if crs else {}
    file = io.BytesIO()
    pq.write_table(pa.table(rows | {"geometry": wkb}).replace_schema_metadata({"geo": json.dumps(metadata)}), file)
    return file.getvalue()


def test_the_geometry_tells_the_position_where_no_columns_do() -> None:
    accepted = importing.read(shapes("POINT (62.7 27.5)", None, "POINT (1 2)")).accepted
    assert accepted["longitude"].dropna().tolist() == [62.7, 1.0]
    assert accepted["latitude"].dropna().tolist() == [27.5, 2.0]


def test_lines_and_areas_are_known_to_a_region_of_their_size() -> None:
    result = importing.read(
        shapes("POINT (62.7 27.5)", None, "LINESTRING (0 0, 1 1)", "POLYGON ((0 0, 999 0, 1 1, 0 0))")
    )
    accepted = result.accepted
    assert (accepted["place_precision"].iloc[2], accepted["radius_km"].iloc[2]) == (
        "region",
        pytest.approx(78.6, abs=0.5),
    )
    assert accepted["geometry"].dropna().tolist() == ["LINESTRING (0 0, 1 1)"]
    assert (list(result.rejected["row"]), result.rows_in) == ([4], 4)


def test_a_geometry_in_metres_is_transformed() -> None:
    crs = '{"id": {"authority": "EPSG", "code": 3857}}'
    row = importing.read(shapes("POINT (6979732.0727 3186080.2334)", crs=crs)).accepted.iloc[0]
    assert (row["longitude"], row["latitude"]) == pytest.approx((62.7, 27.5), abs=1e-4)
    wgs = '{"id": {"authority": "OGC", "code": "CRS84"}}'
    assert importing.read(shapes("POINT (1 2)", crs=wgs)).rows_in == 1


@pytest.mark.parametrize("crs", ['{"name": "site grid"}', '{"id": {"authority": "EPSG", "code": 999999}}'])
def test_an_unknown_reference_system_is_refused(crs: str) -> None:
    with pytest.raises(IncidentsInvalid, match=r"names (?:its|the) reference system"):
        importing.read(shapes("POINT (1 2)", crs=crs))
