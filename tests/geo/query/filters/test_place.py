"""The filter on a place: by wording, by identifier, in a province, and in an area that is only described."""

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.incidents import as_incidents
from geo.query.facets import facet_counts
from geo.query.filters import FILTER
from geo.query.filters.geometry import Rings
from geo.query.filters.named_places import resolve_cached
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table

ROWS = incident_table(
    "zahedan,2024-01-16,29.5,60.86,Zahedan,faultline:zahedan,exact",
    "by_name,2024-01-16,,,Zahedan,,unknown",
    "rask,2024-01-16,26.24,61.4,Rask,,exact",
    "mosul,2024-01-16,36.34,43.13,Mosul,,near",
    "iraq,2024-01-16,33,44,Iraq,ne0:IRQ,country",
    "nowhere,2024-01-16,,,somewhere,,unknown",
    columns="place_name,place_id,place_precision",
)


def matching_ids(*names: str) -> set[str]:
    selection = Selection().with_filter("place", FILTER["place"].parse(names))
    return set(selection.apply(ROWS)["incident_id"])


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Zahedan", {"zahedan", "by_name"}),
        ("zahedan", {"zahedan", "by_name"}),
        ("Zahidan", {"zahedan", "by_name"}),
        ("زاهدان", {"zahedan", "by_name"}),
        ("faultline:zahedan", {"zahedan", "by_name"}),
        ("Iran", {"zahedan", "rask"}),
        ("Sistan-Baluchestan", {"zahedan", "rask"}),
        ("southeastern Iran", {"zahedan", "rask"}),
        ("near Rask", {"rask"}),
        ("northern Iraq", {"mosul"}),
        ("the Iraqi-Syrian border", set()),
        ("somewhere", {"nowhere"}),
        ("gn:0", set()),
    ],
)
def test_a_name_matches_the_rows_that_it_means(name: str, ids: set[str]) -> None:
    assert matching_ids(name) == ids


def test_an_incident_known_to_its_country_lies_in_no_part_of_it() -> None:
    assert "iraq" not in matching_ids("central Iraq")
    assert "iraq" in matching_ids("Iraq")


def test_an_identifier_is_displayed_as_its_place() -> None:
    assert FILTER["place"].display("gn:1136863") == "Khāsh, Nimruz, Afghanistan"
    assert FILTER["place"].display("Khash") == "Khash"
    described = Selection().with_filter("place", ("gn:1136863",)).describe()
    assert "Khāsh, Nimruz, Afghanistan" in described


@settings(deadline=None, max_examples=15)
@given(
    st.lists(st.tuples(st.floats(40, 50), st.floats(30, 38)), min_size=1, max_size=20),
    st.sampled_from(["northern Iraq", "near Mosul", "the Iraqi-Syrian border", "eastern Syria"]),
)
def test_the_expression_the_index_and_the_facet_agree(points: list[tuple[float, float]], name: str) -> None:
    rows = incident_table(
        *(f"i{number},2024-01-16,{y!r},{x!r},exact" for number, (x, y) in enumerate(points)), columns="place_precision"
    )
    selection = Selection().with_filter("place", (name,))
    ids = set(selection.apply(rows)["incident_id"])
    results = Index.from_table(rows).select(selection)
    assert set(results.rows()["incident_id"]) == ids
    rows_with_name = pd.concat([rows, incident_table("extra,2024-01-16,,").assign(place_name=name)], ignore_index=True)
    index = Index.from_table(as_incidents(rows_with_name))
    assert facet_counts(index, Selection(), FILTER["place"])[name] == len(ids) + 1


def test_a_hole_is_outside() -> None:
    outer = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
    inner = ((1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0))
    x = pd.Series([2.0, 0.5, 5.0, float("nan")]).to_numpy()
    assert list(Rings((outer, inner)).contains(x, x)) == [False, True, False, False]


def test_a_place_is_resolved_once() -> None:
    assert resolve_cached("Quetta") is resolve_cached("Quetta")


def test_an_empty_table_has_no_choices() -> None:
    empty: gpd.GeoDataFrame = ROWS.head(0)
    assert len(FILTER["place"].facet_values(empty)) == 0
