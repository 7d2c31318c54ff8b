"""Every place that the reports name, in all the spellings that they use, and the ways of saying roughly where."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from geo.core import boundaries
from geo.core.geodesy import area_km2, geodesic_km
from geo.errors import PlaceNotFound
from geo.places import Hints, derived_shapes, place_from_id, resolve, resolve_or_none
from geo.places.gazetteer.name_normalization import normalize_name, strip_generic
from tests.thoroughness import count

# name, stated country, precision, country, province, longitude, latitude, within km
PLACES = [
    ("Balochistan", None, "admin1", "Pakistan", "Balochistan", 65.5, 28.0, 120),
    ("Baluchistan province", None, "admin1", "Pakistan", "Balochistan", 65.5, 28.0, 120),
    ("Sistan and Balochistan", None, "admin1", "Iran", "Sistan and Baluchestan", 60.6, 27.9, 120),
    ("Sistan-o Baluchestan", None, "admin1", "Iran", "Sistan and Baluchestan", 60.6, 27.9, 120),
    ("Sistan-Baluchestan", "Iran", "admin1", "Iran", "Sistan and Baluchestan", 60.6, 27.9, 120),
    ("eastern Sistan", None, "admin1", "Iran", "Sistan and Baluchestan", 60.6, 27.9, 120),
    ("northern Iraq", None, "region", "Iraq", None, 43.4, 35.6, 130),
    ("southeastern Iran", None, "region", "Iran", None, 58.5, 29.0, 150),
    ("south-eastern Iran", None, "region", "Iran", None, 58.5, 29.0, 150),
    ("a police station in southeastern Iran", None, "region", "Iran", None, 58.5, 29.0, 150),
    ("southwestern Balochistan", None, "region", "Pakistan", "Balochistan", 64.0, 27.0, 120),
    ("the Jalg crossing", None, "near", "Iran", "Sistan and Baluchestan", 62.8, 27.6, 25),
    ("near the Pakistani border", "Iran", "region", "Iran", None, 62.5, 27.6, 150),
    ("the Iran-Pakistan border", None, "region", None, None, 62.8, 27.7, 60),
    ("the Pakistan–Iran border", None, "region", None, None, 62.8, 27.7, 60),
    ("border between Iran and Pakistan", None, "region", None, None, 62.8, 27.7, 60),
    ("Iran's southeastern border", None, "region", None, None, 61.8, 29.5, 300),
    ("Islamabad", None, "exact", "Pakistan", "Islamabad Capital Territory", 73.05, 33.70, 8),
    ("Tehran", None, "exact", "Iran", "Tehran", 51.42, 35.69, 8),
    ("Baghdad", None, "exact", "Iraq", "Baghdad", 44.38, 33.33, 8),
    ("Davos, Switzerland", None, "exact", "Switzerland", "Grisons", 9.83, 46.80, 8),
    ("Gaza Strip", None, "admin1", "Palestine", "Gaza Strip", 34.4, 31.4, 20),
    ("Syria", None, "country", "Syria", None, 38.5, 35.0, 80),
    ("Afghanistan", None, "country", "Afghanistan", None, 66.0, 33.8, 100),
    ("Saudi Arabia", None, "country", "Saudi Arabia", None, 44.5, 24.0, 150),
    ("China", None, "country", "China", None, 103.8, 36.5, 250),
    ("30 km south of Quetta", None, "near", "Pakistan", "Balochistan", 67.0, 29.91, 10),
    ("near Quetta", None, "near", "Pakistan", "Balochistan", 67.0, 30.18, 5),
    ("Punjab", "India", "admin1", "India", "Punjab", 75.4, 30.9, 40),
    ("Punjab", "Pakistan", "admin1", "Pakistan", "Punjab", 72.3, 31.2, 80),
    ("تهران", None, "exact", "Iran", "Tehran", 51.42, 35.69, 8),
]


@pytest.mark.parametrize(
    ("name", "stated_country", "precision", "country", "admin1", "longitude", "latitude", "within_km"), PLACES
)
def test_a_name_leads_to_its_place(
    name: str,
    stated_country: str | None,
    precision: str,
    country: str | None,
    admin1: str | None,
    longitude: float,
    latitude: float,
    within_km: float,
) -> None:
    place = resolve(name, country=stated_country)
    assert (place.precision, place.country, place.admin1) == (precision, country, admin1)
    assert geodesic_km(place.point, Point(longitude, latitude)) <= within_km
    assert place.radius_km > 0
    assert place.because
    assert (place.shape is None) == (precision == "exact")


@pytest.mark.parametrize("name", [row[0] for row in PLACES])
def test_an_identifier_leads_back(name: str) -> None:
    place = resolve(name)
    again = place_from_id(place.place_id)
    assert again.point.equals(place.point)
    assert (again.precision, again.country, again.radius_km) == (place.precision, place.country, place.radius_km)


def test_what_else_a_name_could_mean_is_listed() -> None:
    assert resolve("Punjab", country="India").alternatives == ("ne1:PAK-1113",)
    assert "Pakistan" in resolve("Punjab", country="Pakistan").because


def test_a_place_is_supported_by_what_is_said_with_it() -> None:
    assert resolve("Punjab", country="India").is_supported
    assert not resolve("Quetta").is_supported


def test_hints_are_the_keywords_of_resolve() -> None:
    hints = Hints(country="Afghanistan", beside=("Zaranj",))
    place = resolve_or_none("Khash", hints)
    assert place is not None
    assert place.place_id == resolve("Khash", country="Afghanistan", beside=["Zaranj"]).place_id
    assert place.country == "Afghanistan"
    assert resolve_or_none("Blorptown", hints) is None


@pytest.mark.parametrize(
    "name", ["", "   ", "x" * 10_000, "\x00\u202e", "😀", "{{7*7}}", "near", "border", "0 km of", "a" * 199 + ","]
)
def test_what_is_no_place_raises_place_not_found(name: str) -> None:
    with pytest.raises(PlaceNotFound):
        resolve(name)


def test_a_misspelling_is_resolved_with_a_confidence() -> None:
    place = resolve("Quettta", country="Pakistan")
    assert place.name == "Quetta"
    assert 0 < place.confidence < resolve("Quetta", country="Pakistan").confidence
    assert 0.8 < place.agreement < 1
    assert "spelt like Quetta" in place.because


def test_a_misspelling_without_any_hint_is_offered_and_doubtful_with_its_country() -> None:
    assert resolve("Quettta", country="Pakistan").confidence < 0.5
    with pytest.raises(PlaceNotFound, match=r"Nearest spelling.*Quetta"):
        resolve("Quettta")


def test_an_unknown_name_offers_the_nearest_spellings() -> None:
    with pytest.raises(PlaceNotFound, match=r"Nearest spelling: Quetta"):
        resolve("Quexxttxa")


@pytest.mark.parametrize(
    ("nearest", "message"),
    [((), "known. Try"), (("Quetta",), "Nearest spelling: Quetta. Try"), (("A", "B"), "Nearest spellings: A; B. Try")],
)
def test_the_message_is_right_for_none_one_and_several_spellings(nearest: tuple[str, ...], message: str) -> None:
    assert message in str(PlaceNotFound("Qx", nearest=nearest))


@pytest.mark.parametrize(
    "place_id", ["", "ne0:XXX", "ne1:", "part:up:ne0:IRN", "near:nothing", "offset:a:b:c", "border:IRN:ZZZ:side:QQQ"]
)
def test_an_invalid_identifier_raises_place_not_found(place_id: str) -> None:
    with pytest.raises(PlaceNotFound):
        place_from_id(place_id)


@pytest.mark.parametrize("country", ["Iran", "Iraq", "Pakistan", "Turkey"])
@pytest.mark.parametrize("direction", [*derived_shapes.BEARINGS, derived_shapes.CENTRE])
def test_a_part_lies_inside_and_has_two_fifths_of_the_area(country: str, direction: str) -> None:
    whole = boundaries.country_shape(country)
    assert whole is not None
    part = place_from_id(f"part:{direction}:{resolve(country).place_id}")
    assert part.shape is not None
    assert part.shape.difference(whole.buffer(1e-6)).area < 1e-6
    # On the globe; the rule cuts in a plane.
    low, high = 0.395, 0.405
    assert low <= area_km2(part.shape) / area_km2(whole) <= high
    assert part.shape.covers(part.point)


def test_a_border_strip_stays_on_its_side() -> None:
    strip, iran = resolve("near the Pakistani border", country="Iran").shape, boundaries.country_shape("Iran")
    assert strip is not None
    assert iran is not None
    assert strip.difference(iran.buffer(1e-6)).area < 1e-6
    assert shapely.distance(strip, boundaries.country_shape("Pakistan")) < 1e-6


@settings(deadline=None, max_examples=count(100, 300))
@given(st.text(max_size=60))
def test_normalizing_a_name_twice_changes_nothing(name: str) -> None:
    assert normalize_name(normalize_name(name)) == normalize_name(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sistan va Baluchestan", "Sistan and Balochistan"), ("Ar-Raqqah", "Raqqah"), ("Rāsak", "rasak"), ("Zahedan City", "ZAHEDAN"), ("Dar`a", "Dara")],
)  # fmt: skip
def test_two_spellings_have_one_normalized_name(one: str, other: str) -> None:
    assert strip_generic(one) == strip_generic(other)
