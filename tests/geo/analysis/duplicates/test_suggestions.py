"""Pairs across datasets are suggested with a score that says why; a person's decisions link them."""

from itertools import pairwise
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.duplicates import PAIR_COLUMNS, WEIGHTS, apply_decisions, blocking, suggest_duplicates
from geo.analysis.duplicates.suggestions import MAX_PER_INCIDENT
from geo.errors import ValueRefused
from tests.tables import incident_table

NAMES = "dataset,place_precision,event_type,actor_a,actor_b,killed_best,country,admin1,date_end,duplicate_of"
ACLED = "a,2024-01-16,33.30,44.40,ACLED,exact,Battles,Islamic State,Police Forces of Iraq,5,Iraq,Baghdad,,"
UCDP = "u,2024-01-16,33.31,44.41,UCDP,exact,Battles,Government of Iraq,IS Islamic State,5,Iraq,Baghdad,,"


def rows(*lines: str) -> gpd.GeoDataFrame:
    return incident_table(*lines, columns=NAMES)


def with_cell(line: str, **cells: str) -> str:
    names = ["incident_id", "date_start", "latitude", "longitude", *NAMES.split(",")]
    return ",".join(cells.get(name, text) for name, text in zip(names, line.split(","), strict=True))


def suggest(*args: Any, **kwargs: Any) -> pd.DataFrame:
    return suggest_duplicates(*args, **kwargs).pairs


def score(**cells: str) -> float:
    pairs = suggest(rows(ACLED, with_cell(UCDP, **cells)))
    return float(pairs["score"].iloc[0]) if len(pairs) else 0.0


def decision_table(*lines: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=["incident_id", "duplicate_of", "verdict"])


def test_one_event_in_two_datasets_is_suggested_with_its_parts() -> None:
    pairs = suggest(rows(ACLED, UCDP))
    assert tuple(pairs.columns) == PAIR_COLUMNS
    pair = pairs.iloc[0]
    assert {pair["incident_id"], pair["other_id"]} == {"a", "u"}
    assert pair["score"] == pytest.approx(sum(weight * pair[name] for name, weight in WEIGHTS.items()), abs=0.02)
    assert pair["score"] > 0.8
    assert (pair["gap_days"], pair["km"]) == (0, 1.4)
    assert pair["reason"] == (
        "Same day; 1 km apart; actors: Islamic State / Police Forces of Iraq and Government of Iraq / "
        "IS Islamic State; both Battles; killed: 5 and 5."
    )


@pytest.mark.parametrize(
    "cells",
    [
        {"date_start": "2024-01-17"},
        {"latitude": "33.50"},
        {"event_type": "Protests"},
        {"killed_best": "90"},
        {"actor_a": "Shabab", "actor_b": "Hizbul"},
        {"date_end": "2024-01-20"},
    ],
    ids=lambda cells: next(iter(cells)),
)
def test_whatever_differs_lowers_the_score(cells: dict[str, str]) -> None:
    assert score(**cells) < score()


@pytest.mark.parametrize(
    "cells",
    [
        {"date_start": "2024-01-19"},
        {"latitude": "34.10"},
        {"dataset": "ACLED"},
        {"date_start": "2024-01-01", "date_end": "2024-12-31"},
        {"place_precision": "country", "admin1": ""},
        {"date_start": ""},
    ],
    ids=lambda cells: " ".join(cells),
)
def test_what_is_too_far_too_vague_or_of_one_dataset_is_not_compared(cells: dict[str, str]) -> None:
    assert score(**cells) == 0.0


def test_one_dataset_is_compared_with_itself_only_on_request() -> None:
    both = rows(ACLED, with_cell(UCDP, dataset="ACLED"))
    assert suggest(both).empty
    assert len(suggest(both, within_datasets=True)) == 1


