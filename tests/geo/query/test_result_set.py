"""What a result set in memory answers, beside a plain look at its rows."""

import numpy as np
import pandas as pd
import pytest

from geo.core.claimed_range import parse_claimed_range
from geo.core.schema import KILLED, KILLED_CLAIMED
from geo.places.areas import areas_of_rows
from geo.query.answers import Grouping
from geo.query.casualty_sums import CASUALTY_SUMS, sum_by_cell
from geo.query.engine import ResultSet
from geo.query.filters import FILTER
from geo.query.filters.extents import Inside
from geo.query.index import Index
from geo.query.selection import Selection
from tests.random_selections import made_table

INDEX = Index.from_table(made_table(600))
QUERIES = ("", "country=Iran", "precision=exact&type=Battles", "from=2016-01-01", "q=nothing+says+this")


@pytest.fixture(params=QUERIES)
def results(request: pytest.FixtureRequest) -> ResultSet:
    return INDEX.select(Selection.from_query(request.param))


def test_pairs_are_those_of_a_crossing(results: ResultSet) -> None:
    rows = results.rows()[["country", "event_type"]].astype("str").fillna("-")
    counts = results.pair_counts("country", "event_type")
    names = [[*INDEX.categories(column), "-"] for column in ("country", "event_type")]
    expected = (
        pd.crosstab(rows["country"], rows["event_type"])
        .reindex(names[0], fill_value=0)
        .reindex(columns=names[1], fill_value=0)
    )
    assert counts.tolist() == expected.to_numpy().tolist()


def test_casualties_are_those_of_each_group(results: ResultSet) -> None:
    n_types = len(INDEX.categories("event_type")) + 1
    grouping = Grouping("event_type", np.arange(n_types), n_types)
    sums = results.casualty_sums(grouping)
    assert list(sums.columns) == [0, *CASUALTY_SUMS]
    rows = results.rows()
    codes = np.where(rows["event_type"].cat.codes < 0, n_types - 1, rows["event_type"].cat.codes)
    expected = one_by_one(rows).groupby(codes).sum()
    assert sums[0].tolist() == expected.index.tolist()
    assert sums[list(CASUALTY_SUMS)].to_numpy().tolist() == expected.to_numpy().tolist()
    assert results.casualty_sums().to_numpy().tolist() == [one_by_one(rows).sum().tolist()]


def one_by_one(rows: pd.DataFrame) -> pd.DataFrame:
    """What each row adds, by the words of the rule."""
    sums = []
    flags = rows["zero_means_unknown"].fillna(False).astype(bool)
    claims = map(parse_claimed_range, rows[KILLED_CLAIMED].astype("str").fillna(""))
    for numbers, zero_is_unknown, claimed in zip(
        rows[list(KILLED)].itertuples(index=False), flags, claims, strict=True
    ):
        known = [None if pd.isna(number) or (number == 0 and zero_is_unknown) else int(number) for number in numbers]
        lower = known[0] if known[0] is not None else known[1]
        usual = known[1] if known[1] is not None else known[0]
        upper = known[2] if known[2] is not None else known[1]
        if claimed:
            lower, upper = widen(lower, upper, *claimed)
            usual = lower if usual is None else usual
        sums.append(
            (1, lower or 0, usual or 0, upper or 0, lower is None, upper is None, lower is None and upper is None)
        )
    return pd.DataFrame(sums, columns=list(CASUALTY_SUMS)).astype("int64")


def widen(lower: int | None, upper: int | None, least: int, most: int, is_open: bool) -> tuple[int | None, int | None]:
    """The bounds of a row, wider where parties claim a range."""
    if lower is None and upper is None:
        return least, None if is_open else most
    return min(lower or 0, least), None if is_open or upper is None else max(upper, most)


def test_a_class_of_minus_one_is_not_counted(results: ResultSet) -> None:
    n_groups = len(INDEX.combinations("who"))
    only_first = Grouping("who", np.where(np.arange(n_groups) == 0, 0, -1), 1)
    sums = results.casualty_sums(only_first)
    assert sums["incidents"].sum() == results.combination_counts("who")[0]


