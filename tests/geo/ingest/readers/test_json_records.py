"""Records of APIs and programs in JSON: where they are, what their cells are, which page, and replies that are none."""

import json
from typing import Any

import pytest

from geo.errors import IncidentsInvalid
from geo.ingest import importing
from geo.ingest.readers import read_table

RECORDS = [
    {"date": "2024-01-16", "place": "Turbat", "killed": 2},
    {"date": "2024-02-13", "place": "Quetta", "killed": 0},
]
ACLED = {
    "event_id_cnty": "PAK1", "event_date": "2024-01-16", "time_precision": "1", "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "BLA", "country": "Pakistan", "admin1": "Balochistan", "location": "Turbat",
    "latitude": "26.0012", "longitude": "63.0485", "geo_precision": "1", "fatalities": "2",
}  # fmt: skip


def read(value: Any) -> Any:
    return read_table(json.dumps(value).encode())


@pytest.mark.parametrize(
    "value",
    [
        RECORDS,
        {"data": RECORDS},
        {"TotalCount": 2, "Result": RECORDS},
        {"result": {"fields": [{"id": "date"}, {"id": "place"}, {"id": "killed"}], "records": RECORDS}},
        {"hits": {"total": {"value": 2}, "hits": [{"_source": record} for record in RECORDS]}},
        {"response": {"docs": RECORDS}, "facets": []},
        [{"attributes": record} for record in RECORDS],
        {str(number): record for number, record in enumerate(RECORDS)},
        [list(RECORDS[0]), *(list(record.values()) for record in RECORDS)],
        {"columns": list(RECORDS[0]), "data": [list(record.values()) for record in RECORDS]},
        {name: [record[name] for record in RECORDS] for name in RECORDS[0]},
        {name: {str(row): record[name] for row, record in enumerate(RECORDS)} for name in RECORDS[0]},
        {
            "meta": {"view": {"columns": [{"name": name} for name in RECORDS[0]]}},
            "data": [list(record.values()) for record in RECORDS],
        },
    ],
)
def test_records_are_found_wherever_programs_put_them(value: Any) -> None:
    table = read(value)
    assert table.cells[["date", "place", "killed"]].to_numpy().tolist() == [
        ["2024-01-16", "Turbat", "2"],
        ["2024-02-13", "Quetta", "0"],
    ]
    assert (list(table.cells.index), table.findings) == ([1, 2], ())


def test_an_answer_of_acled_is_acled() -> None:
    content = json.dumps({"status": 200, "success": True, "count": 1, "data": [ACLED]}).encode()
    result = importing.read(content)
    assert (result.provider, list(result.accepted["killed_best"])) == ("ACLED", [2])


def test_what_is_nested_gets_dotted_names_and_lists_are_joined() -> None:
    fields = {"country": [{"name": "Pakistan", "iso3": "pak"}, {"name": "Iran", "iso3": "irn"}], "tags": ["a", "b"]}
    table = read(
        [{"id": "7", "fields": fields | {"when": {"$date": "2024-01-16"}, "none": {}, "deep": {"er": {"x": 1}}}}]
    )
    row = table.cells.iloc[0].dropna().to_dict()
    assert row == {
        "id": "7", "country.name": "Pakistan; Iran", "country.iso3": "pak; irn", "tags": "a; b", "when": "2024-01-16",
        "deep.er.x": "1",
    }  # fmt: skip


def test_a_geometry_among_the_values_is_the_position() -> None:
    cells = read([{"date": "2024-01-16", "location": {"type": "Point", "coordinates": [63.05, 26.01]}}]).cells
    assert cells[["longitude", "latitude"]].to_numpy().tolist() == [["63.05", "26.01"]]


