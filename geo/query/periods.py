"""Periods that end today, by the clock of the person who asks."""

from datetime import date, datetime, timedelta, tzinfo

LAST_30_DAYS, THIS_MONTH, THIS_YEAR = "last 30 days", "this month", "this year"
PERIODS = (LAST_30_DAYS, THIS_MONTH, THIS_YEAR)


def today_in(zone: tzinfo) -> date:
    """Today's date in a time zone."""
    return datetime.now(zone).date()


def period_ending(period: str, today: date) -> tuple[date, date]:
    """The first and the last day of one of PERIODS: it ends today, for no incident is later, and 30 days count today.

    A whole month or year would be compared with a longer one before it as long as it is not over.
    """
    first_days = {
        LAST_30_DAYS: today - timedelta(days=29),
        THIS_MONTH: today.replace(day=1),
        THIS_YEAR: today.replace(month=1, day=1),
    }
    return first_days[period], today
