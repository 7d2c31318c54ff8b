import pytest

from geo.errors import ValueRefused
from geo.query.filters import FILTER
from geo.query.filters.drawing import from_drawing, is_drawn
from geo.query.filters.spatial import MAX_CORNERS
from geo.query.selection import Selection
from tests.tables import incident_table


def feature(kind: str, coordinates: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


BOX = [[[60, 25], [60, 30], [65, 30], [65, 25], [60, 25]]]


@pytest.mark.parametrize(
    ("coordinates", "key", "value"),
    [
        (BOX, "bbox", (60.0, 25.0, 65.0, 30.0)),
        ([[[175, -5], [175, 5], [185, 5], [185, -5], [175, -5]]], "bbox", (175.0, -5.0, -175.0, 5.0)),
        ([[[420, 25], [420, 30], [425, 30], [425, 25], [420, 25]]], "bbox", (60.0, 25.0, 65.0, 30.0)),
        ([[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]], "area", ((0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0))),
        ([[[60, 25], [62, 30], [65, 25], [60, 25]]], "area", ((60.0, 25.0), (62.0, 30.0), (65.0, 25.0))),
        ([[[175, -5], [180, 5], [185, -5], [175, -5]]], "area", ((175.0, -5.0), (180.0, 5.0), (185.0, -5.0))),
        ([[[-185, -5], [-180, 5], [-175, -5], [-185, -5]]], "area", ((175.0, -5.0), (180.0, 5.0), (185.0, -5.0))),
        ([[[-200, -60], [-200, 70], [200, 70], [200, -60], [-200, -60]]], "bbox", (-180.0, -60.0, 180.0, 70.0)),
    ],
)
def test_a_drawing_becomes_a_filter_that_can_be_written(coordinates: object, key: str, value: object) -> None:
    result = from_drawing(feature("Polygon", coordinates))
    assert result == (key, value)
    assert FILTER[key].parse(FILTER[key].write(result[1])) == value


def test_what_is_no_area_is_refused() -> None:
    with pytest.raises(ValueRefused):
        from_drawing(feature("Point", [60, 25]))


@pytest.mark.parametrize(
    "corners",
    [
        [[-200, 0], [0, 60], [200, 0], [-200, 0]],
        [[number / 10, number % 2] for number in range(MAX_CORNERS + 2)] + [[10, 50], [0, 0]],
    ],
)
def test_what_cannot_be_taken_whole_is_refused_and_not_cut(corners: object) -> None:
    with pytest.raises(ValueRefused, match="corners"):
        from_drawing(feature("Polygon", [corners]))


def test_an_area_across_the_antimeridian_holds_what_lies_in_it() -> None:
    key, value = from_drawing(feature("Polygon", [[[170, -20], [170, -10], [190, -10], [195, -20], [170, -20]]]))
    longitudes = [175.0, 180.0, -180.0, -175.0, -160.0, 0.0, 165.0]
    points = incident_table(*(f"i{number},2024-01-16,-15,{x}" for number, x in enumerate(longitudes)))
    read = Selection.from_query(f"{key}={FILTER[key].write(value)[0]}")
    assert read.problems == ()
    assert list(read.apply(points)["longitude"]) == [175.0, 180.0, -180.0, -175.0]
    (clause,) = FILTER[key].clauses(value)
    assert clause.region
    assert clause.region.contains(*(points[name].to_numpy() for name in ("longitude", "latitude"))).sum() == 4


@pytest.mark.parametrize("corners", ["181,0,182,5,183,0", "-181,0,0,5,10,0", "-179,0,185,5,0,-5", "170,0,541,5,190,0"])
def test_corners_go_past_180_only_from_this_side_of_it_and_once_around(corners: str) -> None:
    with pytest.raises(ValueRefused):
        FILTER["area"].parse((corners,))


def test_only_what_was_drawn_is_a_drawing() -> None:
    assert is_drawn(feature("Polygon", BOX, drawn=True))
    assert not is_drawn(feature("Polygon", BOX))
    assert not is_drawn({"type": "Feature", "properties": None})
    assert not is_drawn(None)
