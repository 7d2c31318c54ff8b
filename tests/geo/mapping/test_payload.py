import base64
import json
import re

import geopandas as gpd
import pandas as pd
import pytest

from geo import incidents
from geo.atlas import Atlas
from geo.mapping import canvas, payload
from geo.selection import Selection


def test_the_counts_add_up_to_the_selection(small: gpd.GeoDataFrame, bundled: Atlas) -> None:
    for rows in (small, bundled.incidents, incidents.empty()):
        drawn = payload.drawn(rows)
        assert drawn.as_points + drawn.as_areas + drawn.unplaced + drawn.beyond_limit == drawn.selected == len(rows)
        assert len(payload.payload(rows, Selection())["incidents"]) == drawn.as_points + drawn.as_areas


def test_it_is_json_without_nan(small: gpd.GeoDataFrame) -> None:
    json.dumps(payload.payload(small, Selection()), allow_nan=False)


def test_areas_share_one_shape(bundled: Atlas) -> None:
    told = payload.payload(bundled.incidents, Selection())
    shared = [each["shape"] for each in told["incidents"] if each["shape"]]
    assert len(shared) == 6
    assert sorted(shape["key"] for shape in told["shapes"]) == sorted(set(shared))
    assert {each["symbol"] for each in told["incidents"] if each["shape"]} == {"area"}


def test_a_province_and_a_country_have_shapes_without_an_identifier(small: gpd.GeoDataFrame) -> None:
    rows = small[small["incident_id"] == "month"].assign(place_id=None)
    told = payload.payload(rows, Selection())
    assert told["shapes"][0]["name"] == "Balochistan"
    country = payload.payload(rows.assign(place_precision="country"), Selection())
    assert country["shapes"][0]["name"] == "Pakistan"


def test_above_the_limit_the_latest_are_drawn_and_the_rest_counted(small: gpd.GeoDataFrame) -> None:
    one = small[small["incident_id"] == "day"]
    many = pd.concat([one] * (payload.MOST_DRAWN + 5), ignore_index=True).assign(
        incident_id=[f"i{number}" for number in range(payload.MOST_DRAWN + 5)]
    )
    drawn = payload.drawn(many)
    assert (drawn.as_points, drawn.beyond_limit) == (payload.MOST_DRAWN, 5)
    assert payload.payload(many, Selection())["incidents"][0]["id"] == "i5"


def test_a_drawn_area_is_drawn_again_from_the_selection(small: gpd.GeoDataFrame) -> None:
    told = payload.payload(small, Selection.from_query("bbox=170,-20,-170,-10"))
    assert told["ring"] == [(170.0, -20.0), (190.0, -20.0), (190.0, -10.0), (170.0, -10.0)]
    assert payload.payload(small, Selection.from_query("around=1,2,3"))["around"] == (1.0, 2.0, 3.0)


@pytest.mark.parametrize("text", ["{{7*191}}", "{% print 'x' * 9 %}", "{# c", "`${1}`", "</script>", "\\`", "\u2028"])
def test_folium_sees_no_user_text(small: gpd.GeoDataFrame, text: str) -> None:
    rows = small.assign(title=f"AAA{text}ZZZ", place_name=text)
    made = canvas.atlas_map()
    canvas.incidents_layer(payload.payload(rows, Selection.from_query(f"q={text}"))).add_to(made)
    rendered = made.get_root().render()
    assert "AAA" not in re.sub(r'"[A-Za-z0-9+/=]{40,}"', "", rendered)
    assert "1337" not in re.sub(r'"[A-Za-z0-9+/=]{40,}"', "", rendered)
    carried = [base64.b64decode(found) for found in re.findall(r'Faultline\.show\([^"]*"([A-Za-z0-9+/=]+)"', rendered)]
    assert json.loads(carried[0])["incidents"][0]["title"] == f"AAA{text}ZZZ"


def test_the_map_asks_only_its_own_server() -> None:
    made = canvas.atlas_map()
    links = [link for _, link in (*made.default_js, *made.default_css)]
    assert [link for link in links if not link.startswith("/assets/")] == []
