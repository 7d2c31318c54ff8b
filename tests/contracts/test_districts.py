"""Districts as areas: whatever carries an outline says whose it is, and filters take what lies in one."""

import io
import json

import geopandas as gpd
import pandas as pd
import pytest

from geo import exports
from geo.exports.areas import areas_file, areas_table
from geo.mapping.folium_map import DISTRICTS_CREDIT
from geo.pictures.map_picture import draw_map
from geo.pictures.options import PictureOptions, Size
from geo.pictures.palette import PALETTES
from geo.places.area_credits import NATURAL_EARTH, credit_districts, credit_of
from geo.places.districts.district import district_outline, districts
from geo.places.districts.layers import LICENCE_ADDRESSES, SHARE_ALIKE, district_layers
from geo.query.selection import Selection
from tests.geo.handover.pages import atlas_of, make_page
from tests.tables import incident_table, select

ROWS = incident_table(
    "iraq,2024-01-16,34.3,45.4,Iraq,Diyala,Khanaqin,,admin2",
    "again,2024-01-17,34.3,45.4,Iraq,Diyala,Khanaqin,,admin2",
    "turkey,2024-01-16,37.0,35.3,Turkey,Adana,Seyhan,,admin2",
    "circle,2024-01-16,28.2,61.2,Iran,Sistan and Baluchestan,Khash,,admin2",
    "province,2024-01-16,30.2,67.0,Pakistan,Balochistan,,,admin1",
    columns="country,admin1,admin2,place_name,place_precision",
)
BY_TITLE = {district.title: place_id for place_id, district in districts().items()}
KHANAQIN, SEYHAN = BY_TITLE["Khanaqin District"], BY_TITLE["Seyhan District"]
EVERY_EXPORTER = (*exports.EXPORTERS, exports.GEOJSON_WITH_AREAS)
# Two atlas rows: one district under a licence that asks for names, one that is share-alike.
ATLAS_ROWS = (
    {"country": "Iraq", "admin1": "Diyala", "admin2": "Khanaqin", "place_precision": "admin2"}
    | {"latitude": "34.3", "longitude": "45.4"},
    {"country": "Turkey", "admin1": "Adana", "admin2": "Seyhan", "place_precision": "admin2"}
    | {"latitude": "37.0", "longitude": "35.3"},
)


def test_a_district_is_an_area_once_and_one_without_an_outline_is_none() -> None:
    areas = areas_table(select(ROWS)).set_index("area_id")
    assert areas["incidents"].to_dict() == {KHANAQIN: 2, SEYHAN: 1, "ne1:PAK-1108": 1}
    assert areas.geometry[KHANAQIN].equals(district_outline(KHANAQIN))


@pytest.mark.parametrize("extension", ["geojson", "parquet"])
def test_each_area_of_a_file_names_its_source(extension: str) -> None:
    content = areas_file(select(ROWS), extension)
    if extension == "parquet":
        table = pd.DataFrame(gpd.read_parquet(io.BytesIO(content)))
    else:
        table = pd.DataFrame([feature["properties"] for feature in json.loads(content)["features"]])
    sources = dict(zip(table["area_id"], table["outline_source"], strict=True))
    assert "CC BY 3.0 IGO" in sources[KHANAQIN]
    assert SHARE_ALIKE in sources[SEYHAN]
    assert sources["ne1:PAK-1108"] == NATURAL_EARTH


@pytest.mark.parametrize("exporter", EVERY_EXPORTER, ids=lambda exporter: exporter.label)
def test_a_file_with_outlines_names_their_licences(exporter: exports.Exporter) -> None:
    content = exports.download(select(ROWS), exporter, data_version="v").content
    corner = json.dumps(district_outline(SEYHAN).exterior.coords[1][0])
    if corner.encode() in content or exporter is exports.GEOJSON_WITH_AREAS:
        assert SHARE_ALIKE.encode() in content
        assert b"geoBoundaries" in content


def test_a_hand_over_page_and_a_picture_name_the_licences_of_what_they_draw() -> None:
    atlas = atlas_of(ATLAS_ROWS)
    page = make_page(atlas)
    for layer in (districts()[place_id].layer for place_id in (KHANAQIN, SEYHAN)):
        assert layer.source in page
        assert str(layer.year) in page
        assert LICENCE_ADDRESSES[layer.licence] in page
    assert "shares them alike" in page
    credit = "Districts: geoBoundaries, Iraq (CC BY 3.0 IGO); Turkey (ODbL 1.0)."
    assert credit in draw_map(atlas, Selection(), PictureOptions(Size(), PALETTES["light"])).decode()
    assert "geoBoundaries" not in make_page(atlas_of([{}]))


def test_the_map_names_where_districts_come_from() -> None:
    assert "geoBoundaries" in DISTRICTS_CREDIT


@pytest.mark.parametrize("boundary_id", district_layers())
def test_every_layer_is_credited(boundary_id: str) -> None:
    layer = district_layers()[boundary_id]
    own = next(each for each in districts().values() if each.layer is layer)
    for area_id in (own.place_id, f"part:north:{own.place_id}", f"near:{own.place_id}"):
        assert layer.licence in credit_of(area_id)
        assert credit_districts([area_id]) == f"Districts: geoBoundaries, {layer.countries[0]} ({layer.licence})."


def test_what_is_no_district_needs_no_credit() -> None:
    assert credit_districts(["ne0:IRQ", "gb:1", ""]) == ""
    assert credit_of("near:faultline:quetta") == ""


@pytest.mark.parametrize(
    ("query", "incidents"),
    [
        ("place=Khanaqin District", {"iraq", "again"}),
        (f"place={SEYHAN}", {"turkey"}),
        ("place=Diyala", {"iraq", "again"}),
        ("place=northern Khanaqin District", set()),
        ("place=northern Khanaqin District&inside=possible", {"iraq", "again"}),
        ("place=Al-Karkh District&inside=possible", set()),
    ],
)
def test_a_filter_on_a_place_takes_the_rows_that_are_known_to_a_district_in_it(query: str, incidents: set[str]) -> None:
    results = select(ROWS, query)
    assert set(results.rows(0, len(results))["incident_id"]) == incidents
