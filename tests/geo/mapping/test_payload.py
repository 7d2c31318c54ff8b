import base64
import json
import re
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point
from shapely.geometry import shape

from geo.core import incidents
from geo.mapping import folium_map, payload
from geo.places.areas import area_from_id
from geo.storage.atlas import Atlas
from tests.tables import select


def payload_of(rows: gpd.GeoDataFrame, query: str = "") -> dict[str, Any]:
    return payload.build_payload(select(rows, query), "version")


def test_the_counts_add_up_to_the_selection(small: gpd.GeoDataFrame, bundled: Atlas) -> None:
    for rows in (small, bundled.incidents, incidents.empty()):
        counts = payload.draw_counts(select(rows))
        assert counts.drawn + counts.without_coordinates == counts.selected == len(rows)
        assert counts.drawn == rows["longitude"].notna().sum() == len(payload_of(rows)["incidents"])
        assert counts.exact == (rows["longitude"].notna() & (rows["place_precision"] == "exact")).sum()


def test_it_is_json_without_nan(small: gpd.GeoDataFrame) -> None:
    json.dumps(payload_of(small), allow_nan=False)


def test_areas_are_told_once_and_their_incidents_name_them(bundled: Atlas) -> None:
    data = payload_of(bundled.incidents)
    in_areas = [incident for incident in data["incidents"] if incident["shape"]]
    assert len(in_areas) == 6
    assert {area["area_id"] for area in data["incident_areas"]} == {incident["shape"] for incident in in_areas}
    assert sum(area["count"] for area in data["incident_areas"]) == 6
    assert {incident["symbol"] for incident in in_areas} == {"area"}


def test_what_is_known_to_a_province_names_the_province_and_no_town(small: gpd.GeoDataFrame) -> None:
    rows = small[small["incident_id"] == "month"].assign(place_id=None, place_name="Quetta")
    (incident,) = payload_of(rows)["incidents"]
    assert (incident["place"], incident["shape"]) == ("Balochistan", "ne1:PAK-1108")
    country = payload_of(rows.assign(place_precision=pd.Categorical(["country"])))
    assert country["incident_areas"][0]["name"] == "Pakistan"


def test_a_point_stands_in_each_area(bundled: Atlas) -> None:
    for area in payload_of(bundled.incidents)["incident_areas"]:
        outline = area_from_id(area["area_id"]).outline
        assert outline.buffer(0.001).contains(Point(area["longitude"], area["latitude"]))


@pytest.mark.parametrize(
    ("identifier", "killed", "contested"),
    [("day", [2, 2, 2], True), ("days", [11, 11, 11], False), ("week", [None, None, None], False),
     ("month", [91, 91, None], False), ("year", [27, 27, 30], False), ("west", [4, 4, 9], False)],
)  # fmt: skip
def test_an_incident_says_how_many_were_killed_and_what_is_unknown(
    small: gpd.GeoDataFrame, identifier: str, killed: list[int | None], *, contested: bool
) -> None:
    by_id = {incident["id"]: incident for incident in payload_of(small)["incidents"]}
    assert by_id[identifier]["killed"] == killed
    assert by_id[identifier]["contested"] is contested


def test_a_large_selection_brings_no_incidents_but_all_that_the_map_needs_to_ask(small: gpd.GeoDataFrame) -> None:
    rows = pd.concat([small[small["incident_id"] == "day"]] * (payload.MAX_EMBEDDED + 1), ignore_index=True)
    data = payload_of(rows)
    assert (data["incidents"], data["incident_areas"]) == (None, [])
    assert data["view"]["bounds"]
    assert len(data["density"]["labels"]) == len(data["density"]["colours"]["light"])
    assert len(json.dumps(data)) < 2_000
    assert len(payload_of(rows.iloc[1:])["incidents"]) == payload.MAX_EMBEDDED


def test_it_has_the_bars_of_all_days_whatever_the_window(small: gpd.GeoDataFrame) -> None:
    data = payload_of(small)["time"]
    n_dated = int(small["date_start"].notna().sum())
    for side in ("starts", "ends"):
        assert {len(row) for row in data[side].values()} == {len(data["edges"]) - 1}
        assert sum(map(sum, data[side].values())) == n_dated
    assert data["undated"] == len(small) - n_dated > 0
    assert data["window"] is None
    assert data["count"] == len(small)
    narrow = payload_of(small, "from=2012-05-01&to=2012-06-30")["time"]
    assert narrow == data | {"window": ["2012-05-01", "2012-06-30"], "count": 1}
    assert payload_of(small, "from=2024-01-16")["time"]["window"] == ["2024-01-16", None]
    assert payload_of(small, "actor=Nobody of that name")["time"] is None


def test_a_comparison_of_two_times_has_no_timeline_and_a_choropleth_has(small: gpd.GeoDataFrame) -> None:
    assert payload.build_payload(select(small), "version", {"sides": {}})["time"] is None
    assert payload.build_payload(select(small), "version", {"by": "country"})["time"]


