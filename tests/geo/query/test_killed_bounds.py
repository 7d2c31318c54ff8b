import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core.claimed_range import format_claimed_range, parse_claimed_range
from geo.query.killed_bounds import KilledBounds
from tests.tables import incident_table

COLUMNS = "killed_low,killed_best,killed_high,zero_means_unknown,killed_claimed"


@pytest.mark.parametrize(
    ("cells", "bounds", "most"),
    [
        (",27,,,", [27, 27, 27], 27),
        (",27,,,2–27", [2, 27, 27], 27),
        (",30,,,2–27", [2, 30, 30], 30),
        ("4,5,6,,2–27", [2, 5, 27], 27),
        (",,,,2–11", [2, 2, 11], 11),
        ("0,0,0,true,2–11", [2, 2, 11], 11),
        ("0,0,0,,2–11", [0, 0, 11], 11),
        (",,5,,2–11", [0, 0, 11], 11),
        ("5,,,,2–11", [2, 5, None], 11),
        (",,,,0–11 or more", [0, 0, None], 11),
        (",27,,,27–40 or more", [27, 27, None], 40),
        ("3,,,,", [3, 3, None], 3),
        (",,,,", [None, None, None], -1),
        (",8,,,several", [8, 8, 8], 8),
        (",8,,,11–2", [8, 8, 8], 8),
    ],
    ids=str,
)
def test_bounds_reach_over_what_parties_claim(cells: str, bounds: list[int | None], most: int) -> None:
    killed = KilledBounds.from_table(incident_table(f"x,2024-01-16,,,{cells}", columns=COLUMNS))
    assert (killed.of_row(0), int(killed.most[0])) == (bounds, most)


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1), st.booleans())
def test_a_range_is_read_as_it_was_written(one: int, other: int, is_open: bool) -> None:
    least, most = sorted((one, other))
    assert parse_claimed_range(format_claimed_range(least, most, is_open=is_open)) == (least, most, is_open)
