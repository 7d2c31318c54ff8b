"""Datasets that begin or end between the sides of a comparison are named, and no others."""

from datetime import date, timedelta

import pytest

from geo.analysis.comparison.baseline import SelectionPair, resolve_baseline
from geo.analysis.comparison.comparison import find_caveats
from geo.analysis.comparison.coverage import dataset_coverage, describe_breaks, find_breaks
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table


def days(dataset: str, first: str, last: str, *, every: int = 3, country: str = "Chad") -> list[str]:
    """Lines of a dataset with an incident every few days."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    numbers = range(0, (end - start).days + 1, every)
    return [f"{dataset}{number},{start + timedelta(days=number)},,,{dataset},{country}" for number in numbers]


def build(*lines: str) -> Index:
    return Index.from_table(incident_table(*lines, columns="dataset,country"))


OLD, NEW = days("Old", "2020-01-01", "2022-12-31"), days("New", "2023-01-01", "2024-12-30")


def breaks(index: Index, query: str, source: str = "before") -> list[str]:
    pair = resolve_baseline(index, Selection.from_query(query), source)
    return [each.describe() for each in find_breaks(index, pair)]


def test_one_dataset_that_ends_and_one_that_begins_between_the_sides_are_named() -> None:
    assert breaks(build(*OLD, *NEW), "from=2023-01-01&to=2023-12-31") == [
        "The dataset “Old” ends on 31 December 2022 and covers none of this period.",
        "The dataset “New” begins on 1 January 2023 and covers none of the period before.",
    ]


def test_a_dataset_that_covers_neither_side_wholly_is_named_once() -> None:
    index = build(*days("Old", "2020-01-01", "2022-10-31"), *days("All", "2020-01-01", "2024-12-30"))
    assert breaks(index, "from=2023-01-01&to=2023-12-31") == [
        "The dataset “Old” ends on 29 October 2022 and covers none of this period and only part of the period before."
    ]


def test_a_dataset_that_covers_part_of_a_side_is_named() -> None:
    index = build(*days("Old", "2020-01-01", "2023-06-30"), *days("All", "2020-01-01", "2024-12-30"))
    assert breaks(index, "from=2023-01-01&to=2023-12-31") == [
        "The dataset “Old” ends on 29 June 2023 and covers only part of this period."
    ]


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ("from=2024-01-01&to=2024-06-30", "before"),  # the old one ends before either side
        ("from=2022-01-01&to=2022-06-30", "before"),  # the new one begins after either side
        ("from=2024-01-01&to=2024-12-31", "dataset=New&from=2023-01-01&to=2023-12-31"),
        ("from=2024-06-01&to=2025-01-03", "before"),  # two incidents late: not yet silent
        ("country=Chad", "country=Mali"),  # the same days on both sides
        ("dataset=Old&from=2021-01-01&to=2021-12-31", "before"),
    ],
)
def test_what_covers_both_sides_alike_is_not_named(query: str, source: str) -> None:
    assert breaks(build(*OLD, *NEW), query, source) == []


def test_a_dataset_that_a_filter_excludes_is_not_named() -> None:
    index = build(
        *OLD, *days("New", "2023-01-01", "2024-12-30", country="Mali"), *days("All", "2020-01-01", "2024-12-30")
    )
    sentences = breaks(index, "country=Mali&from=2023-01-01&to=2023-12-31")
    assert sentences == ["The dataset “New” begins on 1 January 2023 and covers none of the period before."]


def test_a_sparse_dataset_has_not_ended_because_it_is_silent_for_a_while() -> None:
    yearly = [f"y{year},{year}-07-01,,,Sparse,Chad" for year in range(2010, 2022)]
    assert breaks(build(*yearly), "from=2022-01-01&to=2022-12-31") == []
    assert breaks(build(*yearly), "from=2021-01-01&to=2025-12-31") == [
        "The dataset “Sparse” ends on 1 July 2021 and covers only part of this period."
    ]


def test_a_dataset_of_one_day_and_an_atlas_without_dates_say_nothing() -> None:
    assert dataset_coverage(build("a,2024-01-01,,,One,Chad")) == ()
    undated = build("a,,,,One,Chad")
    everything = Selection()
    assert find_breaks(undated, SelectionPair(everything, everything, "all")) == []


def test_of_many_datasets_a_few_are_named() -> None:
    index = build(*(line for number in range(9) for line in days(f"N{number}", "2023-01-01", "2024-12-30", every=90)))
    pair = resolve_baseline(index, Selection.from_query("from=2023-01-01&to=2023-12-31"))
    text = describe_breaks(find_breaks(index, pair))
    assert (text.count("The dataset"), "4 more datasets begin or end." in text) == (5, True)


def test_the_caveats_name_the_break_and_that_no_conclusion_is_drawn() -> None:
    index = build(*OLD, *NEW)
    pair = resolve_baseline(index, Selection.from_query("from=2023-01-01&to=2023-12-31"))
    text = describe_breaks(find_breaks(index, pair))
    assert text.endswith("So no conclusion is drawn from the difference.")
    assert text in find_caveats(index, pair)
    assert describe_breaks([]) == ""
