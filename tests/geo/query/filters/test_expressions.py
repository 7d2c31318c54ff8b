"""What an engine is asked stays shallow however much is asked at once: some refuse a deep expression."""

import math
import re
from urllib.parse import urlencode

import duckdb
import geopandas as gpd
import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.query.filters.expressions import all_of, any_of, evaluate, sum_of
from geo.query.filters.geometry import Circle, Rings
from geo.query.selection import Selection

MAX_NESTING = 60
CORNERS = [
    (64 + 8 * math.cos(angle), 28 + (6 + number % 2) * math.sin(angle))
    for number, angle in enumerate(np.linspace(0, 2 * math.pi, 199, endpoint=False).tolist())
]
AREA = ("area", ",".join(f"{longitude:.4f},{latitude:.4f}" for longitude, latitude in CORNERS))
TOWNS = ["Quetta", "Turbat", "Panjgur", "Zahedan", "Mosul", "Erbil", "Kirkuk", "Baghdad", "Kabul", "Herat", "Aleppo"]
PLACES = [("place", name) for name in (*TOWNS, *(f"Village {number}" for number in range(100 - len(TOWNS))))]
ACTORS = [("actor", name) for name in ("Iran", "Army of Justice", *(f"Brigade {number}" for number in range(98)))]
REST = [("type", "Battles"), ("country", "Iran"), ("q", "Iran"), ("admin1", "Balochistan"), ("from", "2020-01-01")]


def nesting(text: str) -> int:
    """How many brackets of an expression stand within each other, texts in quotation marks aside."""
    depth = deepest = 0
    for bracket in re.sub(r"[^()]", "", re.sub(r"'(?:[^']|'')*'|\"[^\"]*\"", "", text)):
        depth += 1 if bracket == "(" else -1
        deepest = max(deepest, depth)
    return deepest


def duckdb_text(pairs: list[tuple[str, str]], rows: gpd.GeoDataFrame) -> str:
    """The expression of a query as DuckDB gets it."""
    with duckdb.connect() as connection:
        frame = nw.from_native(connection.from_df(pd.DataFrame(rows.drop(columns="geometry"))))
        predicate = Selection.from_query(urlencode(pairs)).predicate(frame)
        assert predicate is not None
        return str(frame.select(answer=predicate).to_native().sql_query())


@pytest.mark.parametrize(
    "pairs",
    [
        [("place", "northern Iraq")],
        [("place", "northern Iraq"), ("inside", "possible")],
        [AREA, ("inside", "possible")],
        PLACES,
        [(key, f"!{name}") for key, name in PLACES],
        ACTORS,
        [("around", "179.9,10,900"), *REST],
        [AREA, *PLACES[:99], ("place", "northern Iraq"), *ACTORS[:20], *REST, ("inside", "possible")],
    ],
    ids=["northern Iraq", "possibly", "199 corners", "100 places", "without them", "100 actors", "circle", "all"],
)
def test_nesting_is_bounded(pairs: list[tuple[str, str]], small: gpd.GeoDataFrame) -> None:
    assert nesting(duckdb_text(pairs, small)) <= MAX_NESTING


@given(st.lists(st.booleans(), min_size=1, max_size=70))
def test_trees_join_all_in_order(answers: list[bool]) -> None:
    frame = pd.DataFrame({f"c{number}": [answer] for number, answer in enumerate(answers)})
    columns = [nw.col(name) for name in frame]
    assert evaluate(frame, all_of(columns))[0] == all(answers)
    assert evaluate(frame, any_of(columns))[0] == any(answers)
    assert evaluate(frame, sum_of(column.cast(nw.Int32) for column in columns) == sum(answers))[0]


DEGREES = st.integers(-60, 60).map(lambda third: third / 3)
RINGS = st.lists(st.tuples(DEGREES, DEGREES), min_size=3, max_size=8, unique=True).filter(
    lambda ring: len({latitude for _, latitude in ring}) > 1
)


@given(st.lists(RINGS, min_size=1, max_size=3), st.sampled_from([0.0, 175.0]))
def test_the_box_takes_no_point_of_rings(rings: list[list[tuple[float, float]]], east: float) -> None:
    region = Rings(tuple(tuple((longitude + east, latitude) for longitude, latitude in ring) for ring in rings))
    corners = np.array([corner for ring in region.rings for corner in ring])
    middles = (corners + np.roll(corners, 1, axis=0)) / 2
    longitude, latitude = np.concatenate([corners, middles, corners + 0.1, corners + np.array([0.0, 1e-9])]).T
    frame = pd.DataFrame({"longitude": longitude, "latitude": latitude})
    by_rays = region._is_odd(longitude, latitude)
    assert (region.contains(longitude, latitude) == by_rays).all()
    assert (evaluate(frame, region.expression()) == by_rays).all()


@given(
    st.tuples(st.sampled_from([-180.0, -179.5, 0.0, 64.2, 180.0]), st.sampled_from([-90.0, -89.9, -30.0, 0.0, 75.0])),
    st.sampled_from([0.0, 0.001, 25.0, 1500.0, 10_007.5, 19_000.0]),
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=20),
)
def test_the_box_takes_no_point_of_a_circle(
    centre: tuple[float, float], km: float, points: list[tuple[float, float]]
) -> None:
    region = Circle(*centre, km)
    angles = np.linspace(0, 2 * np.pi, 13)
    near = np.stack([np.sin(angles), np.cos(angles)], axis=1) * (km / 111.2) + centre
    longitude, latitude = np.concatenate([np.array([centre, *points]), near]).T
    longitude, latitude = (longitude + 180) % 360 - 180, np.clip(latitude, -90, 90)
    frame = pd.DataFrame({"longitude": longitude, "latitude": latitude})
    assert (evaluate(frame, region.expression()) == region.contains(longitude, latitude)).all()