def test_large_numbers_are_summed_to_the_last_digit() -> None:
    numbers = np.array([2**61, 1, 2**61, 3])
    columns = {name: numbers for name in CASUALTY_SUMS[1:]}
    sums = sum_by_cell(columns, [np.array([0, 0, 1, 1])], [2], 4)
    assert sums["best"].tolist() == [2**61 + 1, 2**61 + 3]


def test_few_of_very_many_cells_are_listed() -> None:
    columns = {name: np.array([1, 2, 4]) for name in CASUALTY_SUMS[1:]}
    sums = sum_by_cell(columns, [np.array([7, 3, 7]), np.array([900_000, 5, 900_000])], [10, 1_000_000], 3)
    assert sums[[0, 1, "incidents", "low"]].to_numpy().tolist() == [[3, 5, 1, 2], [7, 900_000, 2, 5]]


def test_every_row_is_drawn_one_way_or_has_no_coordinates(results: ResultSet) -> None:
    rows, spots = results.rows(), results.spot_counts()
    precision = rows["place_precision"].astype("str")
    placed = rows["longitude"].notna()
    areas = rows["incident_id"].isin(list(areas_of_rows(rows)))
    assert spots.exact == (placed & (precision == "exact")).sum()
    assert spots.near == (placed & (precision == "near")).sum()
    assert spots.areas == (placed & areas).sum()
    assert spots.without_coordinates == (~placed).sum() == len(results.without_coordinates())
    assert spots.vague == placed.sum() - spots.exact - spots.near - spots.areas
    assert results.extent_grid(5).sum() == placed.sum()
    marked = results.mark_rows(600)
    assert marked is not None
    assert INDEX.take(marked, ["incident_id"])["incident_id"].tolist() == rows["incident_id"][placed].tolist()
    assert results.mark_rows(int(placed.sum()) - 1) is None


def test_batches_are_all_rows_in_order(results: ResultSet) -> None:
    batches = list(results.batches(3, 50))
    assert [len(batch) for batch in batches[:2]] == [min(len(results), 3), min(max(len(results) - 3, 0), 50)][
        : len(batches)
    ]
    ids = [identifier for batch in batches for identifier in batch["incident_id"]]
    assert ids == results.rows()["incident_id"].tolist()


def test_the_last_day_of_each_column(results: ResultSet) -> None:
    for column in ("date_start", "date_end", "last_modified"):
        expected = results.rows()[column].max()
        assert results.latest(column) is pd.NaT if pd.isna(expected) else results.latest(column) == expected


def test_rows_of_any_clause_and_of_both_sets(results: ResultSet) -> None:
    clauses = FILTER["country"].alternatives(("Pakistan",), Inside.CERTAIN)
    rows = results.rows()
    expected = rows["incident_id"][(rows["country"] == "Pakistan").fillna(False)].tolist()
    assert results.matching(clauses).rows()["incident_id"].tolist() == expected
    both = results.intersect(INDEX.select(Selection.from_query("country=Pakistan")))
    assert both.rows()["incident_id"].tolist() == expected
    assert len(results.matching(())) == 0


def test_a_page_of_an_order_is_a_part_of_it(results: ResultSet) -> None:
    order = results.page(0, 600, "-killed_best").tolist()
    assert sorted(order) == results.page(0, 600).tolist()
    assert results.page(5, 9, "-killed_best").tolist() == order[5:9]
    assert results.page(5, 9, "title").tolist() == results.page(0, 600, "title").tolist()[5:9]


def test_rows_are_taken_in_the_order_asked_for() -> None:
    rows = INDEX.find(["i00009", "i00003", "i00009"])
    assert INDEX.take(rows)["incident_id"].tolist() == ["i00009", "i00003", "i00009"]
    assert list(INDEX.take(rows, ["country"]).columns) == ["country"]
    assert INDEX.take(rows[:0]).empty
    assert INDEX.take(np.arange(4, 8)).index.tolist() == [0, 1, 2, 3]
