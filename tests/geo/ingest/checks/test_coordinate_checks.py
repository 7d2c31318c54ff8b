"""Coordinates that cannot be right are result and explained; nothing is changed unless a person says so."""

import numpy as np
import pandas as pd
import pytest

from geo.core import boundaries
from geo.ingest.checks import country_checks
from geo.ingest.checks.coordinate_checks import check_coordinates
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk
from geo.ingest.readers.raw_table import build_rejections


def crosswalk(*rows: tuple[str, str, str], precision: str = "exact") -> Crosswalk:
    cells = pd.DataFrame(rows, columns=["latitude", "longitude", "country"], dtype="str")
    cells = cells.assign(place_precision=precision, notes="As told.").set_axis(range(2, len(rows) + 2))
    return Crosswalk(cells, {"latitude": "Lat.", "longitude": "Long."})


def warning(*row: str) -> tuple[str, str, bool]:
    line = check_coordinates(crosswalk(row), ImportOptions())[1].iloc[0]  # type: ignore[arg-type]
    return line["reason"], line["proposal"], bool(line["sure"])


@pytest.mark.parametrize(
    ("row", "proposal", "words"),
    [
        (("67.0", "30.18", "Pakistan"), "30.18,67", "swapped"),
        (("30.18", "-67.0", "Pakistan"), "30.18,67", "longitude's sign"),
        (("-30.18", "67.0", "Pakistan"), "30.18,67", "latitude's sign"),
        (("-30.18", "-67.0", "Pakistan"), "30.18,67", "both signs"),
        (("104.06", "30.67", "China"), "30.67,104.06", "swapped"),
        (("34,5", "69,2", "Afghanistan"), "34.5,69.2", "decimal point"),
        (("34°30'N", "69°12'E", "Afghanistan"), "34.5,69.2", "decimal point"),
        (("33 51 36 S", "151 12 36 E", "Australia"), "-33.86,151.21", "decimal point"),
        (("N34.5", "69.2", "Afghanistan"), "34.5,69.2", "decimal point"),
        (("\u0663\u0664\u066b\u0665", "\u0666\u0669\u066b\u0662", "Afghanistan"), "34.5,69.2", "decimal point"),
        (("12.1", "-86185896", "Nicaragua"), "12.1,-86.185896", "decimal point set"),
        (("-3.87", "11.5", "Cameroon"), "3.87,11.5", "latitude's sign"),
    ],
)
def test_what_the_named_country_bears_out_is_sure(row: tuple[str, str, str], proposal: str, words: str) -> None:
    reason, proposed, sure = warning(*row)
    assert (proposed, sure) == (proposal, True)
    assert words in reason


def test_without_a_country_nothing_is_sure() -> None:
    assert warning("104.06", "30.67", "") == (
        "is not between -90 and 90; with latitude and longitude swapped, it can be drawn", "30.67,104.06", False,
    )  # fmt: skip
    assert warning("34,5", "69,2", "")[1:] == ("34.5,69.2", False)


def test_a_contradiction_that_nothing_explains_proposes_nothing() -> None:
    reason, proposal, sure = warning("48.85", "2.35", "Pakistan")
    assert reason.startswith("lies in France, not in Pakistan, by Natural Earth's de facto borders")
    assert (proposal, sure) == ("", False)


@pytest.mark.parametrize(
    "row",
    [
        ("30.18", "67.0", "Pakistan"),
        ("30.93", "66.40", "Pakistan"),  # Spin Boldak's side of the border at Chaman
        ("24.0", "66.5", "Pakistan"),  # off Karachi
        ("45.0", "34.1", "Ukraine"),  # Crimea, which Natural Earth draws as held
        ("9.56", "44.06", "Somalia"),  # Hargeisa
        ("-4.27", "15.25", "DR Congo (Zaire)"),  # Brazzaville, across the river
        ("30.18", "67.0", "nowhere known"),
        ("30.18", "67.0", ""),
        ("", "", "Pakistan"),
    ],
)
def test_borders_coasts_and_claims_are_no_contradiction(row: tuple[str, str, str]) -> None:
    result, warnings = check_coordinates(crosswalk(row), ImportOptions())
    assert warnings.empty
    assert result.rejected.empty