def test_the_incidents_of_all_days_come_where_there_is_room(small: gpd.GeoDataFrame) -> None:
    whole = payload_of(small)
    narrow = payload_of(small, "from=2024-01-16&to=2024-01-16")
    assert whole["is_whole"]
    assert narrow["is_whole"]
    assert narrow["incidents"] == whole["incidents"]
    assert {incident["id"]: incident["days"] for incident in whole["incidents"]}["undated"] == ["", ""]
    many = pd.concat([small[small["incident_id"] == "day"]] * payload.MAX_EMBEDDED + [small], ignore_index=True)
    few = payload_of(many, "to=2024-01-15")
    assert not few["is_whole"]
    assert 0 < len(few["incidents"]) < len(small)


def test_a_drawn_area_is_drawn_again_from_the_selection(small: gpd.GeoDataFrame) -> None:
    data = payload_of(small, "bbox=170,-20,-170,-10")
    assert data["ring"] == [(170.0, -20.0), (190.0, -20.0), (190.0, -10.0), (170.0, -10.0)]
    assert payload_of(small, "around=1,2,3")["around"] == (1.0, 2.0, 3.0)


def box_of(query: str) -> list[float]:
    return [round(edge, 1) for edge in payload_of(incidents.empty(), query)["view"]["bounds"]]


def test_a_town_in_the_filter_is_a_circle_and_an_area_is_its_outline(small: gpd.GeoDataFrame) -> None:
    quetta, iraq = payload_of(small, "place=Quetta&place=northern+Iraq")["places"]
    assert quetta == {"outline": None, "circle": (67.0014, 30.1841, 2.0)}
    assert iraq["circle"] is None
    outline = shape(iraq["outline"])
    assert outline.contains(Point(44.0, 36.2))
    assert not outline.contains(Point(47.8, 30.5))


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 0), ("place=no+such+place+anywhere", 0), ("place=Quetta&place=quetta&place=faultline:quetta", 1)],
)
def test_a_place_is_drawn_once_and_an_unknown_name_not_at_all(small: gpd.GeoDataFrame, query: str, count: int) -> None:
    assert len(payload_of(small, query)["places"]) == count


@pytest.mark.parametrize(
    ("query", "box"),
    [
        ("place=Quetta", [67.0, 30.2, 67.0, 30.2]),
        ("place=northern+Iraq", [38.8, 33.4, 46.3, 37.4]),
        ("place=Quetta&place=northern+Iraq", [38.8, 30.2, 67.0, 37.4]),
        ("around=66.98,30.2,50", [66.5, 29.8, 67.5, 30.6]),
        ("bbox=170,-20,-170,-10", [170.0, -20.0, 190.0, -10.0]),
        ("area=60,25,65,25,65,30", [60.0, 25.0, 65.0, 30.0]),
    ],
)
def test_without_incidents_the_map_opens_on_the_area_of_the_filter(query: str, box: list[float]) -> None:
    assert box_of(query) == box


@pytest.mark.parametrize(
    ("query", "box"),
    [
        ("place=Fiji", [174.6, -21.7, 181.8, -12.5]),
        ("place=Russia", [19.6, 41.2, 191.0, 81.8]),
        ("place=United+States", [172.5, 19.0, 293.0, 71.4]),
    ],
)
def test_a_country_on_both_sides_of_the_antimeridian_stays_in_one_piece(query: str, box: list[float]) -> None:
    assert box_of(query) == box


@pytest.mark.parametrize("text", ["{{7*191}}", "{% print 'x' * 9 %}", "{# c", "`${1}`", "</script>", "\\`", "\u2028"])
def test_folium_sees_no_user_text(small: gpd.GeoDataFrame, text: str) -> None:
    rows = small.assign(title=f"AAA{text}ZZZ", place_name=text)
    map_ = folium_map.build_map(folium_map.map_config())
    folium_map.build_incident_layer(payload_of(rows, f"q={text}")).add_to(map_)
    rendered = map_.get_root().render()
    assert "AAA" not in re.sub(r'"[A-Za-z0-9+/=]{40,}"', "", rendered)
    assert "1337" not in re.sub(r'"[A-Za-z0-9+/=]{40,}"', "", rendered)
    payloads = [base64.b64decode(data) for data in re.findall(r'Faultline\.show\([^"]*"([A-Za-z0-9+/=]+)"', rendered)]
    assert json.loads(payloads[0])["incidents"][0]["title"] == f"AAA{text}ZZZ"


def test_the_map_asks_only_its_own_server() -> None:
    map_ = folium_map.build_map(folium_map.map_config())
    links = [link for _, link in (*map_.default_js, *map_.default_css)]
    assert [link for link in links if not link.startswith("/assets/")] == []
