"""The parts of a selection that can be taken away one by one."""

from urllib.parse import quote

import pytest

from geo.query.chips import MAX_LENGTH, list_chips
from geo.query.selection import Selection


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("", []),
        ("country=Iran", ["Iran"]),
        ("country=!Iran&country=Pakistan", ["Pakistan", "not Iran"]),
        ("precision=admin1", ["known to the province"]),
        ("from=2024-01-16&to=2024-02-01", ["From 16 January 2024", "To 1 February 2024"]),
        ("min_killed=1000&contested=1", ["Killed, at least 1,000", "Contested only"]),
        ("q=border+guards", ["“border guards”"]),
        ("type=a&type=b&type=c&type=d&type=!e", ["Type: 5 values"]),
        ("inside=possible&country=Iran", ["Iran"]),
    ],
)
def test_a_chip_names_its_value(query: str, labels: list[str]) -> None:
    assert sorted(chip.label for chip in list_chips(Selection.from_query(query))) == sorted(labels)


@pytest.mark.parametrize(
    "query", ["country=!Iran&country=Pakistan&from=2024-01-16&q=x&contested=1", "actor=A&actor=B&actor=!C&bbox=1,2,3,4"]
)
def test_all_chips_together_are_the_selection(query: str) -> None:
    selection = Selection.from_query(query)
    for chip in list_chips(selection):
        assert chip.rest != selection
        assert len(list_chips(chip.rest)) == len(list_chips(selection)) - 1
    while list_chips(selection):
        selection = list_chips(selection)[0].rest
    assert selection == Selection()


def test_a_long_name_is_cut() -> None:
    (chip,) = list_chips(Selection.from_query(f"actor={quote('ü' * 200)}"))
    assert len(chip.label) == MAX_LENGTH
    assert chip.label.endswith("…")
