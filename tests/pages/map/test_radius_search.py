"""The search around a place: it shows what lies around or inside the very place that own rows say is meant."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from geo import places
from geo.places.own_places import NO_OWN_PLACES, OwnPlaces
from geo.query.filters.named_places import resolve_cached
from geo.query.selection import Selection
from pages.parts.frame import cache, notices, state
from pages.parts.frame.own_places import read_own_places
from pages.parts.map import radius_search
from tests.geo.places.own_places.own_rows import make_rows, own_places

SAN_JUAN = "San Juan"


@pytest.fixture(autouse=True)
def no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "remember_place", lambda *_: None)


def show(own: OwnPlaces, monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = SimpleNamespace(own_places=lambda **_: own)
    monkeypatch.setattr(cache, "get_atlas", lambda: atlas)


def search(name: str, own: OwnPlaces, monkeypatch: pytest.MonkeyPatch) -> Selection:
    show(own, monkeypatch)
    return radius_search._near_place(Selection(), name, 100)


def test_an_area_that_own_rows_choose_is_the_one_that_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    province = places.place_from_id("ne1:ARG-1273")
    own = own_places(make_rows((SAN_JUAN, "Argentina", province.point.x, province.point.y)))
    assert places.resolve(SAN_JUAN).place_id != province.place_id
    (value,) = search(SAN_JUAN, own, monkeypatch).get("place")
    place = resolve_cached(value)
    assert place is not None
    assert place.place_id == province.place_id


def test_an_area_that_the_filter_takes_a_name_for_is_called_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert search("northern Iraq", NO_OWN_PLACES, monkeypatch).get("place") == ("northern Iraq",)


def test_what_own_data_could_not_be_asked_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    monkeypatch.setattr(notices, "notify", lines.append)
    show(replace(NO_OWN_PLACES, notes=("The disk is gone.",)), monkeypatch)
    assert not read_own_places()
    assert lines == ["Some of your data could not be asked where places are: The disk is gone."]
