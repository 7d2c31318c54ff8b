from datetime import date

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.comparison.baseline import ALL, BASELINE_WORDS, BEFORE, YEAR_BEFORE, parse_baseline, resolve_baseline
from geo.analysis.comparison.periods import Period, default_period
from geo.core import incidents
from geo.errors import ValueRefused
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "previous", "year_before"),
    [
        ("2024-03-01", "2024-03-31", ("2024-01-30", "2024-02-29"), ("2023-03-01", "2023-03-31")),
        ("2024-02-29", "2024-02-29", ("2024-02-28", "2024-02-28"), ("2023-02-28", "2023-02-28")),
        ("2025-02-28", "2025-02-28", ("2025-02-27", "2025-02-27"), ("2024-02-28", "2024-02-28")),
        ("2024-01-01", "2024-12-31", ("2022-12-31", "2023-12-31"), ("2023-01-01", "2023-12-31")),
        ("0001-01-01", "0001-01-02", None, None),
        ("0001-01-03", "0001-01-04", ("0001-01-01", "0001-01-02"), None),
    ],
)
def test_earlier_periods(
    first: str, last: str, previous: tuple[str, str] | None, year_before: tuple[str, str] | None
) -> None:
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    for earlier, expected in ((period.previous(), previous), (period.year_before(), year_before)):
        assert (earlier and (earlier.first.isoformat(), earlier.last.isoformat())) == expected


@given(DAYS, st.integers(1, 4000))
def test_the_period_before_is_as_long_and_ends_the_day_before(last: date, days: int) -> None:
    if last.toordinal() < days:
        return
    period = Period(date.fromordinal(last.toordinal() - days + 1), last)
    earlier = period.previous()
    assert (earlier is None) == (period.first.toordinal() <= days)
    if earlier:
        assert earlier.days == period.days == days
        assert (period.first - earlier.last).days == 1


@given(DAYS)
def test_twelve_months_are_a_year_and_end_on_the_day(last: date) -> None:
    period = default_period(last)
    assert period is not None
    assert period.last == last
    assert period.first == date.min or period.days in (365, 366)


@pytest.mark.parametrize(
    ("query", "selection", "baseline"),
    [
        ("", "from=2023-01-18&to=2024-01-17", "from=2022-01-18&to=2023-01-17"),
        ("from=2024-01-10", "from=2024-01-10&to=2024-01-17", "from=2024-01-02&to=2024-01-09"),
        ("to=2024-02-29", "from=2023-03-01&to=2024-02-29", "from=2022-03-01&to=2023-02-28"),
        ("from=2024-01-01&to=2024-12-31", "from=2024-01-01&to=2024-12-31", "from=2022-12-31&to=2023-12-31"),
        ("actor=Nobody+at+all", "actor=Nobody+at+all&from=2023-01-18&to=2024-01-17",
         "actor=Nobody+at+all&from=2022-01-18&to=2023-01-17"),
        ("from=2030-01-05", "from=2030-01-05&to=2030-01-05", "from=2030-01-04&to=2030-01-04"),
    ],
)  # fmt: skip
def test_the_two_periods_that_are_compared(small: gpd.GeoDataFrame, query: str, selection: str, baseline: str) -> None:
    pair = resolve_baseline(Index.from_table(small), Selection.from_query(query))
    assert (pair.selection.to_query(), pair.baseline.to_query()) == (selection, baseline)
    assert pair.aligned


def test_a_date_known_to_the_year_does_not_lengthen_the_data() -> None:
    rows = incident_table("a,2024-05-17,,,", "b,2024-01-01,,,2024-12-31", columns="date_end")
    assert resolve_baseline(Index.from_table(rows), Selection()).selection.to_query() == "from=2023-05-18&to=2024-05-17"


def test_another_selection_is_compared_with_the_whole_one(small: gpd.GeoDataFrame) -> None:
    pair = resolve_baseline(Index.from_table(small), Selection.from_query("actor=Iran"), "country=Iran")
    assert (pair.selection.to_query(), pair.baseline.to_query(), pair.aligned) == ("actor=Iran", "country=Iran", False)
    assert resolve_baseline(Index.from_table(small), Selection.from_query("actor=Iran"), ALL).baseline == Selection()


@pytest.mark.parametrize("other", [BEFORE, YEAR_BEFORE])
def test_a_missing_earlier_period_is_refused(small: gpd.GeoDataFrame, other: str) -> None:
    with pytest.raises(ValueRefused, match="calendar"):
        resolve_baseline(Index.from_table(small), Selection.from_query("from=0001-01-01&to=0001-01-02"), other)
    with pytest.raises(ValueRefused, match="no incident has a date"):
        resolve_baseline(Index.from_table(incident_table("a,,,")), Selection(), other)
    with pytest.raises(ValueRefused, match="no incident has a date"):
        resolve_baseline(Index.from_table(incidents.empty()), Selection(), other)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("before", "before"),
        (" year-before ", "year-before"),
        ("all", "all"),
        ("", "all"),
        ("country=Iran", "country=Iran"),
        ("?country=Iran", "country=Iran"),
        ("http://127.0.0.1:8501/map?country=Iran&incident=x&with=before#top", "country=Iran"),
        ("/api/compare.csv?by=actor&tolls=1&type=Battles", "type=Battles"),
        ("http://127.0.0.1:8501/map", "all"),
        ("actor=IRGC&actor=Nobody", "actor=Islamic+Revolutionary+Guard+Corps&actor=Nobody"),
    ],
)
def test_another_selection_is_read_from_words_queries_and_addresses(text: str, other: str) -> None:
    assert parse_baseline(text) == (other, ())


@pytest.mark.parametrize(
    ("text", "other", "keys"),
    [
        ("yesterday", "", ["with"]),
        ("from=yesterday", "", ["with: from"]),
        ("from=yesterday&country=Iran", "country=Iran", ["with: from"]),
        ("acter=Iran", "", ["with: acter"]),
        ("from=2024-02-01&to=2024-01-01", "from=2024-02-01", ["with: to"]),
        ("q=" + "x" * 30_000, "", ["with"]),
        ("&".join(["actor=x"] * 600), "", ["with: query"]),
    ],
)
def test_what_cannot_be_read_of_another_selection_is_named(text: str, other: str, keys: list[str]) -> None:
    written, problems = parse_baseline(text)
    assert written == other
    assert [problem.key for problem in problems] == keys
    assert all(len(problem.value) <= 100 for problem in problems)


@given(st.text(max_size=60))
def test_what_is_read_is_read_again_as_the_same(text: str) -> None:
    written, _ = parse_baseline(text)
    assert not written or parse_baseline(written) == (written, ())
    assert written in (*BASELINE_WORDS, "") or Selection.from_query(written).to_query() == written
