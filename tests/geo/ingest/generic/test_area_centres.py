"""The points that tables give for whole countries and provinces are told from those of towns."""

import pandas as pd
import pytest

from geo.core import boundaries
from geo.ingest.generic.area_centres import find_area_centres

# As map services give them: the middles of bounding boxes, with or without the territories that a country claims.
COUNTRY_CENTRES = {
    "Pakistan": (30.375321, 69.345116), "Syria": (34.802075, 38.996815), "Iraq": (33.223191, 43.679291),
    "Afghanistan": (33.93911, 67.709953), "Yemen": (15.552727, 48.516388), "Nigeria": (9.081999, 8.675277),
    "Iran": (32.427908, 53.688046), "Mali": (17.570692, -3.996166), "Lebanon": (33.854721, 35.862285),
}  # fmt: skip
TOWNS = [
    (33.5138, 36.2765), (36.2021, 37.1343), (30.1798, 66.9750), (34.5553, 69.2075), (33.8938, 35.5018),
    (15.3694, 44.191), (6.5244, 3.3792), (12.6392, -8.0029), (35.6892, 51.389), (33.3152, 44.3661), (26.0012, 63.0485),
]  # fmt: skip


def centres(*points: tuple[float, float]) -> list[str]:
    return list(find_area_centres(pd.DataFrame(points, columns=["latitude", "longitude"])).fillna(""))


@pytest.mark.parametrize("country", COUNTRY_CENTRES)
def test_the_middle_of_a_country_is_its_centre(country: str) -> None:
    assert centres(COUNTRY_CENTRES[country]) == ["country"]


def test_the_label_and_the_centroid_of_a_province_are_its_centre() -> None:
    row = boundaries.provinces().set_index("name").loc["Balochistan"]
    label, centroid = (
        (row["label_latitude"], row["label_longitude"]),
        (row.geometry.centroid.y, row.geometry.centroid.x),
    )
    assert centres(label, centroid) == ["admin1", "admin1"]


def test_towns_are_no_centres() -> None:
    assert centres(*TOWNS) == [""] * len(TOWNS)
