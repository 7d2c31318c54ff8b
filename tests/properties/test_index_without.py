"""An index without some rows answers everything as the index of the other rows does."""

import random
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.incidents import as_incidents
from geo.query import caveats, facets, unknown_names
from geo.query.answers import NO_ROW
from geo.query.filters import FILTERS
from geo.query.filters.extents import Inside
from geo.query.index import Index
from geo.query.selection import Selection
from tests.engine_answers import all_answers, first_difference
from tests.properties.test_index import CELLS, SELECTIONS, build_table
from tests.random_selections import made_table, random_selections

N_ROWS = 25
ABSENT = st.sets(st.integers(0, N_ROWS - 1), max_size=N_ROWS).map(sorted)


def without(table: gpd.GeoDataFrame, absent: list[int]) -> tuple[Index, Index]:
    """The index of a table without rows, and that of a table that never had them."""
    absent = [row for row in absent if row < len(table)]
    rest = pd.DataFrame(table.drop(columns="geometry")).drop(index=absent)
    return Index.from_table(table).without(np.array(absent, dtype=np.int64)), Index.from_table(as_incidents(rest))


@settings(deadline=None, max_examples=30)
@given(st.lists(CELLS, max_size=N_ROWS), ABSENT, SELECTIONS, st.integers(0, 999))
def test_every_answer_is_that_of_the_other_rows(
    cells: list[tuple[Any, ...]], absent: list[int], selection: Selection, seed: int
) -> None:
    index, expected = without(build_table(cells), absent)
    assert len(index) == len(expected)
    assert list(index.table["incident_id"]) == list(expected.table["incident_id"])
    answers = [all_answers(engine, selection, seed) for engine in (expected, index)]
    assert first_difference(*answers) == ""


@settings(deadline=None, max_examples=20)
@given(st.lists(CELLS, max_size=N_ROWS), ABSENT, SELECTIONS)
def test_choices_and_caveats_are_those_of_the_other_rows(
    cells: list[tuple[Any, ...]], absent: list[int], selection: Selection
) -> None:
    index, expected = without(build_table(cells), absent)
    for filter_ in (each for each in FILTERS if each.facet_columns):
        for inside in Inside:
            assert index.facet_values(filter_, inside).values == expected.facet_values(filter_, inside).values
    counts = [facets.all_facet_counts(engine, selection) for engine in (index, expected)]
    assert {key: list(each.items()) for key, each in counts[0].items()} == {
        key: list(each.items()) for key, each in counts[1].items()
    }
    assert caveats.describe_caveats(index, selection) == caveats.describe_caveats(expected, selection)
    known = [unknown_names.drop_unknown_names(selection, engine) for engine in (index, expected)]
    assert known[0] == known[1]


def test_many_rows_and_every_kind_of_selection() -> None:
    table, source = made_table(), random.Random(3)
    index, expected = without(table, sorted(source.sample(range(len(table)), 900)))
    for seed, selection in enumerate(random_selections(20, seed=8)):
        answers = [all_answers(engine, selection, seed) for engine in (expected, index)]
        assert first_difference(*answers) == "", selection.to_query()


def test_rows_that_are_left_out_are_nowhere_and_further_ones_can_be() -> None:
    table = made_table(200)
    whole = Index.from_table(table)
    index = whole.without(np.array([3, 5])).without(np.array([5, 7, 0]))
    ids = list(table["incident_id"].iloc[:10])
    rows = index.find([*ids, "nobody", "half a character \ud800"])
    assert [row == NO_ROW for row in rows] == [number in (0, 3, 5, 7) for number in range(10)] + [True, True]
    assert index.select(Selection()).contains(np.array([0, 1, NO_ROW])).tolist() == [False, True, False]
    assert (len(index), len(whole)) == (196, 200)
    assert index.source is whole.source, "nothing is copied"