@pytest.mark.parametrize("days", [1, 2])
def test_days_on_either_side_of_a_block_are_compared(days: int) -> None:
    for first in pd.date_range("2024-01-10", periods=8):
        later = first + pd.Timedelta(days=days)
        near = rows(with_cell(ACLED, date_start=f"{first:%F}"), with_cell(UCDP, date_start=f"{later:%F}"))
        assert suggest(near)["gap_days"].tolist() == [days]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((33.99, 44.99), (34.01, 45.01)),
        ((0.01, -0.01), (-0.01, 0.01)),
        ((10.0, 179.99), (10.0, -179.99)),
        ((64.0, 25.0), (64.0, 25.2)),
    ],
)
def test_points_across_cells_and_the_antimeridian_are_compared(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    lines = [with_cell(line, latitude=str(north), longitude=str(east)) for line, (north, east) in zip((ACLED, UCDP), (one, other), strict=True)]  # fmt: skip  # noqa: E501
    assert len(suggest(rows(*lines))) == 1


def test_a_province_is_no_distance() -> None:
    pairs = suggest(rows(ACLED, with_cell(UCDP, place_precision="admin1", latitude="33.30", longitude="44.40")))
    assert pairs["km"].isna().tolist() == [True]
    assert pairs["place"].tolist() == [0.35]
    assert "same province" in pairs["reason"].iloc[0]
    assert score(place_precision="admin1", admin1="Basra") == 0.0


def test_an_alias_is_the_actor_and_anonymous_actors_do_not_count() -> None:
    jaish = {"actor_a": "Jaish al-Adl", "actor_b": ""}
    pairs = suggest(rows(with_cell(ACLED, **jaish), with_cell(UCDP, actor_a="Army of Justice", actor_b="")))
    assert pairs["actors"].tolist() == [1.0]
    unknown = suggest(
        rows(ACLED, with_cell(UCDP, actor_a="Unidentified Armed Group (Iraq)", actor_b="Civilians (Iraq)"))
    )
    assert unknown["actors"].isna().tolist() == [True]
    assert "no actors to compare" in unknown["reason"].iloc[0]


def test_a_zero_that_may_mean_unknown_is_not_compared() -> None:
    lines = [f"{with_cell(ACLED, killed_best='0')},true", f"{UCDP},"]
    pairs = suggest(incident_table(*lines, columns=f"{NAMES},zero_means_unknown"))
    assert pairs["killed"].isna().tolist() == [True]
    assert "killed: 0 or not reported and 5" in pairs["reason"].iloc[0]


def test_decided_and_linked_pairs_are_not_suggested_again() -> None:
    both = rows(ACLED, UCDP)
    for verdict in ("same", "different"):
        assert suggest(both, decision_table(("u", "a", verdict))).empty
        assert suggest(both, decision_table(("a", "u", verdict))).empty
    assert suggest(rows(ACLED, with_cell(UCDP, duplicate_of="a"))).empty
    assert len(suggest(both, decision_table(("u", "other", "same")))) == 1


def test_what_is_not_compared_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert suggest_duplicates(rows(ACLED, UCDP)).notes == ()
    assert suggest_duplicates(rows(ACLED, with_cell(UCDP, date_start=""))).notes == (
        "1 incident was not compared: its date or place is not known closely enough.",
    )
    monkeypatch.setattr(blocking, "MAX_BLOCK_PAIRS", 1)
    crowded = suggest_duplicates(rows(ACLED, with_cell(ACLED, incident_id="b"), UCDP))
    assert crowded.pairs.empty
    assert crowded.notes == ("Up to 9 pairs were not compared: too much happened in the same place and days.",)


def test_an_incident_has_few_suggestions_and_the_best_come_first() -> None:
    others = [with_cell(UCDP, incident_id=f"u{number}", latitude=f"33.3{number}") for number in range(6)]
    pairs = suggest(rows(ACLED, *others))
    assert len(pairs) == MAX_PER_INCIDENT
    assert pairs["score"].is_monotonic_decreasing


@pytest.mark.parametrize("lines", [[], [ACLED]])
def test_few_rows_suggest_nothing(lines: list[str]) -> None:
    assert suggest(rows(*lines)).empty


def links(*decisions: tuple[str, str, str], ids: str = "abcd", linked: dict[str, str] | None = None) -> dict[str, str]:
    texts = {"incident_id": list(ids), "duplicate_of": [(linked or {}).get(incident_id) for incident_id in ids]}
    pairs = apply_decisions(gpd.GeoDataFrame(texts, dtype="str"), decision_table(*decisions))
    return {row.incident_id: row.duplicate_of for row in pairs.itertuples() if pd.notna(row.duplicate_of)}


def test_chains_lead_to_one_head_in_the_table() -> None:
    assert links(("a", "b", "same"), ("b", "c", "same")) == {"a": "c", "b": "c"}
    assert links(("a", "x", "same"), ("b", "x", "same")) == {"b": "a"}  # the head is not in the table
    assert links(("a", "x", "same"), ("x", "c", "same")) == {"a": "c"}
    assert links(("a", "b", "same"), ("a", "b", "different")) == {}
    assert links(("a", "b", "different"), linked={"a": "b", "c": "b"}) == {"c": "b"}
    assert links(linked={"a": "b", "b": "c"}) == {"a": "c", "b": "c"}


@pytest.mark.parametrize("circle", ["aa", "aba", "abcda"])
def test_circles_are_refused(circle: str) -> None:
    with pytest.raises(ValueRefused, match="do not form a cycle"):
        links(*((one, other, "same") for one, other in pairwise(circle)))


def test_a_verdict_is_one_of_two() -> None:
    with pytest.raises(ValueRefused, match="same or different"):
        links(("a", "b", "perhaps"))


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12), st.sets(st.integers(0, 9), min_size=1))
def test_each_event_keeps_exactly_one_row(pairs: list[tuple[int, int]], present: set[int]) -> None:
    # From the higher to the lower number, so that no circle closes.
    decided = {str(max(pair)): str(min(pair)) for pair in pairs if pair[0] != pair[1]}
    linked = links(*((one, other, "same") for one, other in decided.items()), ids="".join(map(str, sorted(present))))
    heads: dict[str, set[str]] = {}
    for incident_id in map(str, present):
        last = incident_id
        while last in decided:
            last = decided[last]
        heads.setdefault(last, set()).add(incident_id)
    assert len(present) - len(linked) == len(heads)
    for members in heads.values():
        representative = members - linked.keys()
        assert len(representative) == 1
        assert {linked[incident_id] for incident_id in members - representative} <= representative
