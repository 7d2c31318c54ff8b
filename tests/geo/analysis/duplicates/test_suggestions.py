"""Pairs across datasets are suggested with a score that says why; a person's decisions link them."""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.analysis.duplicates import PAIR_COLUMNS, WEIGHTS, Suggestions, blocking, neighbours, suggest_duplicates
from geo.analysis.duplicates import suggestions as suggesting
from geo.analysis.duplicates.suggestions import MAX_PER_INCIDENT
from geo.query.index import Index
from geo.query.segments import SegmentedEngine
from geo.query.selection import Selection
from tests.tables import incident_table

NAMES = "dataset,place_precision,event_type,actor_a,actor_b,killed_best,country,admin1,date_end,duplicate_of"
ACLED = "a,2024-01-16,33.30,44.40,ACLED,exact,Battles,Islamic State,Police Forces of Iraq,5,Iraq,Baghdad,,"
UCDP = "u,2024-01-16,33.31,44.41,UCDP,exact,Battles,Government of Iraq,IS Islamic State,5,Iraq,Baghdad,,"


def rows(*lines: str) -> gpd.GeoDataFrame:
    return incident_table(*lines, columns=NAMES)


def with_cell(line: str, **cells: str) -> str:
    names = ["incident_id", "date_start", "latitude", "longitude", *NAMES.split(",")]
    return ",".join(cells.get(name, text) for name, text in zip(names, line.split(","), strict=True))


def suggestions(table: gpd.GeoDataFrame, decisions: pd.DataFrame | None = None, **options: Any) -> Suggestions:
    return suggest_duplicates(Index.from_table(table), None, decisions, **options)


def suggest(*args: Any, **kwargs: Any) -> pd.DataFrame:
    return suggestions(*args, **kwargs).pairs


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
    assert suggestions(rows(ACLED, UCDP)).notes == ()
    assert suggestions(rows(ACLED, with_cell(UCDP, date_start=""))).notes == (
        "1 incident was not compared: its date or place is not known closely enough.",
    )
    monkeypatch.setattr(blocking, "MAX_BLOCK_PAIRS", 1)
    crowded = suggestions(rows(ACLED, with_cell(ACLED, incident_id="b"), UCDP))
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


def random_lines(seed: int, length: int) -> list[str]:
    """Rows of three datasets around a few places, some of them known only to a province, on neighbouring days."""
    random = np.random.default_rng(seed)
    lines = []
    for number in range(length):
        latitude, longitude = [(33.3, 44.4), (10.0, 179.9), (10.1, -179.9), (82.0, 30.0)][random.integers(4)]
        cells = {
            "incident_id": f"{seed}-{number}",
            "dataset": ["ACLED", "UCDP", ""][random.integers(3)],
            "date_start": f"2024-01-{random.integers(10, 22)}",
            "latitude": f"{latitude + random.normal(0, 0.3):.3f}",
            "longitude": f"{(longitude + random.normal(0, 0.3) + 180) % 360 - 180:.3f}",
            "place_precision": ["exact", "near", "admin2", "admin1", "sea_air", "country"][random.integers(6)],
            "admin1": ["Baghdad", "Basra", ""][random.integers(3)],
        }
        lines.append(with_cell(ACLED if random.integers(2) else UCDP, **cells))
    return lines


@pytest.mark.parametrize("seed", range(4))
def test_imports_are_compared_with_all_that_is_near_and_with_each_other(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "MAX_PER_INCIDENT", 1_000)
    parts = [random_lines(10 * seed + number, length) for number, length in enumerate((120, 25, 10))]
    engine = SegmentedEngine(tuple(Index.from_table(rows(*lines)) for lines in parts))
    found = suggest_duplicates(engine, engine.select_parts(Selection(), (1, 2))).pairs
    everything = suggest(rows(*(line for lines in parts for line in lines)))
    own = [line.split(",")[0] for lines in parts[1:] for line in lines]
    expected = everything[everything["incident_id"].isin(own) | everything["other_id"].isin(own)]
    assert 0 < len(expected) < len(everything)
    pd.testing.assert_frame_equal(found, expected.reset_index(drop=True))


def test_where_too_much_is_near_it_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MAX_NEIGHBOURS", 1)
    engine = SegmentedEngine((Index.from_table(rows(ACLED)), Index.from_table(rows(UCDP))))
    found = suggest_duplicates(engine, engine.select_parts(Selection(), (1,)))
    assert found.pairs.empty
    assert found.notes == ("2 incidents near one’s own were not compared: there are too many.",)


def test_of_a_base_of_several_datasets_the_latest_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MAX_WITHOUT_IMPORTS", 2)
    earlier = [with_cell(ACLED, incident_id="b", date_start="2020-01-16"), with_cell(UCDP, incident_id="c", date_start="2020-01-16")]  # fmt: skip  # noqa: E501
    found = suggestions(rows(ACLED, UCDP, *earlier))
    assert [{*pair} for pair in found.pairs[["incident_id", "other_id"]].to_numpy()] == [{"a", "u"}]
    assert found.notes == ("Only the latest 2 incidents with a date were compared.",)
