"""A position far from the town that its row names is shown; where most are swapped, one question mends them."""

import pandas as pd
import pytest

from geo.ingest import importing
from geo.ingest.answers import accept_proposals
from geo.ingest.checks.column_faults import COORDINATE_FAULT, KEEP
from geo.ingest.import_result import Concern, Import
from geo.ingest.options import ImportOptions

TOWNS = {
    "Quetta": (30.18, 67.0), "Aleppo": (36.2, 37.16), "Mosul": (36.34, 43.13), "Kandahar": (31.61, 65.71),
    "Karachi": (24.86, 67.01), "Kabul": (34.53, 69.17), "Baghdad": (33.31, 44.36),
}  # fmt: skip
PESHAWAR, LAHORE = (34.01, 71.58), (31.55, 74.35)
Row = tuple[str, tuple[float, float]]
SWAPPED: list[Row] = [(name, (longitude, latitude)) for name, (latitude, longitude) in TOWNS.items()]


def read(*rows: Row, country: str = "", options: ImportOptions | None = None) -> Import:
    header = "date,place,Lat,Long,killed" + (",country" if country else "")
    lines = [
        f"2024-01-{day:02},{name},{point[0]},{point[1]},1" + (f",{country}" if country else "")
        for day, (name, point) in enumerate(rows, start=1)
    ]
    return importing.read("\n".join([header, *lines, ""]).encode(), options=options)


def concerns(imported: Import) -> list[Concern]:
    return [concern for concern in imported.concerns if "from the place that" in concern.text]


def test_a_town_in_another_country_is_shown() -> None:
    imported = read(*TOWNS.items(), ("Aleppo", LAHORE), ("Mosul", LAHORE))
    (concern,) = concerns(imported)
    assert concern.text == "2 rows lie more than 100 km from the place that they name."
    assert (concern.n_rows, concern.examples) == (2, ("Aleppo: 31.55, 74.35", "Mosul: 31.55, 74.35"))
    assert imported.accepted["latitude"].notna().all()


def test_a_town_in_the_same_country_is_shown() -> None:
    (concern,) = concerns(read(("Quetta", TOWNS["Quetta"]), ("Quetta", PESHAWAR), country="Pakistan"))
    assert concern.text == "1 row lies more than 100 km from the place that it names."


@pytest.mark.parametrize(
    "row",
    [
        ("Quetta", (30.9, 66.6)),  # the town's surroundings
        ("Hyderabad", (17.38, 78.48)),  # the one in India
        ("Balochistan", (25.1, 62.3)),
        ("Village that nobody knows", PESHAWAR),
        ("near Quetta", PESHAWAR),
        ("Aleppo", (36.5, 38.6)),
        ("San Jose", (14.1, 121.0)),
        ("", PESHAWAR),
    ],
)
def test_what_may_be_there_is_not_shown(row: Row) -> None:
    assert concerns(read(("Quetta", TOWNS["Quetta"]), row)) == []


def test_swapped_columns_are_one_question_that_mends_them() -> None:
    imported = read(*SWAPPED)
    (question,) = [question for question in imported.questions if question.topic == COORDINATE_FAULT]
    assert (question.proposal, question.n_rows) == ("swap", len(SWAPPED))
    assert "near the places that they name" in question.text
    assert concerns(imported) == []
    answered = read(*SWAPPED, options=accept_proposals(ImportOptions(), imported.questions))
    assert not [question for question in answered.questions if question.topic == COORDINATE_FAULT]
    assert list(pd.to_numeric(answered.accepted["latitude"])) == [latitude for latitude, _ in TOWNS.values()]
    kept = read(*SWAPPED, options=ImportOptions(answers=((COORDINATE_FAULT, "Lat", KEEP),)))
    assert list(pd.to_numeric(kept.accepted["longitude"])) == [latitude for latitude, _ in TOWNS.values()]


def test_a_few_swapped_rows_are_only_shown() -> None:
    imported = read(*TOWNS.items(), *SWAPPED[:2])
    assert [concern.n_rows for concern in concerns(imported)] == [2]
    assert not [question for question in imported.questions if question.topic == COORDINATE_FAULT]
