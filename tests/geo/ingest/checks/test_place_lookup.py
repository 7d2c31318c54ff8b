"""What a row says of its place: a district says how its name led to it, and how likely that is."""

import pytest

from geo.ingest.checks.place_lookup import look_up
from geo.ingest.checks.place_queries import PlaceQuery
from geo.places import chances
from geo.places.gazetteer.name_normalization import MAX_NAME_LENGTH


def of_district(name: str, admin1: str, country: str) -> PlaceQuery:
    return PlaceQuery("", name, admin1, country)


@pytest.mark.parametrize(
    ("name", "admin1", "evidence", "hints"),
    [
        ("Khanaqin", "Diyala", "sole", "province"),
        ("Khanaqin", "", "sole", "country"),
        ("Khanaqin", "Nowhere", "sole", "country"),
        ("Khanaqeen", "Diyala", "sound", "province"),
    ],
)
def test_a_district_has_the_chance_of_its_evidence(name: str, admin1: str, evidence: str, hints: str) -> None:
    place = look_up(of_district(name, admin1, "Iraq")).place
    assert place is not None
    assert (place.name, place.evidence) == ("Khanaqin District", evidence)
    assert place.confidence == chances.chance(hints, evidence) <= chances.MAX_CHANCE
    assert (place.agreement == 1) is (evidence == "sole")


def test_a_district_that_is_spelt_otherwise_says_so() -> None:
    assert look_up(of_district("Khanaqin", "Diyala", "Iraq")).is_certain
    result = look_up(of_district("Khanaqeen", "Diyala", "Iraq"))
    assert not result.is_certain
    assert result.warning.startswith("means Khanaqin District, Diyala, Iraq (possible, ")
    assert result.warning.endswith(" of 100 such names are right): sounds like Khanaqin")


def test_an_unlikely_district_gives_way_to_its_province() -> None:
    result = look_up(of_district("Khalaqin", "Diyala", "Iraq"))
    assert result.place is not None
    assert (result.place.name, result.precision) == ("Diyala", "admin1")
    assert result.proposal.startswith("gb:")
    assert "“Khalaqin” would mean Khanaqin District, Diyala, Iraq (doubtful, " in result.warning


@pytest.mark.parametrize(
    ("name", "precision"), [("Khanaqin", "admin2"), ("Khaanaqiin", "admin1"), ("Khalaqin", "admin1"), ("X", "admin1")]
)
def test_a_name_as_it_stands_is_no_misspelt_district(name: str, precision: str) -> None:
    result = look_up(of_district(name, "Diyala", "Iraq"), is_exact=True)
    assert result.precision == precision


@pytest.mark.parametrize("name", ["Merkez", "Merkez District", "Central District", "Center"])
@pytest.mark.parametrize("admin1", ["", "Nowhere"])
def test_what_any_seat_is_called_is_not_placed_without_its_province(name: str, admin1: str) -> None:
    result = look_up(of_district(name, admin1, "Turkey"))
    assert result.precision == "country"
    assert result.warning


def test_what_any_seat_is_called_is_a_district_with_its_province() -> None:
    place = look_up(of_district("Merkez", "Kars", "Turkey")).place
    assert place is not None
    assert place.name == "Kars merkez District"


@pytest.mark.parametrize("position", range(4))
def test_a_name_that_is_too_long_leads_nowhere(position: int) -> None:
    names = ["Khanaqin", "Khanaqin", "Diyala", "Iraq"]
    names[position] = "Diyala " * MAX_NAME_LENGTH
    assert look_up(PlaceQuery(*names)) == look_up(PlaceQuery(*names))
    alone = ["", "", "", ""]
    alone[position] = names[position]
    assert look_up(PlaceQuery(*alone)).place is None
