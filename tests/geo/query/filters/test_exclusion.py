"""Exclusions: how a value says that it excludes, and which rows stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.query.filters import exclude, is_excluded, strip_exclusion
from geo.query.filters.exclusion import excluded_names, included_names, name_of, value_of

NAMES = st.text(max_size=20) | st.text("!\\ a", max_size=8)


@pytest.mark.parametrize(
    ("value", "name", "excluded"),
    [
        ("Iran", "Iran", False),
        ("!Iran", "Iran", True),
        ("!!bang", "!bang", True),
        (r"\!bang", "!bang", False),
        (r"\\!bang", r"\!bang", False),
        (r"!\!bang", r"\!bang", True),
        (r"\server\share", r"\server\share", False),
        ("wow!", "wow!", False),
        (r"\wow!", r"\wow!", False),
        ("", "", False),
        ("!", "", True),
    ],
)
def test_a_value_means_one_name(value: str, name: str, excluded: bool) -> None:
    assert (name_of(value), is_excluded(value)) == (name, excluded)
    assert (exclude(value) if excluded else value_of(name)) == value


@given(NAMES)
def test_every_name_can_be_included_and_excluded(name: str) -> None:
    value = value_of(name)
    assert (name_of(value), is_excluded(value)) == (name, False)
    assert (name_of(exclude(value)), is_excluded(exclude(value))) == (name, True)
    assert strip_exclusion(exclude(value)) == value


@given(NAMES)
def test_marking_twice_changes_nothing(value: str) -> None:
    assert exclude(exclude(value)) == exclude(value)
    assert strip_exclusion(strip_exclusion(value)) == strip_exclusion(value)
    assert value_of(name_of(strip_exclusion(value))) == strip_exclusion(value)


def test_values_are_told_apart_in_their_order() -> None:
    values = ("!B", "A", r"\!C", "!!D")
    assert included_names(values) == ("A", "!C")
    assert excluded_names(values) == ("B", "!D")
