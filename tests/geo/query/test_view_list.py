"""The list of what a view holds, beside a look at every row one by one."""

import numpy as np
import pytest
from geopandas import GeoDataFrame
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places.areas import areas_of_rows
from geo.query.map_view import MapView
from tests.tables import incident_table, select

WORLD = MapView.parse("-180,-90,180,90")
COLUMNS = "place_precision,country,admin1"
CHOICES = (
    ("2024-01-01", "2024-01-02", "2023-12-31", "1999-05-05", ""), (-90.0, -17.5, 28.0, 28.5, 85.2, ""),
    (-180.0, -179.5, 61.5, 67.0, 180.0), ("exact", "near", "admin1", "country", "unknown"),
    ("Pakistan,Balochistan", "Iran,", "Nowhere,", ","),
)  # fmt: skip


@pytest.fixture(scope="module")
def mixed() -> GeoDataFrame:
    """Rows of every kind, some undated and some without a place."""
    random = np.random.default_rng(13)
    lines = (",".join([f"i{number}", *(str(random.choice(values)) for values in CHOICES)]) for number in range(120))
    return incident_table(*(_without_half_a_place(line) for line in lines), columns=COLUMNS)


def _without_half_a_place(line: str) -> str:
    cells = line.split(",")
    return ",".join([*cells[:3], "" if not cells[2] else cells[3], *cells[4:]])


def in_view(rows: GeoDataFrame, view: MapView) -> set[str]:
    """The identifiers of what a view holds, row by row: the oracle."""
    spans = [(view.west + turn, view.east + turn) for turn in (-360, 0, 360)]
    identifiers, areas = set(), areas_of_rows(rows)
    for row in rows[rows["longitude"].notna()].itertuples():
        area = areas.get(row.incident_id)
        west, south, east, north = area.outline.bounds if area else (row.longitude, row.latitude) * 2
        is_beside = any(west <= high and east >= low for low, high in spans)
        if is_beside and south <= view.north and north >= view.south:
            identifiers.add(row.incident_id)
    return identifiers


VIEWS = st.sampled_from(["-180,-90,180,90", "60,20,70,30", "170,-60,-170,60", "0,0,1,1", "61.6,28.1,66.9,28.4"])


@settings(max_examples=15)
@given(VIEWS, st.sets(st.integers(0, 119), min_size=1).map(sorted), st.integers(1, 40))
def test_pages_hold_what_lies_in_the_view_once_the_latest_first(
    mixed: GeoDataFrame, text: str, positions: list[int], size: int
) -> None:
    view, rows = MapView.parse(text), mixed.iloc[positions]
    results = select(rows)
    expected = in_view(rows, view)
    pages = [results.list_view(view, start=start, size=size) for start in range(0, len(expected) + size, size)]
    table = results.engine.take(np.concatenate([page.rows for page in pages]))
    assert {page.count for page in pages} == {len(expected)}
    assert len(table) == len(expected)
    assert set(table["incident_id"]) == expected
    days = table["date_start"]
    assert days.equals(days.sort_values(ascending=False, na_position="last", kind="stable"))


def test_a_selection_of_nothing_lists_nothing(mixed: GeoDataFrame) -> None:
    page = select(mixed, "q=nothing+says+this").list_view(WORLD, start=0, size=50)
    assert (page.count, len(page.rows)) == (0, 0)


def test_a_start_behind_the_end_is_an_empty_page(mixed: GeoDataFrame) -> None:
    page = select(mixed).list_view(WORLD, start=10_000, size=50)
    assert page.count > 0
    assert len(page.rows) == 0