@pytest.mark.parametrize(
    ("envelope", "words"),
    [
        ({"total_count": 7600}, "only 2 of 7,600 records: one page of about 3,800"),
        ({"TotalCount": 3, "TotalPages": 2}, "only 2 of 3 records"),
        ({"count": 9, "next": "https://example.org/?page=2"}, "only 2 of 9 records"),
        ({"next": "https://example.org/?page=2"}, "one page of several"),
        ({"links": {"next": {"href": "x"}}}, "one page of several"),
        ({"exceededTransferLimit": True}, "one page of several"),
    ],
)
def test_one_page_of_several_is_said(envelope: dict[str, Any], words: str) -> None:
    (finding,) = read(envelope | {"data": RECORDS}).findings
    assert words in finding.text
    assert list(finding.rows) == [1, 2]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"status": 403, "error": {"message": "Access denied: no key"}}, "Access denied: no key"),
        ({"success": False, "status": 500}, "reply of a server"),
        ({"errors": [{"title": "Invalid date"}]}, "Invalid date"),
        ({"detail": "Not found."}, "Not found."),
        ({"status": 200, "count": 0, "data": []}, "empty list of records"),
        ([], "empty list of records"),
        ({"name": "x", "version": 1}, "holds no list of records"),
        ({"articles": [{"url": "x", "title": "Attack in Quetta", "seendate": "20240116T083000Z"}]}, "news articles"),
        ({"type": "Topology", "objects": {}, "arcs": []}, "TopoJSON"),
        ({"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read x"}, "command for GDAL"),
        ([{f"name {number}": 1 for number in range(3_000)}], "more than 1,000 different names by record 1;"),
    ],
)
def test_what_holds_no_records_is_refused_by_name(value: Any, words: str) -> None:
    with pytest.raises(IncidentsInvalid, match=words):
        read(value)


@pytest.mark.parametrize(
    "text", ["[" * 1_000_000, '{"a":' * 1_000_000, '[{"a":1}', '{"a":1}x', "[" + "9" * 5_000 + "]"]
)
def test_damaged_and_deep_json_is_refused(text: str) -> None:
    with pytest.raises(IncidentsInvalid, match="JSON"):
        read_table(text.encode() if text.startswith(("[{", "{")) else b'{"a":' + text.encode())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"a":1}, oops]', "line 1 ceases to be JSON at its character 11"),
        ('[{"a":1},', "it ends too early"),
        ('{"a":[' + "9" * 5_000 + "]}", "a number in it has thousands of digits"),
        ('{"a":NaN}', "NaN is not a number that JSON knows"),
    ],
)
def test_damage_is_explained_in_plain_words(text: str, words: str) -> None:
    with pytest.raises(IncidentsInvalid, match=words):
        read_table(text.encode())


@pytest.mark.parametrize(
    "odd",
    [
        '{"date":"2024-01-16","place":"Turbat","killed":3,"killed":30}',
        '{"date":"2024-01-16","place":{"name":"Turbat","name":"Quetta"},"killed":3}',
    ],
)
def test_a_record_that_has_a_name_twice_is_rejected_alone(odd: str) -> None:
    good = '{"date":"2024-01-16","place":"Turbat","killed":3}'
    for text in (f"[{good},{odd}]", f"{good}\n{odd}\n", f'{{"data":[{good},{odd}]}}'):
        table = read_table(text.encode())
        assert (len(table.cells), list(table.rejected["row"]), list(table.rejected["column"])) == (1, [2], [""])
        assert "twice" in table.rejected["reason"].iloc[0]
    with pytest.raises(IncidentsInvalid, match="“data” twice"):
        read_table(f'{{"data":[{good}],"data":[{good}]}}'.encode())


def test_one_record_alone_is_a_row() -> None:
    assert read(RECORDS[0]).cells["place"].tolist() == ["Turbat"]


def test_a_damaged_line_is_rejected_by_its_number_alone() -> None:
    content = b'{"date":"2024-01-16","place":"Turbat"}\n\n{"date": "2024-0\n{"date":"2024-02-13","place":"Quetta"}\n7\n'
    table = read_table(content)
    assert (list(table.cells.index), list(table.rejected["row"]), table.n_rows) == ([1, 4], [3, 5], 4)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_unicode_is_read(encoding: str) -> None:
    content = json.dumps([RECORDS[0] | {"place": "الموصل"}], ensure_ascii=False).encode(encoding)
    assert list(read_table(content).cells["place"]) == ["الموصل"]


def test_dates_of_esri_are_milliseconds_and_its_rings_tell_holes_by_their_place() -> None:
    outer, hole = [[60, 25], [60, 29], [64, 29], [64, 25], [60, 25]], [[61, 26], [61, 28], [63, 28], [63, 26], [61, 26]]
    value = {
        "fields": [{"name": "when", "type": "esriFieldTypeDate"}],
        "spatialReference": {"wkid": 4326},
        "features": [{"attributes": {"when": 1705363200000}, "geometry": {"rings": [hole, outer]}}],
    }
    table = read(value)
    assert list(table.cells["when"]) == ["2024-01-16"]
    assert table.shapes.iloc[0].area == 12


def test_nothing_but_empty_objects_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(IncidentsInvalid, match=r"holds 2,000,000 objects and lists in 6\.0 MB, most of them empty"):
        read_table(b"[" + b"{}," * 1_999_999 + b"]")
