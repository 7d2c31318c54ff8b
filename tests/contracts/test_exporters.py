"""Every registered exporter keeps the same promises."""

import csv
import io
import json
import re
from collections.abc import Iterator

import geopandas as gpd
import geopandas.testing
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo import __version__, exports, web
from geo.core.csv_injection import PLAIN_NUMBER, escape_formula
from geo.core.incidents import as_incidents
from geo.exports import EXPORTERS, Exporter, geoparquet
from geo.exports import exporter as exporter_module
from geo.exports.exporter import ExportJob
from geo.exports.geometry_kind import with_geometry_kind
from geo.exports.rows import TableRows
from geo.ingest import importing
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from tests.tables import incident_table, select

EACH_EXPORTER = pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.extension)
LOSSLESS = [exporter for exporter in EXPORTERS if not exporter.losses]
EACH_LOSSLESS = pytest.mark.parametrize("exporter", LOSSLESS, ids=lambda exporter: exporter.extension)
VERSION = "0123456789abcdef"
LIVE = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "|calc", "%x", "＝1", "＋1", "－1", "＠1", "\t=1", "\r=1", "\n=1", "\x00=1",
        " =1", "\u200b=1", "\u202e=1", "\ufeff=1", "'=1", "''=1", "\u00a0@x", "=HYPERLINK(\"http://x\")")  # fmt: skip
AWKWARD = (
    "a\rb",
    "a\nb",
    'say "so"',
    "comma, semicolon;",
    "007",
    "1e5",
    "NA",
    "null",
    "ا\u200cب",
    "é/e\u0301",
    "-34.5",
    "  outer  ",
)


def batched(texts: tuple[str, ...], size: int) -> list[tuple[str, ...]]:
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def download(rows: gpd.GeoDataFrame, exporter: Exporter, query: str = "") -> exports.Download:
    return exports.download(select(rows, query), exporter, data_version=VERSION)


def read_back(file: exports.Download) -> gpd.GeoDataFrame:
    return as_incidents(importing.read(file.content, name=file.name).accepted)


@EACH_LOSSLESS
def test_what_is_read_back_is_what_was_written(exporter: Exporter, small: gpd.GeoDataFrame) -> None:
    pd.testing.assert_frame_equal(pd.DataFrame(read_back(download(small, exporter))), pd.DataFrame(small))


@EACH_LOSSLESS
@pytest.mark.parametrize("count", [0, 1])
def test_no_row_and_one_row(exporter: Exporter, small: gpd.GeoDataFrame, count: int) -> None:
    few = small.head(count)
    assert list(read_back(download(few, exporter))["incident_id"]) == list(few["incident_id"])


@EACH_EXPORTER
def test_the_same_bytes_every_time(exporter: Exporter, small: gpd.GeoDataFrame) -> None:
    assert download(small, exporter) == download(small.copy(), exporter)


@EACH_LOSSLESS
def test_no_text_is_lost(exporter: Exporter) -> None:
    texts = [*LIVE, *AWKWARD]
    rows = incident_table(*(f"{number},2024-01-16,27,62" for number in range(len(texts))))
    back = read_back(download(rows.assign(title=texts, notes=[f"x{text}" for text in texts]), exporter))
    assert list(back["title"]) == texts
    assert list(back["notes"]) == [f"x{text}" for text in texts]


@EACH_LOSSLESS
@pytest.mark.parametrize("texts", batched(AWKWARD, 3), ids=repr)
def test_a_text_in_every_row_is_not_lost(exporter: Exporter, small: gpd.GeoDataFrame, texts: tuple[str, ...]) -> None:
    cells = dict(zip(("title", "summary", "notes"), texts, strict=True))
    back = read_back(download(small.head(1).assign(**cells), exporter))
    assert {name: list(back[name]) for name in cells} == {name: [text] for name, text in cells.items()}


@EACH_EXPORTER
def test_the_name_tells_selection_version_and_content(exporter: Exporter, small: gpd.GeoDataFrame) -> None:
    results = select(small, "actor=Jaish+al-Adl")
    name = exports.download(results, exporter, data_version=VERSION).name
    assert re.fullmatch(r"[a-z0-9._-]+", name)
    assert "jaish-al-adl" in name
    assert VERSION[:8] in name
    assert name.endswith(f".{exporter.extension}")
    assert exports.download(results, exporter, data_version="another").name != name
    assert download(small, exporter).name != name


@EACH_EXPORTER
def test_hostile_selections_make_plain_names(exporter: Exporter, small: gpd.GeoDataFrame) -> None:
    assert re.fullmatch(r"[a-z0-9._-]+", download(small, exporter, "q=..%2F..%2Fetc%22%0d%3Cb%3E&actor=%D8%A7").name)


