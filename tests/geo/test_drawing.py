import pytest

from geo.errors import ValueRefused
from geo.filters import FILTER
from geo.filters.drawing import from_drawing, is_drawn


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
    ],
)
def test_a_drawing_becomes_a_filter_that_can_be_written(coordinates: object, key: str, value: object) -> None:
    got = from_drawing(feature("Polygon", coordinates))
    assert got == (key, value)
    assert FILTER[key].parse(FILTER[key].write(got[1])) == value


def test_what_is_no_area_is_refused() -> None:
    with pytest.raises(ValueRefused):
        from_drawing(feature("Point", [60, 25]))


def test_only_what_was_drawn_is_a_drawing() -> None:
    assert is_drawn(feature("Polygon", BOX, drawn=True))
    assert not is_drawn(feature("Polygon", BOX))
    assert not is_drawn({"type": "Feature", "properties": None})
    assert not is_drawn(None)
