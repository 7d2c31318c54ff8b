"""A position in another province than the row names is shown, unless our outline is what is wrong."""

import pandas as pd
import pytest

from geo.ingest.checks.province_checks import find_equal_coordinates, find_other_provinces
from geo.ingest.provider import Crosswalk

QUETTA, LAHORE, GWADAR = (30.18, 67.0), (31.55, 74.35), (25.12, 62.33)


def crosswalk(*rows: tuple[tuple[float, float], str, str], precision: str = "exact") -> Crosswalk:
    cells = pd.DataFrame(
        {
            "latitude": [point[0] for point, _, _ in rows],
            "longitude": [point[1] for point, _, _ in rows],
            "admin1": pd.Series([province for _, province, _ in rows], dtype="str"),
            "country": pd.Series([country for _, _, country in rows], dtype="str"),
            "place_precision": precision,
        }
    ).set_axis(range(2, len(rows) + 2))
    return Crosswalk(cells, {"admin1": "Province", "latitude": "Lat"})


def test_a_row_far_outside_its_province_is_found_and_stays() -> None:
    (finding,) = find_other_provinces(
        crosswalk(
            (QUETTA, "Balochistan", "Pakistan"), (LAHORE, "Balochistan", "Pakistan"), (LAHORE, "Punjab", "Pakistan")
        )
    )
    assert (list(finding.rows), finding.column) == ([3], "Province")
    assert "1 row lies more than 25 km outside" in finding.text
    assert finding.examples == ("31.55, 74.35: Balochistan",)


def test_every_spelling_of_a_province_is_compared() -> None:
    (finding,) = find_other_provinces(crosswalk((LAHORE, "Baluchistan province", "Pakistan")))
    assert list(finding.rows) == [2]


def test_what_is_no_province_that_we_know_is_not_compared() -> None:
    rows = ((LAHORE, "Former Eastern Command", "Pakistan"), (LAHORE, "", "Pakistan"), (LAHORE, "Balochistan", ""))
    assert find_other_provinces(crosswalk(*rows)) == ()


def test_a_province_with_most_of_its_rows_outside_has_other_borders() -> None:
    outside, inside = (LAHORE, "Balochistan", "Pakistan"), (QUETTA, "Balochistan", "Pakistan")
    assert find_other_provinces(crosswalk(outside, outside, outside, inside)) == ()
    (finding,) = find_other_provinces(crosswalk(outside, inside, inside, inside))
    assert list(finding.rows) == [2]


def test_the_border_and_the_sea_are_no_other_province() -> None:
    off_gwadar = (24.95, 62.33)
    assert find_other_provinces(crosswalk((off_gwadar, "Balochistan", "Pakistan"))) == ()
    assert find_other_provinces(crosswalk((LAHORE, "Balochistan", "Pakistan"), precision="sea_air")) == ()


def test_rows_in_doubt_already_are_not_found_twice() -> None:
    assert find_other_provinces(crosswalk((LAHORE, "Balochistan", "Pakistan")), [2]) == ()


def test_one_number_for_both_coordinates_is_a_copied_cell() -> None:
    rows = [(point, "", "") for point in ((33.51, 33.51), (0.0, 0.0), (30.0, 30.0), (33.51, 36.27))]
    (finding,) = find_equal_coordinates(crosswalk(*rows))
    assert (list(finding.rows), finding.column, finding.examples) == ([2], "Lat", ("33.51",))


@pytest.mark.parametrize(
    ("point", "province", "country"),
    [
        ((33.0, 70.07), "Khyber Pakhtunkhwa", "Pakistan"),  # Miranshah
        ((33.0, 70.07), "KPK", "Pakistan"),
        ((17.385, 78.487), "Andhra Pradesh", "India"),  # Hyderabad
        ((34.1526, 77.577), "Jammu and Kashmir", "India"),  # Leh
        ((33.5, 36.3), "Rif Dimashq", "Syria"),
    ],
)
def test_a_province_holds_those_that_are_counted_to_it(point: tuple[float, float], province: str, country: str) -> None:
    assert find_other_provinces(crosswalk((point, province, country))) == ()
    (finding,) = find_other_provinces(crosswalk((QUETTA, province, country)))
    assert list(finding.rows) == [2]