@pytest.mark.parametrize("text", LIVE, ids=repr)
def test_no_cell_or_header_of_the_csv_is_live(small: gpd.GeoDataFrame, text: str) -> None:
    rows = small.assign(title=text).rename(columns={"notes": "notes"}).assign(**{text: text})
    content = download(rows, exports.EXPORTER["csv"]).content
    assert content.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    invisible = "".join(
        map(chr, [*range(33), 0x7F, 0xA0, 0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F), 0xFEFF])
    )
    live = [cell for cell in cells if cell.lstrip(invisible)[:1] in tuple("=+-@|%＝＋－＠") and cell.strip(invisible)]
    assert [cell for cell in live if not PLAIN_NUMBER.fullmatch(cell)] == []
    assert [cell for cell in cells if cell[:1] in ("\t", "\r", "\n", "\x00")] == []


@EACH_LOSSLESS
@pytest.mark.parametrize("headers", batched((*LIVE, *AWKWARD), 7), ids=repr)  # of more, a reader sees no header
def test_no_header_of_ones_own_is_lost(exporter: Exporter, small: gpd.GeoDataFrame, headers: tuple[str, ...]) -> None:
    cells = {text: [f"one of {text}", "two"] for text in headers}
    back = read_back(download(small.head(2).assign(**cells), exporter))
    for text, expected in cells.items():
        # SQLite ends the name of a column at a NUL, which is replaced there.
        name = text.replace("\0", "\N{REPLACEMENT CHARACTER}") if exporter.extension == "gpkg" else text
        assert list(back[name]) == expected


@EACH_LOSSLESS
def test_a_missing_cell_of_ones_own_column_stays_missing(exporter: Exporter, small: gpd.GeoDataFrame) -> None:
    rows = small.head(2).assign(own=pd.Series(["text", None], index=small.index[:2], dtype="str"))
    assert list(read_back(download(rows, exporter))["own"].isna()) == [False, True]


@EACH_LOSSLESS
@pytest.mark.parametrize("days", [["0001-01-01"], ["0950-06-07", "1893-05-01"], ["9999-12-31"]], ids=repr)
def test_far_days_read_back(exporter: Exporter, days: list[str]) -> None:
    rows = incident_table(*(f"{number},{day},27,62" for number, day in enumerate(days)))
    assert list(read_back(download(rows, exporter))["date_start"]) == list(map(pd.Timestamp, days))


@EACH_LOSSLESS
def test_many_rows_and_every_last_digit_read_back(exporter: Exporter) -> None:
    rows = incident_table(*(f"i{number},2024-01-16,{number / 7 - 60!r},{number / 3 - 170!r}" for number in range(800)))
    pd.testing.assert_frame_equal(pd.DataFrame(read_back(download(rows, exporter))), pd.DataFrame(rows))


def test_the_csv_has_every_core_column_in_order(small: gpd.GeoDataFrame) -> None:
    header = next(csv.reader(io.StringIO(download(small, exports.EXPORTER["csv"]).content.decode("utf-8-sig"))))
    assert header == [*(name for name in small.columns if name != "geometry"), "geometry_is", "area_id"]


QUERIES = pytest.mark.parametrize("query", ["", "actor=Jaish+al-Adl", "q=nothing says this"])


