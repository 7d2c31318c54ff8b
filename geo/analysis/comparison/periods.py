"""The days that a selection is about, and the periods before them that they are compared with."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from geo.core.formatting import format_day, pluralize
from geo.query.index import Index
from geo.query.selection import Selection

ONE_DAY = timedelta(days=1)
DEFAULT_MONTHS = 12  # of a selection that sets no first day


@dataclass(frozen=True)
class Period:
    """The days from the first to the last, both of them in it."""

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
        """As many days, just before it; None where the calendar does not reach so far back."""
        return self.ending_on(_shift_days(self.first, days=-1))

    def year_before(self) -> "Period | None":
        """The same days of the year before, a 29 February being a 28th; None where there is no such year."""
        first, last = _shift_months(self.first, -12), _shift_months(self.last, -12)
        return Period(first, last) if first and last else None

    def ending_on(self, last: date | None) -> "Period | None":
        """As many days, the last of them this; None where the calendar does not reach so far back."""
        first = _shift_days(last, days=1 - self.days) if last else None
        return Period(first, last) if first and last else None


def default_period(last: date | None) -> Period | None:
    """The twelve months that end with a day; None without one."""
    if last is None:
        return None
    first = _shift_months(last, -DEFAULT_MONTHS)
    return Period(first + ONE_DAY if first else date.min, last)


def previous_default_period(period: Period) -> Period | None:
    """The twelve months just before twelve months; they may have a day more or less."""
    return default_period(_shift_days(period.first, days=-1))


def period_of(selection: Selection, index: Index) -> Period | None:
    """The days that a selection sets, up to the data's last day where it sets no last one; None if it sets no first."""
    first, last = selection.get("from"), selection.get("to") or last_day(index)
    return Period(first, max(first, last or first)) if first else None


def last_day(index: Index) -> date | None:
    """The last day on which an incident of the table begins; None where none has a date.

    What is known to a year only reaches to the year's end, which says nothing of how far the data goes.
    """
    last = index.groups["when"].values["date_start"].max()
    return None if pd.isna(last) else last.date()


def with_period(selection: Selection, period: Period) -> Selection:
    """The selection with a period's days set."""
    return selection.with_filter("from", period.first).with_filter("to", period.last)


def _shift_days(day: date, *, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _shift_months(day: date, months: int) -> date | None:
    """The same day so many months on, or the month's last; None outside of the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, pd.Period(year=year, month=month + 1, freq="M").days_in_month))
