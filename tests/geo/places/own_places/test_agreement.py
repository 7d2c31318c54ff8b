"""A name by the gazetteer and by own rows: own ones come before guesses, and contradictions are stated."""

import pytest

from geo import places
from geo.errors import PlaceNotFound
from geo.places import Hints, chances, resolve, resolve_or_none
from geo.places.own_places import OwnPlaces
from geo.places.place import CONTESTED
from tests.geo.places.own_places.own_rows import Row, make_rows, make_table, own_places

SOHR: Row = ("Sohr Kalay", "Pakistan", 66.9, 30.2)
FAR: Row = ("Sohr Kalay", "Pakistan", 70.1, 33.2)
ZAHEDAN: Row = ("Zahedan", "Iran", 60.86, 29.5)
ELSEWHERE: Row = ("Zahedan", "Iran", 55.0, 30.0)


def test_a_name_that_only_own_rows_have_is_at_their_point() -> None:
    place = resolve("Sohr Kalay", country="Pakistan", own_places=own_places(make_rows(SOHR, SOHR, SOHR)))
    assert (place.point.x, place.point.y, place.precision) == (66.9, 30.2, "exact")
    assert place.because == "3 rows of Survey place it here"
    assert place.confidence == chances.chance("country", "data")


def test_without_own_rows_nothing_is_known_of_it() -> None:
    assert resolve("Sohr Kalay", own_places=own_places(make_rows(SOHR))).evidence == "data"
    with pytest.raises(PlaceNotFound):
        resolve("Sohr Kalay")


def test_a_place_that_rows_only_lie_near_is_a_circle() -> None:
    place = resolve("Sohr Kalay", own_places=own_places(make_rows(SOHR, precision="near")))
    assert (place.precision, place.radius_km) == ("near", 25.0)
    assert place.shape is not None


def test_rows_that_lie_apart_within_a_district_make_a_circle_around_the_commonest() -> None:
    rows = make_rows(SOHR, SOHR, ("Sohr Kalay", "Pakistan", 67.05, 30.2))
    place = resolve("Sohr Kalay", own_places=own_places(rows))
    assert place.precision == "near"
    assert place.shape is not None
    assert place.radius_km == pytest.approx(14.4, abs=0.1)


def test_distant_rows_are_contested_alternatives() -> None:
    place = resolve("Sohr Kalay", country="Pakistan", own_places=own_places(make_rows(SOHR, SOHR, FAR)))
    assert place.point.x == 66.9
    assert place.because == "2 rows of Survey place it here; but 1 row of Survey places it 450 km away"
    assert place.evidence == "contested"
    assert [round(places.place_from_id(other).point.x, 1) for other in place.alternatives] == [70.1]


def test_a_name_spelt_exactly_in_own_rows_goes_before_a_guess_by_spelling() -> None:
    guess = resolve("Zahedaan", country="Iran")
    assert guess.evidence in ("sound", "spelling")
    place = resolve("Zahedaan", country="Iran", own_places=own_places(make_rows(("Zahedaan", "Iran", 55.0, 30.0))))
    assert place.point.x == 55.0
    assert guess.place_id in place.alternatives


def test_rows_outside_of_what_was_stated_are_left_out() -> None:
    own = own_places(make_rows(SOHR))
    for country, admin1 in (("Iran", None), ("Pakistan", "Sindh"), ("Pakistan", "Balochistan")):
        place = resolve_or_none("Sohr Kalay", Hints(country=country, admin1=admin1, own_places=own))
        assert (place is not None and place.evidence == "data") == (admin1 == "Balochistan")


def test_where_gazetteer_and_rows_agree_the_gazetteer_answers_and_says_so() -> None:
    place = resolve("Zahedan", country="Iran", own_places=own_places(make_rows(ZAHEDAN, ZAHEDAN)))
    alone = resolve("Zahedan", country="Iran")
    assert (place.place_id, place.confidence, place.evidence) == (alone.place_id, alone.confidence, alone.evidence)
    assert place.because == f"{alone.because}; 2 rows of Survey place it here too"


def test_data_that_do_not_have_the_name_change_nothing() -> None:
    for name, country in (("Zahedan", None), ("Zahedan", "Iran"), ("Zahedaan", "Iran"), ("northern Iraq", None)):
        hints = Hints(country=country, own_places=own_places(make_rows(SOHR)))
        with_data, without = resolve_or_none(name, hints), resolve_or_none(name, Hints(country=country))
        assert with_data is not None
        assert without is not None
        assert (with_data.place_id, with_data.confidence, with_data.because) == (
            without.place_id,
            without.confidence,
            without.because,
        )


def test_rows_elsewhere_never_move_a_known_place_but_are_stated() -> None:
    alone = resolve("Zahedan", country="Iran")
    place = resolve("Zahedan", country="Iran", own_places=own_places(make_rows(ELSEWHERE)))
    assert place.place_id == alone.place_id
    assert place.because.endswith("; but 1 row of Survey places it 569 km away")
    assert places.place_from_id(place.alternatives[0]).point.x == 55.0
    assert place.confidence == alone.confidence


def test_many_rows_elsewhere_make_a_known_place_doubtful() -> None:
    place = resolve("Zahedan", country="Iran", own_places=own_places(make_rows(*[ELSEWHERE] * 3)))
    assert place.confidence == chances.chance("country", "contested") < 0.8


def test_of_namesakes_that_are_as_likely_rows_choose_one() -> None:
    alone = resolve("San José", country="Guatemala")
    assert alone.evidence in CONTESTED
    other = next(other for other in map(places.place_from_id, alone.alternatives) if other.country == "Guatemala")
    rows = make_rows(("San José", "Guatemala", other.point.x, other.point.y))
    place = resolve("San José", country="Guatemala", own_places=own_places(rows))
    assert place.point.distance(other.point) < 0.3
    assert place.evidence == "data"
    assert place.because.startswith("1 row of Survey places it here")


def test_what_two_tables_have_in_one_place_is_added() -> None:
    own = OwnPlaces((make_table(make_rows(SOHR, dataset="Mine")), make_table(make_rows(SOHR, SOHR, dataset="ACLED"))))
    assert resolve("Sohr Kalay", own_places=own).because == "3 rows of ACLED and Mine place it here"


def test_a_name_in_a_text_is_the_bearer_in_a_country_of_the_text() -> None:
    own = own_places(make_rows(("Tor Dara", "Pakistan", 66.9, 30.2), *[("Tor Dara", "Iran", 60.9, 29.6)] * 5))
    text = "Officials in Pakistan said that two men were shot in Tor Dara, a village in Balochistan, Pakistan."
    assert resolve("Tor Dara", text=text, own_places=own).country == "Pakistan"


def test_the_identifier_leads_back_without_the_data_and_has_no_name_in_it() -> None:
    place = resolve("Sohr Kalay", own_places=own_places(make_rows(SOHR)))
    back = places.place_from_id(place.place_id)
    assert "Sohr" not in place.place_id
    assert (back.point, back.radius_km, back.precision, back.admin1) == (
        place.point,
        place.radius_km,
        place.precision,
        place.admin1,
    )


@pytest.mark.parametrize(
    "place_id",
    [
        "own:",
        "own:1,2,3",
        "own:500.00000,30.00000,2.0",
        "own:66.90000,30.20000,0.1",
        "own:66.90000,30.20000,99.0",
        "own:<b>",
    ],
)
def test_what_is_no_identifier_is_refused(place_id: str) -> None:
    with pytest.raises(PlaceNotFound):
        places.place_from_id(place_id)
