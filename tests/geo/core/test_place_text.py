"""A province's row is called by its province, not by the town that its point lies in."""

import pytest

from geo.core.place_text import describe_place, place_names
from tests.tables import incident_table

COLUMNS = "place_name,admin2,admin1,country,place_precision"
CASES = [
    (
        "Quetta,,Balochistan,Pakistan,admin1",
        "Balochistan",
        "Balochistan, Pakistan (known to the province only; the source names Quetta)",
    ),
    ("Balochistan,,Balochistan,Pakistan,admin1", "Balochistan", "Balochistan, Pakistan (known to the province)"),
    ("BALOCHISTAN,,Balochistan,Pakistan,admin1", "Balochistan", "Balochistan, Pakistan (known to the province)"),
    (
        "Islamabad,,Islamabad,Pakistan,country",
        "Pakistan",
        "Pakistan (known to the country only; the source names Islamabad)",
    ),
    ("Pakistan,,,Pakistan,country", "Pakistan", "Pakistan (known to the country)"),
    ("southeastern Iran,,,Iran,region", "southeastern Iran", "southeastern Iran, Iran (known to the region)"),
    ("Quetta,Quetta,Balochistan,Pakistan,exact", "Quetta", "Quetta, Balochistan, Pakistan (exact)"),
    (",Panjgur,Balochistan,Pakistan,admin2", None, "Panjgur, Balochistan, Pakistan (known to the district)"),
]


@pytest.mark.parametrize(("cells", "name", "text"), CASES)
def test_a_place_is_called_by_what_is_known(cells: str, name: str | None, text: str) -> None:
    rows = incident_table(f"a,2024-01-16,30,67,{cells}", columns=COLUMNS)
    assert describe_place(rows.iloc[0]) == text
    assert (place_names(rows).iloc[0] if name else None) == name


def test_an_area_without_its_own_name_keeps_what_the_source_says() -> None:
    row = {
        "place_name": "the reed beds",
        "admin2": None,
        "admin1": None,
        "country": "Iraq",
        "place_precision": "admin1",
    }
    assert describe_place(row) == "the reed beds, Iraq (known to the province)"
