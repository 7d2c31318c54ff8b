"""The score tells pairs that are one event from pairs that are two: labelled_pairs.csv, made up and small.

Enough to notice when a change of weights breaks the ranking; not enough to fit them to (docs/decisions/0014).
"""

import csv
from pathlib import Path

import pytest

from geo.analysis.duplicates import MIN_SCORE, suggest_duplicates
from geo.query.index import Index
from tests.tables import incident_table

COLUMNS = "dataset,place_precision,event_type,actor_a,actor_b,killed_best,country,admin1"
LABELLED = Path(__file__).with_name("labelled_pairs.csv")


def read_pairs() -> list[dict[str, str]]:
    with LABELLED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def line(pair: dict[str, str], side: str) -> str:
    first, _, second = pair[f"actors_{side}"].partition("; ")
    place = [pair[f"{name}_{side}"] for name in ("latitude", "longitude")]
    facts = [pair[f"precision_{side}"], pair[f"type_{side}"], first, second, pair[f"killed_{side}"]]
    return ",".join([side, pair[f"date_{side}"], *place, f"Dataset {side}", *facts, "Iran", "Tehran"])


def score(pair: dict[str, str]) -> float:
    """The score of a pair; 0 where it is not suggested."""
    table = incident_table(line(pair, "a"), line(pair, "b"), columns=COLUMNS)
    pairs = suggest_duplicates(Index.from_table(table)).pairs
    return float(pairs["score"].iloc[0]) if len(pairs) else 0.0


@pytest.mark.parametrize("pair", read_pairs(), ids=lambda pair: pair["why"])
def test_a_pair_is_suggested_if_it_is_one_event(pair: dict[str, str]) -> None:
    assert (score(pair) >= MIN_SCORE) == (pair["same"] == "yes")


def test_there_are_pairs_of_both_kinds() -> None:
    assert [pair["same"] for pair in read_pairs()].count("yes") == len(read_pairs()) / 2
