"""A copy differs in the fields that are named, and the original stays as it is."""

from dataclasses import dataclass, replace

from geo.core.dataclass_copies import copy_with


@dataclass(frozen=True)
class Town:
    """A town."""

    name: str
    people: int = 0


def test_a_copy_is_what_replace_makes() -> None:
    town = Town("Zahedan", 600)
    assert copy_with(town, people=700) == replace(town, people=700)
    assert town == Town("Zahedan", 600)


def test_a_copy_without_changes_is_equal_and_another() -> None:
    town = Town("Zahedan")
    assert copy_with(town) == town
    assert copy_with(town) is not town
