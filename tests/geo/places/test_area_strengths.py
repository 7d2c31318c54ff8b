"""What areas add, with a few changes for one name, is what a copy with these changes would be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places.area_strengths import AreaStrengths

AREAS = st.sampled_from(["Iran", "Iraq", "Oman", "Chad", "Peru"])
SHARED = st.dictionaries(AREAS, st.floats(0.5, 9))
CHANGES = st.dictionaries(AREAS, st.one_of(st.just(0.0), st.floats(0.5, 9)))


@given(SHARED, CHANGES)
def test_they_are_a_copy_with_the_changes(shared: dict[str, float], changes: dict[str, float]) -> None:
    copy = {area: strength for area, strength in (shared | changes).items() if strength}
    layered = AreaStrengths(shared, changes)
    assert list(layered.items()) == list(copy.items())
    assert len(layered) == len(copy)
    assert all(layered.get(area, 0.0) == copy.get(area, 0.0) for area in ["Iran", "Iraq", "Oman", "Chad", "Peru"])


@given(SHARED, CHANGES, CHANGES)
def test_layers_on_layers_are_a_copy_of_a_copy(
    shared: dict[str, float], first: dict[str, float], second: dict[str, float]
) -> None:
    copy = {area: strength for area, strength in (shared | first | second).items() if strength}
    assert dict(AreaStrengths(AreaStrengths(shared, first), second)) == copy


def test_an_area_that_adds_nothing_is_not_in_them() -> None:
    layered = AreaStrengths({"Iran": 2.0, "Iraq": 1.0}, {"Iran": 0.0})
    assert "Iran" not in layered
    with pytest.raises(KeyError):
        layered["Iran"]