@EACH_EXPORTER
@pytest.mark.parametrize("batch", [1, 7, 1000])
@QUERIES
def test_the_chunks_are_the_file_however_they_are_cut(
    exporter: Exporter, small: gpd.GeoDataFrame, batch: int, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    selection = Selection.from_query(query)
    file = exporter.to_bytes(ExportJob(TableRows(selection.apply(small)), selection, VERSION))
    monkeypatch.setattr(exporter_module, "FIRST_BATCH_ROWS", batch)
    monkeypatch.setattr(exporter_module, "BATCH_ROWS", batch)
    streamed = exports.stream(select(small, query), exporter, data_version=VERSION)
    assert b"".join(streamed.chunks) == file


@EACH_EXPORTER
@QUERIES
def test_the_button_and_the_address_give_equal_bytes(exporter: Exporter, bundled: Atlas, query: str) -> None:
    results = bundled.select(Selection.from_query(query))
    button = exports.download(results, exporter, data_version=bundled.version)
    app = Starlette(routes=web.ROUTES, middleware=web.MIDDLEWARE, exception_handlers=web.EXCEPTION_HANDLERS)
    with TestClient(app) as client:
        response = client.get(f"/api/incidents.{exporter.extension}?{query}")
    assert response.content == button.content
    assert response.headers["content-type"] == button.media_type
    assert f'filename="{button.name}"' in response.headers["content-disposition"]


def test_every_file_with_room_for_it_states_its_versions_and_its_selection(small: gpd.GeoDataFrame) -> None:
    head = json.loads(download(small, exports.EXPORTER["geojson"], "country=Iran").content)
    metadata = pq.read_schema(io.BytesIO(download(small, exports.EXPORTER["parquet"], "country=Iran").content)).metadata
    for name, fact in {"faultline_version": __version__, "data_version": VERSION, "query": "country=Iran"}.items():
        assert head[name] == metadata[name.encode()].decode() == fact
    assert head["selection"] == metadata[b"selection"].decode()


@EACH_LOSSLESS
@QUERIES
def test_a_selection_reads_back_as_its_rows(
    exporter: Exporter, small: gpd.GeoDataFrame, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geoparquet, "ROW_GROUP_ROWS", 2)
    selection = Selection.from_query(query)
    back = read_back(download(small, exporter, query))
    expected = as_incidents(selection.apply(small))
    shared = {name: "str" for name in small.columns if small[name].dtype == "category"}
    pd.testing.assert_frame_equal(pd.DataFrame(back.astype(shared)), pd.DataFrame(expected.astype(shared)))


class CountingJob(ExportJob):
    """An export job that counts the batches it has given."""

    n_batches = 0

    def batches(self, n_rows: int | None = None) -> Iterator[gpd.GeoDataFrame]:
        for batch in super().batches(1):
            CountingJob.n_batches += 1
            yield batch


@EACH_EXPORTER
def test_no_batch_is_made_before_its_chunk_is_asked_for(
    exporter: Exporter, small: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CountingJob, "n_batches", 0)
    chunks = exporter.iter_chunks(CountingJob(TableRows(small), Selection(), VERSION))
    for n_chunks, _ in enumerate(chunks, start=1):
        assert CountingJob.n_batches <= n_chunks
    assert CountingJob.n_batches % len(small) == 0 != CountingJob.n_batches


def cell_text(value: object) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def as_text(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return rows.astype({name: "str" for name in rows.columns if rows[name].dtype == "category"})


def test_the_csv_is_what_the_csv_module_writes(small: gpd.GeoDataFrame, bundled: Atlas) -> None:
    for rows in (small, bundled.incidents, as_text(bundled.incidents), small.head(0)):
        table = pd.DataFrame(with_geometry_kind(rows)).drop(columns="geometry").astype("object")
        file = io.StringIO(newline="")
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow([escape_formula(name) for name in table.columns])
        writer.writerows([escape_formula(cell_text(value)) for value in row] for row in table.to_numpy())
        assert download(rows, exports.EXPORTER["csv"]).content == b"\xef\xbb\xbf" + file.getvalue().encode()


def as_json(value: object) -> object:
    if pd.isna(value):
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value


def test_the_geojson_is_what_the_json_module_writes(small: gpd.GeoDataFrame, bundled: Atlas) -> None:
    for rows in (small, bundled.incidents, as_text(bundled.incidents), small.head(0)):
        content = download(rows, exports.EXPORTER["geojson"]).content.decode()
        collection = json.loads(content)
        assert content == json.dumps(collection, ensure_ascii=False, indent=1)
        table = pd.DataFrame(with_geometry_kind(rows)).drop(columns="geometry").astype("object")
        properties = [{name: as_json(value) for name, value in row.items()} for row in table.to_dict("records")]
        assert [feature["properties"] for feature in collection["features"]] == properties
        points = [(cells["longitude"], cells["latitude"]) for cells in properties]
        written = [
            feature["geometry"] and tuple(feature["geometry"]["coordinates"]) for feature in collection["features"]
        ]
        assert written == [None if point == (None, None) else point for point in points]


@pytest.mark.parametrize("rows", [slice(None), slice(0), slice(2, 5)], ids=str)
def test_the_geoparquet_is_described_as_geopandas_does(
    small: gpd.GeoDataFrame, rows: slice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geoparquet, "ROW_GROUP_ROWS", 3)
    part, described = small.iloc[rows], as_text(with_geometry_kind(small.iloc[rows]))
    ours, theirs = io.BytesIO(download(part, exports.EXPORTER["parquet"]).content), io.BytesIO()
    described.to_parquet(theirs, index=False)
    schema, expected = pq.read_schema(ours), pq.read_schema(theirs)
    assert schema.equals(expected)
    provenance = {b"selection", b"query", b"data_version", b"faultline_version", b"areas"}
    assert schema.metadata.keys() - expected.metadata.keys() == provenance
    assert {key: json.loads(schema.metadata[key]) for key in expected.metadata} == {
        key: json.loads(value) for key, value in expected.metadata.items()
    }
    geopandas.testing.assert_geodataframe_equal(gpd.read_parquet(ours), described.reset_index(drop=True))


def test_a_geoparquet_without_any_place_has_no_extent(small: gpd.GeoDataFrame) -> None:
    unplaced = small[small["longitude"].isna()]
    back = gpd.read_parquet(io.BytesIO(download(unplaced, exports.EXPORTER["parquet"]).content))
    assert list(back.geometry) == [None] * len(unplaced) != []


@EACH_LOSSLESS
def test_a_file_names_nothing_of_the_rows_left_out(exporter: Exporter, small: gpd.GeoDataFrame) -> None:
    rows = small[small["incident_id"] == "day"]
    content = download(rows, exporter).content
    if exporter.extension == "parquet":
        columns = pq.read_table(io.BytesIO(content), read_dictionary=["actor_a"]).columns
        chunks = [chunk for column in columns for chunk in column.chunks]
        texts = [chunk.dictionary if isinstance(chunk, pa.DictionaryArray) else chunk for chunk in chunks]
        content = repr([text.to_pylist() for text in texts]).encode()
    assert b"Jaish al-Adl" in content
    assert b"Army of Justice" not in content
