"""How far a search of long texts goes: a table may have more of them than anybody waits for, and that is stated."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from geo.core.formatting import format_day
from geo.query.lazy.joined_tests import AllOf, AnyOf, NoneOf, passes_all, passes_any, passes_not
from geo.query.lazy.pack_source import PackSource
from geo.query.lazy.part_classes import NO_ROWS
from geo.query.lazy.row_test import ExpressionTest, NumberRange, RowTest

# Rows whose title, summary, notes and identifier one search reads: measured in docs/decisions/0043.
MAX_TEXT_ROWS = 5_000_000


@dataclass(frozen=True)
class RowSpan:
    """The rows from one number up to another, the latest of `n_rows`."""

    first: int
    stop: int
    n_rows: int


def limit_text(test: RowTest, source: PackSource) -> tuple[RowTest, tuple[str, ...]]:
    """The test with the search of long texts limited to the latest rows, and a sentence that says so where it is."""
    if not reads_text(test):
        return test, ()
    span = _latest_rows(test, source)
    if span is None:
        return test, ()
    return _replace(test, lambda each: passes_all([NumberRange(span.first, span.stop), each])), (
        _describe(span, source),
    )


def _latest_rows(test: RowTest, source: PackSource) -> RowSpan | None:
    """The latest MAX_TEXT_ROWS rows of the years that the test can take; None where these have no more."""
    partitions = [
        source.folder.manifest.partitions[part] for part in np.flatnonzero(source.classes.of(test) != NO_ROWS)
    ]
    n_rows = sum(part.n_rows for part in partitions)
    if n_rows <= MAX_TEXT_ROWS:
        return None
    dated = [part for part in partitions if part.year is not None] or partitions
    stop, remaining, first = max(part.last_row for part in dated) + 1, MAX_TEXT_ROWS, 0
    for year in sorted({part.year or 0 for part in dated}, reverse=True):
        of_year = [part for part in dated if (part.year or 0) == year]
        last, size = max(part.last_row for part in of_year), sum(part.n_rows for part in of_year)
        first = min(part.first_row for part in of_year) if size <= remaining else last + 1 - remaining
        remaining -= size
        if remaining <= 0:
            break
    return RowSpan(first, stop, n_rows)


def _describe(span: RowSpan, source: PackSource) -> str:
    day = source.codebook.day_of_row(span.first)
    since = f", from {format_day(day)} on" if day is not None else ""
    return (
        f"Titles, summaries, notes and identifiers were searched in the latest {span.stop - span.first:,} of "
        f"{span.n_rows:,} incidents{since}: choose fewer days to search others."
    )


def reads_text(test: RowTest) -> bool:
    """Whether a test reads long texts."""
    if isinstance(test, AllOf | AnyOf):
        return any(map(reads_text, test.tests))
    return reads_text(test.test) if isinstance(test, NoneOf) else isinstance(test, ExpressionTest) and test.reads_text


def _replace(test: RowTest, replace: Callable[[RowTest], RowTest]) -> RowTest:
    """The test with each part of it that reads text replaced."""
    if isinstance(test, AllOf):
        return passes_all(_replace(each, replace) for each in test.tests)
    if isinstance(test, AnyOf):
        return passes_any(_replace(each, replace) for each in test.tests)
    if isinstance(test, NoneOf):
        return passes_not(_replace(test.test, replace))
    return replace(test) if reads_text(test) else test
