"""Towns at borders are counted to the country and the province that GeoNames has for them."""

import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import boundaries
from geo.places.gazetteer.border_towns import settle_countries, settle_provinces

COLUMNS = ["country", "admin1", "longitude", "latitude", "claimed"]


def _table(*rows: tuple[str, str, float, float, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS)


def test_a_town_on_a_coarse_border_is_of_the_country_that_geonames_counts_it_to() -> None:
    settled = settle_countries(_table(("Mexico", "Chihuahua", -106.487, 31.759, "United States of America")))
    assert settled[["country", "admin1", "claimed"]].to_numpy().tolist() == [["United States of America", "Texas", ""]]


def test_a_town_deep_in_another_country_keeps_both() -> None:
    settled = settle_countries(_table(("Russia", "Crimea", 34.1, 44.95, "Ukraine")))
    assert settled[["country", "claimed"]].to_numpy().tolist() == [["Russia", "Ukraine"]]


def test_where_two_countries_differ_on_the_border_a_town_near_it_is_of_either() -> None:
    deep = [("Palestine", "West Bank", 35.2 + step / 100, 32.1, "Israel") for step in range(5)]
    near = ("Israel", "Jerusalem", 35.217, 31.772, "Palestine")
    last = settle_countries(_table(*deep, near)).iloc[-1]
    assert {last["country"], last["claimed"]} == {"Israel", "Palestine"}
    alone = settle_countries(_table(near)).iloc[-1]
    assert (alone["country"], alone["claimed"]) == ("Palestine", "")


def test_a_town_on_a_coarse_border_is_of_the_province_that_its_code_means() -> None:
    inside = [("Syria", "Hama", 36.7 + step / 100, 35.15, "") for step in range(4)]
    others = [("Syria", "Idlib", 36.6 + step / 100, 35.9, "") for step in range(4)]
    edge = boundaries.province_shape("Hama", "Syria").boundary.intersection(  # type: ignore[union-attr]
        boundaries.province_shape("Idlib", "Syria").boundary  # type: ignore[union-attr]
    )
    point = edge.interpolate(0.5, normalized=True) if edge.geom_type == "LineString" else edge.representative_point()
    table = _table(*inside, *others, ("Syria", "Idlib", point.x, point.y, ""))
    codes = pd.Series(["SY.05"] * 4 + ["SY.12"] * 4 + ["SY.05"])
    assert settle_provinces(table, codes)["admin1"].iloc[-1] == "Hama"
    far = table.assign(longitude=table["longitude"].mask(table.index == 8, 36.6), latitude=35.9)
    assert settle_provinces(far, codes)["admin1"].iloc[-1] == "Idlib"


def test_a_code_of_several_provinces_means_none() -> None:
    table = _table(("Syria", "Hama", 36.75, 35.13, ""), ("Syria", "Idlib", 36.63, 35.93, ""))
    assert settle_provinces(table, pd.Series(["SY.1", "SY.1"]))["admin1"].tolist() == ["Hama", "Idlib"]


@pytest.mark.parametrize("codes", [["", ""], ["SY.05", "SY.12"]])
def test_what_is_not_at_a_border_stays(codes: list[str]) -> None:
    table = _table(("Syria", "Hama", 36.75, 35.13, ""), ("Syria", "Idlib", 36.63, 35.93, ""))
    pd.testing.assert_frame_equal(
        settle_provinces(settle_countries(table), pd.Series(codes)).astype("object"), table.astype("object")
    )


@settings(max_examples=25, deadline=None)
@given(
    st.floats(-105.5, -98.0),
    st.floats(26.0, 31.9),
    st.sampled_from(["Mexico", "United States of America"]),
)
def test_a_settled_town_lies_in_its_country_or_within_five_kilometres(x: float, y: float, claimed: str) -> None:
    country = "Mexico" if claimed != "Mexico" else "United States of America"
    settled = settle_countries(_table((country, "", x, y, claimed))).iloc[0]
    outline = boundaries.country_shape(claimed)
    assert outline is not None
    is_near = outline.distance(shapely.Point(x, y)) <= 0.05
    assert (settled["country"] == claimed) == is_near
