"""A table without some rows is the table of the others, whatever their points and names have to do with each other."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places.own_places import OwnTable, count_points, join_counts
from geo.places.own_places.own_table import MAX_NAMES_AT_POINT
from geo.places.own_places.reduced_table import add_forms, reduce_table
from tests.geo.places.own_places.own_rows import Row, make_rows, make_table
from tests.thoroughness import count

SOHR: Row = ("Sohr Kalay", "Pakistan", 66.9, 30.2)
NEARBY: Row = ("Sohr Kalay", "Pakistan", 67.0, 30.2)
names = st.sampled_from(["Sohr Kalay", "sohr kalay", "Tor Ghar", "Spin", "12"])
rows_of_tables = st.tuples(
    names, st.sampled_from(["Pakistan", ""]), st.sampled_from([66.9, 67.0, 70.1]), st.sampled_from([30.2, 30.3, 33.2])
)


def reduce_rows(frame: pd.DataFrame, removed: pd.DataFrame) -> OwnTable:
    counts = join_counts([count_points(frame)])
    return reduce_table(OwnTable.from_counts(counts), add_forms(counts), join_counts([count_points(removed)]))


def test_where_the_commonest_point_goes_the_next_is_the_place() -> None:
    (point,) = reduce_rows(make_rows(SOHR, SOHR, NEARBY), make_rows(SOHR, SOHR)).points_of("sohr kalay")
    assert (point.longitude, point.n_rows, point.spread_km) == (67.0, 1, 0.0)


def test_rows_that_teach_nothing_leave_the_table_as_it_is() -> None:
    counts = join_counts([count_points(make_rows(SOHR))])
    table = OwnTable.from_counts(counts)
    removed = join_counts([count_points(make_rows(NEARBY, precision="admin1"))])
    assert reduce_table(table, add_forms(counts), removed) is table


def test_a_point_that_has_one_name_less_than_a_stand_in_is_the_place_of_the_others() -> None:
    syllables = ("ba", "da", "ga", "ka", "la", "ma")
    many = [f"Sohr {one}{other}" for one in syllables for other in syllables][: MAX_NAMES_AT_POINT + 1]
    rows: list[Row] = [(name, "Pakistan", 66.9, 30.2) for name in many]
    assert len(reduce_rows(make_rows(*rows), make_rows(rows[0]))) == MAX_NAMES_AT_POINT
    assert len(reduce_rows(make_rows(*rows), make_rows())) == 0


@settings(max_examples=count(26, 80))
@given(rows=st.lists(rows_of_tables, max_size=25), is_removed=st.lists(st.booleans(), min_size=25, max_size=25))
def test_the_table_without_rows_is_that_of_the_others(rows: list[Row], is_removed: list[bool]) -> None:
    frame, chosen = make_rows(*rows), np.array(is_removed[: len(rows)], dtype=bool)
    remaining = make_table(frame[~chosen])
    assert reduce_rows(frame, frame[chosen]).rows.to_pylist() == remaining.rows.to_pylist()
