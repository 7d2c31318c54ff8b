"""Words that say what a spot is, or that nobody knows, are no names of places; names that hold them are."""

import pytest

from geo.ingest.checks.placeless import is_placeless

PLACELESS = (
    *("Hospital", "Road", "Unknown", "Target", "-do-", "“", "?????", ".", "12", "N/A", "various locations", "Other"),
    *("police station", "Main Road", "near the border", "Old City", "not specified", "AIRPORT", "x", "-", "1,1", "  "),
    *("Hôpital", "lieu inconnu", "en route", "carretera", "sin especificar", "مستشفى", "غير معروف", "نامشخص", "جاده"),
    *("market area", "house", "Office", "ditto", "same", "multiple", "Downtown", "roadside", "district", "n.a."),
)
PLACES = (
    *("Quetta", "Bo", "Ur", "Border Town of Chaman", "Airport Road, Kabul", "Old Fangak", "Market Rasen", "Roadtown"),
    *(
        "Hub",
        "Base Khel",
        "Camp Ashraf",
        "Kech District",
        "الموصل",
        "مستشفى الشفاء",
        "Sar-e Pol",
        "Hôpital Saint-Louis",
    ),
    *("Northern Iraq", "Port Said", "Mina", "La Paz", "Villa Nueva", "Río Negro", "زاهدان", "بغداد", "Bus Qala"),
)


@pytest.mark.parametrize("name", PLACELESS)
def test_words_that_no_place_is_called_by_lead_nowhere(name: str) -> None:
    assert is_placeless(name)


@pytest.mark.parametrize("name", PLACES)
def test_names_that_hold_such_words_are_looked_up(name: str) -> None:
    assert not is_placeless(name)


def test_a_name_of_a_megabyte_is_cut() -> None:
    assert is_placeless("road " * 200_000)