def test_what_happens_at_sea_or_in_the_air_contradicts_nothing() -> None:
    assert check_coordinates(crosswalk(("48.85", "2.35", "Pakistan"), precision="sea_air"), ImportOptions())[1].empty


def test_a_contradicting_row_stays_and_an_undrawable_one_is_rejected_with_the_proposal() -> None:
    original = crosswalk(("67.0", "30.18", "Pakistan"), ("34,5", "69,2", "Afghanistan"), ("30.67", "204.06", "China"))
    result, warnings = check_coordinates(original, ImportOptions())
    assert result.cells.equals(original.cells)
    assert result.rejected[["row", "column", "value"]].to_numpy().tolist() == [[3, "Lat.", "34,5"]]
    assert "(34.5,69.2)" in result.rejected["reason"].iloc[0]
    assert warnings[["row", "column", "value"]].to_numpy().tolist() == [
        [2, "Lat.", "67.0, 30.18"],
        [3, "Lat.", "34,5, 69,2"],
    ]


def test_a_correction_is_taken_only_in_the_rows_that_are_answered() -> None:
    original = crosswalk(*[("67.0", "30.18", "Pakistan")] * 3, ("34,5", "69,2", "Afghanistan"))
    result, warnings = check_coordinates(original, ImportOptions(corrected_rows=(3, 5, 99)))
    assert result.cells["latitude"].tolist() == ["67.0", "30.18", "67.0", "34.5"]
    assert result.cells["longitude"].tolist() == ["30.18", "67", "30.18", "69.2"]
    assert result.cells["notes"].tolist()[:2] == [
        "As told.",
        "As told. Coordinates corrected; the source has 67.0, 30.18.",
    ]
    assert result.rejected.empty
    assert warnings["row"].tolist() == [2, 3, 4, 5]  # so that a taken correction can be taken back
    assert original.cells["latitude"].tolist() == ["67.0"] * 3 + ["34,5"]


def test_numbers_are_corrected_as_numbers() -> None:
    cells = pd.DataFrame({"latitude": [67.0, 30.18], "longitude": [30.18, 67.0], "country": ["Pakistan"] * 2})
    result, _ = check_coordinates(Crosswalk(cells, {}), ImportOptions(corrected_rows=(0,)))
    assert result.cells["latitude"].tolist() == [30.18, 30.18]
    assert result.cells["latitude"].dtype == np.float64


def test_zero_loses_its_position_but_not_its_row() -> None:
    result, warnings = check_coordinates(crosswalk(("0", "0.000", "Ghana"), ("0", "32.5", "Uganda")), ImportOptions())
    assert result.cells["latitude"].isna().tolist() == [True, False]
    assert result.rejected.empty
    assert warnings["row"].tolist() == [2]
    assert "without a position" in warnings["reason"].iloc[0]
    assert warnings["proposal"].tolist() == [""]


def test_our_own_table_keeps_its_zero() -> None:
    original = crosswalk(("0", "0", ""))
    result, warnings = check_coordinates(original, ImportOptions(), is_own_format=True)
    assert result.cells.equals(original.cells)
    assert "left as it is" in warnings["reason"].iloc[0]


def test_rows_refused_by_the_provider_get_no_warning() -> None:
    original = crosswalk(("67.0", "30.18", "Pakistan"))
    refused = Crosswalk(original.cells, original.origin, build_rejections([(2, "Date", "x", "is no date")]))
    assert check_coordinates(refused, ImportOptions())[1].empty


@pytest.mark.parametrize("columns", [["latitude"], ["country"], []])
def test_a_table_without_coordinates_is_left_alone(columns: list[str]) -> None:
    original = Crosswalk(crosswalk(("1", "2", "Iran")).cells[columns], {})
    result, warnings = check_coordinates(original, ImportOptions())
    assert result is original
    assert warnings.empty


def test_every_claim_names_countries_or_provinces_that_there_are() -> None:
    on_map = set(boundaries.countries()["name"]) | set(boundaries.provinces()["name"])
    names = {name for holder, claimants in country_checks.CLAIMED.items() for name in (holder, *claimants)}
    assert names - on_map == set()
