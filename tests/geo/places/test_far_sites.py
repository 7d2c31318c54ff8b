"""Plants, dams, mines and roads are called after a town from which they may lie far: its province, and no more."""

import pytest
import shapely

from geo.places import Hints, chances, resolve_or_none


@pytest.mark.parametrize(
    ("name", "country", "longitude", "latitude"),
    [
        ("Khmelnytskyi Nuclear Power Plant", "Ukraine", 26.65, 50.30),
        ("Rivne nuclear plant", "Ukraine", 25.89, 51.33),
        ("Zaporizhzhia nuclear power plant", "Ukraine", 34.59, 47.51),
        ("Kursk Nuclear Power Plant", "Russia", 35.61, 51.67),
        ("Smolensk Nuclear Power Plant", "Russia", 33.25, 54.17),
    ],
)
def test_a_plant_lies_where_its_name_leads(name: str, country: str, longitude: float, latitude: float) -> None:
    place = resolve_or_none(name, Hints(country=country))
    assert place is not None
    assert shapely.dwithin(place.shape or place.point, shapely.Point(longitude, latitude), 0.05)


@pytest.mark.parametrize("name", ["Goma road", "Goma mine", "Goma reservoir", "Goma quarry", "Goma pipeline"])
def test_what_lies_far_from_a_town_is_not_near_it(name: str) -> None:
    place = resolve_or_none(name, Hints(country="Democratic Republic of the Congo"))
    if place is not None:
        assert (place.kind, place.evidence) == ("province", "rewording")
        assert "may lie far off" in place.because
        assert chances.word_of(place.confidence) == "possible"


@pytest.mark.parametrize("name", ["Goma University", "Goma hospital", "Goma market"])
def test_what_lies_in_a_town_stays_near_it(name: str) -> None:
    place = resolve_or_none(name, Hints(country="Democratic Republic of the Congo"))
    assert place is not None
    assert (place.precision, place.evidence) == ("near", "site")
