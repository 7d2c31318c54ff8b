"""Rivers in lists and armed units are no places that they are called after."""

import pytest

from geo.places import find


@pytest.mark.parametrize(
    "text",
    [
        "The Missouri and Ohio rivers rose overnight.",
        "Boats sank on the Delaware, Ohio and Colorado rivers.",
        "The Wisconsin river froze.",
        "The Azov regiment withdrew.",
        "A commander of the Yarmouk brigade spoke.",
    ],
)
def test_rivers_and_units_are_no_places(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Floods hit Missouri and Ohio as rivers rose.", ["Missouri", "Ohio"]),
        ("A brigade moved to Mosul.", ["Mosul"]),
        ("In Iraq, the Tigris and Euphrates rivers rose.", ["Iraq"]),
        ("In Ohio and Indiana, rivers rose.", ["Ohio", "Indiana"]),
    ],
)
def test_places_beside_rivers_and_units_are_places(text: str, names: list[str]) -> None:
    assert [mention.text for mention in find(text)] == names
