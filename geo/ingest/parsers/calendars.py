"""Days of the Persian and the Islamic calendar as Gregorian days.

The Persian years of 1244 to 1472 (1865 to 2094) leap by a cycle of 33 years, which is the official calendar within them
(K. M. Borkowski, “The Persian calendar for 3000 years”, 1996). Islamic months are computed (the tabular calendar of
11 leap years in 30, epoch 16 July 622); the months that people observe begin with the sighting of the moon.
"""

import calendar
from datetime import date, timedelta

from geo.ingest.parsers.date_words import GREGORIAN, ISLAMIC, PERSIAN

_PERSIAN_EPOCH = date(1865, 3, 21)  # the first day of 1244
_PERSIAN_EPOCH_YEAR = 1244
_PERSIAN_LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)  # the years of the cycle of 33 that leap
_ISLAMIC_EPOCH = 227_014  # the proleptic day number before the first of Muharram of the year 1: 16 July 622, Julian

# The years that are read. The Gregorian ones are wide enough for any incident and refuse slips such as 0001 and 9999;
# the Persian ones end where the cycle was last compared (docs/decisions/0012), the others are 1863 to 2077.
YEARS = {GREGORIAN: (1500, 2199), PERSIAN: (1280, 1472), ISLAMIC: (1280, 1500)}


def to_gregorian(system: str, year: int, month: int, day: int) -> date | None:
    """The Gregorian day that a day of a calendar is; None where there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= month_length(system, year, month)):
        return None
    if system == GREGORIAN:
        return date(year, month, day)
    return first_of_month(system, year, month) + timedelta(days=day - 1)


def month_length(system: str, year: int, month: int) -> int:
    """How many days a month has; in the Islamic calendar 30, which any month may have."""
    if system == GREGORIAN:
        return calendar.monthrange(year, month)[1]
    if system == ISLAMIC:
        return 30
    return 31 if month <= 6 else 30 if month < 12 or year % 33 in _PERSIAN_LEAPS else 29


def first_of_month(system: str, year: int, month: int) -> date:
    """The first day of a month as a Gregorian day."""
    if system == GREGORIAN:
        return date(year, month, 1)
    if system == ISLAMIC:
        return date.fromordinal(
            _ISLAMIC_EPOCH + (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 + 1
        )
    leaps = sum(earlier % 33 in _PERSIAN_LEAPS for earlier in range(_PERSIAN_EPOCH_YEAR, year))
    return _PERSIAN_EPOCH + timedelta(days=(year - _PERSIAN_EPOCH_YEAR) * 365 + leaps + _days_before(month))


def last_of_month(system: str, year: int, month: int) -> date:
    """The last day of a month as a Gregorian day."""
    next_month = (year + 1, 1) if month == 12 else (year, month + 1)
    return first_of_month(system, *next_month) - timedelta(days=1)


def _days_before(month: int) -> int:
    return 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
