"""The days that a selection covers, and the earlier periods that they are compared with."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from geo.analysis.engine_cache import once_per_engine
from geo.core.formatting import format_day, pluralize
from geo.query.engine import Engine
from geo.query.selection import Selection

ONE_DAY = timedelta(days=1)
DEFAULT_MONTHS = 12  # a whole year, so that both periods have the same seasons


@dataclass(frozen=True)
class Period:
    """The days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def describe(self) -> str:
        """The period in words, with its length."""
        return f"{format_day(self.first)} to {format_day(self.last)} ({pluralize(self.days, 'day')})"

    def previous(self) -> "Period | None":
        """The period of the same length just before it; None where the calendar does not reach so far back."""
        return self.ending_on(_shift_days(self.first, days=-1))

    def year_before(self) -> "Period | None":
        """The same days a year earlier, 28 for 29 February; None where there is no such year."""
        first, last = _shift_months(self.first, -12), _shift_months(self.last, -12)
        return Period(first, last) if first and last else None

    def ending_on(self, last: date | None) -> "Period | None":
        """The period of the same length that ends on a day; None where the calendar does not reach so far back."""
        first = _shift_days(last, days=1 - self.days) if last else None
        return Period(first, last) if first and last else None


def default_period(last: date | None) -> Period | None:
    """The twelve months that end on a day; None without one."""
    if last is None:
        return None
    first = _shift_months(last, -DEFAULT_MONTHS)
    return Period(first + ONE_DAY if first else date.min, last)


def previous_default_period(period: Period) -> Period | None:
    """The twelve months just before twelve months, which may be a day longer or shorter."""
    return default_period(_shift_days(period.first, days=-1))


def period_of(selection: Selection, engine: Engine) -> Period | None:
    """The days that a selection sets, up to the last day of the data by default; None where it sets no first day."""
    first, last = selection.get("from"), selection.get("to") or last_day(engine)
    return Period(first, max(first, last or first)) if first else None


@once_per_engine
def first_day(engine: Engine) -> date | None:
    """The first day on which an incident of the table may have happened; None where none has a date."""
    first, _ = engine.select(Selection()).date_range()
    return None if pd.isna(first) else first.date()


@once_per_engine
def last_day(engine: Engine) -> date | None:
    """The last day on which an incident of the table starts; None where none has a date.

    Not on which one ends: an incident known only to its year ends in December, wherever the data end.
    """
    last = engine.select(Selection()).latest("date_start")
    return None if pd.isna(last) else last.date()


def with_period(selection: Selection, period: Period) -> Selection:
    """The selection with the days of a period."""
    return selection.with_filter("from", period.first).with_filter("to", period.last)


def _shift_days(day: date, *, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _shift_months(day: date, months: int) -> date | None:
    """The same day some months later, or the last day of that month; None outside the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, pd.Period(year=year, month=month + 1, freq="M").days_in_month))
