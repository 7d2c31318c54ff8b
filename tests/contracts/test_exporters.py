"""Every registered exporter keeps the same promises."""

import csv
import io
import json
import re

import geopandas as gpd
import pandas as pd
import pytest

from geo import exports, sources
from geo.atlas import Atlas
from geo.exports import EXPORTERS, Exporter, base
from geo.exports.delimited import written
from geo.formulas import PLAIN_NUMBER
from geo.incidents import as_incidents
from geo.selection import Selection
from tests.tables import chosen, table

EACH = pytest.mark.parametrize("each", EXPORTERS, ids=lambda each: each.extension)
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


def download(rows: gpd.GeoDataFrame, each: Exporter) -> exports.Download:
    return exports.download(rows, Selection(), each, data_version=VERSION)


def read_back(file: exports.Download) -> gpd.GeoDataFrame:
    return as_incidents(sources.read(file.content, name=file.name).accepted)


@EACH
def test_what_is_read_back_is_what_was_written(each: Exporter, small: gpd.GeoDataFrame) -> None:
    pd.testing.assert_frame_equal(pd.DataFrame(read_back(download(small, each))), pd.DataFrame(small))


@EACH
@pytest.mark.parametrize("count", [0, 1])
def test_no_row_and_one_row(each: Exporter, small: gpd.GeoDataFrame, count: int) -> None:
    few = small.head(count)
    assert list(read_back(download(few, each))["incident_id"]) == list(few["incident_id"])


@EACH
def test_the_same_bytes_every_time(each: Exporter, small: gpd.GeoDataFrame) -> None:
    assert download(small, each) == download(small.copy(), each)


@EACH
@pytest.mark.parametrize("text", [*LIVE, *AWKWARD], ids=repr)
def test_no_text_is_lost(each: Exporter, small: gpd.GeoDataFrame, text: str) -> None:
    rows = small.assign(title=text, notes=f"x{text}")
    back = read_back(download(rows, each))
    assert set(back["title"]) == {text}
    assert set(back["notes"]) == {f"x{text}"}


@EACH
def test_the_name_tells_selection_version_and_content(each: Exporter, small: gpd.GeoDataFrame) -> None:
    selected = Selection.from_query("actor=Jaish+al-Adl")
    named = exports.download(small, selected, each, data_version=VERSION).name
    assert re.fullmatch(r"[a-z0-9._-]+", named)
    assert "jaish-al-adl" in named
    assert VERSION[:8] in named
    assert named.endswith(f".{each.extension}")
    assert exports.download(small, selected, each, data_version="another").name != named
    assert download(small, each).name != named


@EACH
def test_hostile_selections_make_plain_names(each: Exporter, small: gpd.GeoDataFrame) -> None:
    selected = Selection.from_query("q=..%2F..%2Fetc%22%0d%3Cb%3E&actor=%D8%A7")
    assert re.fullmatch(r"[a-z0-9._-]+", exports.download(small, selected, each, data_version=VERSION).name)


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


@EACH
@pytest.mark.parametrize("text", [*LIVE, *AWKWARD], ids=repr)
def test_no_header_of_ones_own_is_lost(each: Exporter, small: gpd.GeoDataFrame, text: str) -> None:
    back = read_back(download(small.head(2).assign(**{text: ["one", "two"]}), each))
    assert list(back[text]) == ["one", "two"]


@EACH
def test_what_a_column_of_ones_own_does_not_say_stays_unsaid(each: Exporter, small: gpd.GeoDataFrame) -> None:
    rows = small.head(2).assign(own=pd.Series(["said", None], index=small.index[:2], dtype="str"))
    assert list(read_back(download(rows, each))["own"].isna()) == [False, True]


@EACH
@pytest.mark.parametrize("day", ["0001-01-01", "0950-06-07", "1893-05-01", "9999-12-31"])
def test_far_days_read_back(each: Exporter, day: str) -> None:
    rows = table(f"a,{day},27,62")
    assert list(read_back(download(rows, each))["date_start"]) == [pd.Timestamp(day)]


@EACH
def test_many_rows_and_every_last_digit_read_back(each: Exporter) -> None:
    rows = table(*(f"i{number},2024-01-16,{number / 7 - 60!r},{number / 3 - 170!r}" for number in range(800)))
    pd.testing.assert_frame_equal(pd.DataFrame(read_back(download(rows, each))), pd.DataFrame(rows))


def test_the_csv_has_every_core_column_in_order(small: gpd.GeoDataFrame) -> None:
    header = next(csv.reader(io.StringIO(download(small, exports.EXPORTER["csv"]).content.decode("utf-8-sig"))))
    assert header == [name for name in small.columns if name != "geometry"]


@EACH
@pytest.mark.parametrize("batch", [1, 3, 1000])
@pytest.mark.parametrize("query", ["", "actor=Jaish+al-Adl", "q=nothing says this"])
def test_the_pieces_are_the_file_however_they_are_cut(
    each: Exporter, small: gpd.GeoDataFrame, batch: int, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = exports.download(small, Selection.from_query(query), each, data_version=VERSION)
    monkeypatch.setattr(base, "FIRST_BATCH", batch)
    monkeypatch.setattr(base, "BATCH", batch)
    streamed = exports.stream(chosen(small, query), each, data_version=VERSION)
    assert b"".join(streamed.pieces) == whole.content
    assert (streamed.name, streamed.media_type) == (whole.name, whole.media_type)


def plainly(value: object) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def test_the_csv_is_what_the_csv_module_writes(small: gpd.GeoDataFrame, bundled: Atlas) -> None:
    for rows in (small, bundled.incidents):
        table = pd.DataFrame(rows).drop(columns="geometry").astype("object")
        expected = written([list(table.columns), *([plainly(value) for value in row] for row in table.to_numpy())])
        assert download(rows, exports.EXPORTER["csv"]).content == expected


def test_the_geojson_is_what_the_json_module_writes(small: gpd.GeoDataFrame) -> None:
    for rows in (small, small.head(0)):
        content = download(rows, exports.EXPORTER["geojson"]).content.decode()
        assert content == json.dumps(json.loads(content), ensure_ascii=False, indent=1)
