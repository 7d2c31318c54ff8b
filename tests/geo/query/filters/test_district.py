"""The filter on a district: its name in any spelling, in its own country, as the source states it."""

import geopandas as gpd
import pytest

from geo.query import facets
from geo.query.filters import FILTER
from geo.query.filters.categorical import CategoricalFilter
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table


@pytest.fixture(scope="module")
def rows() -> gpd.GeoDataFrame:
    return incident_table(
        "plain,2024-01-16,,,Iraq,Diyala,Khanaqin",
        "long,2024-01-16,,,Iraq,Diyala,Khānaqīn District",
        "upper,2024-01-16,,,,,KHANAQIN",
        "abroad,2024-01-16,,,Mali,,Khanaqin",
        "other,2024-01-16,,,Iraq,Diyala,Baladrooz",
        "unlisted,2024-01-16,,,India,Bihar,Patna",
        "none,2024-01-16,,,Iraq,Diyala,",
        "inside,2024-01-16,34.34,45.39,Iraq,Diyala,",
        columns="country,admin1,admin2",
    )


def select(rows: gpd.GeoDataFrame, query: str) -> set[str]:
    return set(Selection.from_query(query).apply(rows)["incident_id"])


@pytest.mark.parametrize("name", ["Khanaqin", "khanaqin district", "Khānaqīn"])
def test_a_district_is_selected_by_any_spelling_in_its_country(rows: gpd.GeoDataFrame, name: str) -> None:
    assert select(rows, f"admin2={name}") - {"abroad"} == {"plain", "long", "upper"}


def test_the_same_letters_in_another_country_are_what_the_source_says(rows: gpd.GeoDataFrame) -> None:
    assert "abroad" in select(rows, "admin2=Khanaqin")  # as it is written
    assert "abroad" not in select(rows, "admin2=Khanaqin district")


def test_a_district_that_nobody_outlined_is_selected_by_its_name(rows: gpd.GeoDataFrame) -> None:
    assert select(rows, "admin2=patna") == {"unlisted"}


def test_what_states_no_district_is_never_included_and_not_excluded(rows: gpd.GeoDataFrame) -> None:
    assert select(rows, "admin2=!Khanaqin") == {"other", "unlisted", "none", "inside"}
    filter_ = FILTER["admin2"]
    assert isinstance(filter_, CategoricalFilter)
    assert set(filter_.unstated_clauses(("!Khanaqin",))) == {"district"}
    counts = facets.facet_counts(Index.from_table(rows), Selection(), FILTER["admin2"])
    assert counts.sum() == 6


def test_spellings_of_one_district_are_one_choice(rows: gpd.GeoDataFrame) -> None:
    counts = facets.facet_counts(Index.from_table(rows), Selection(), FILTER["admin2"])
    assert dict(counts)["Khanaqin"] == len(select(rows, "admin2=Khanaqin"))
    assert set(counts.index) == {"Khanaqin", "Baladrooz", "Patna"}


def test_the_sentence_names_the_district() -> None:
    assert "in the district of Khanaqin" in Selection.from_query("admin2=Khanaqin").describe()
