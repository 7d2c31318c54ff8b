"""The numbers that parties give, as ranges on one axis."""

import pandas as pd

from geo.storage.toll_ranges import ROW_ITSELF, list_toll_axes
from tests.geo.storage.test_positions import claims
from tests.tables import incident_table

COLUMNS = "killed_low,killed_best,killed_high,zero_means_unknown"


def row(cells: str) -> pd.Series:
    return incident_table(f"i,2024-01-16,27,62,{cells}", columns=COLUMNS).iloc[0]


def test_all_ranges_share_an_axis_that_ends_at_the_highest_number() -> None:
    rows = {"claimant": "A", "killed_low": "2", "killed_high": "11"}, {"claimant": "B", "killed_best": "4"}
    (axis,) = list_toll_axes(row("3,3,3,"), claims(*rows))
    assert (axis.label, axis.end) == ("Killed", 11)
    assert [(each.who, each.low, each.best, each.high) for each in axis.ranges] == [
        (ROW_ITSELF, 3, 3, 3),
        ("A", 2, None, 11),
        ("B", 4, 4, 4),
    ]


def test_an_end_that_nobody_states_is_open() -> None:
    rows = {"claimant": "A", "killed_low": "2"}, {"claimant": "B", "killed_high": "9"}
    (axis,) = list_toll_axes(row(",,,"), claims(*rows))
    assert [(each.low, each.high, each.text) for each in axis.ranges] == [
        (2, None, "at least 2"),
        (None, 9, "at most 9"),
    ]


def test_withdrawn_numbers_and_estimates_are_of_their_own_kind() -> None:
    rows = (
        {"claimant": "A", "killed_best": "2", "stance": "withdrawn"},
        {"claimant": "B", "killed_best": "2", "stance": "reports"},
    )
    (axis,) = list_toll_axes(row(",,,"), claims(*rows))
    assert [each.kind for each in axis.ranges] == ["withdrawn", "estimate"]


def test_a_zero_that_may_mean_unknown_is_no_number() -> None:
    (axis,) = list_toll_axes(row("0,0,0,true"), claims({"claimant": "A", "killed_best": "2"}))
    assert [each.who for each in axis.ranges] == ["A"]


def test_a_claim_of_nobody_killed_has_an_axis() -> None:
    (axis,) = list_toll_axes(row(",,,"), claims({"claimant": "A", "killed_best": "0"}))
    assert (axis.end, axis.ranges[0].text) == (1, "0")


def test_there_is_no_axis_without_a_number() -> None:
    assert list_toll_axes(row("3,3,3,"), claims({"claimant": "A"})) == ()
