"""Days of the Persian and the Islamic calendar as days of ours.

The Persian years of 1244 to 1472 (1865 to 2094) leap by a cycle of 33 years, which is the official calendar within them
(K. M. Borkowski, “The Persian calendar for 3000 years”, 1996). Islamic months are reckoned (the tabular calendar of
11 leap years in 30, epoch 16 July 622), while the months that people keep begin with the moon that is seen.
"""

import calendar
from datetime import date, timedelta

from geo.ingest.parsers.date_words import GREGORIAN, ISLAMIC, PERSIAN

_PERSIAN_EPOCH = date(1865, 3, 21)  # the first day of 1244
_FIRST_PERSIAN, _LAST_PERSIAN = 1244, 1472
_PERSIAN_LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)
_ISLAMIC_EPOCH = 227_014  # the proleptic day number before the first of Muharram of the year 1: 16 July 622, Julian
_FIRST, _LAST = 1500, 2199  # years that a date of an incident may have

YEARS = {GREGORIAN: (_FIRST, _LAST), PERSIAN: (1280, 1472), ISLAMIC: (1280, 1500)}


def day(system: str, year: int, month: int, number: int) -> date | None:
    """The day of our calendar that a day of a calendar is; None where there is no such day."""
    if not (1 <= month <= 12 and 1 <= number <= month_length(system, year, month)):
        return None
    if system == GREGORIAN:
        return date(year, month, number)
    return first_of_month(system, year, month) + timedelta(days=number - 1)


def month_length(system: str, year: int, month: int) -> int:
    """How many days a month has; of the Islamic calendar 30, as any month may have."""
    if system == GREGORIAN:
        return calendar.monthrange(year, month)[1]
    if system == ISLAMIC:
        return 30
    return 31 if month <= 6 else 30 if month < 12 or year % 33 in _PERSIAN_LEAPS else 29


def first_of_month(system: str, year: int, month: int) -> date:
    """The first day of a month, by our calendar."""
    if system == GREGORIAN:
        return date(year, month, 1)
    if system == ISLAMIC:
        return date.fromordinal(
            _ISLAMIC_EPOCH + (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 + 1
        )
    leaps = sum(each % 33 in _PERSIAN_LEAPS for each in range(_FIRST_PERSIAN, year))
    return _PERSIAN_EPOCH + timedelta(days=(year - _FIRST_PERSIAN) * 365 + leaps + _days_before(month))


def last_of_month(system: str, year: int, month: int) -> date:
    """The last day of a month, by our calendar."""
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return first_of_month(system, *following) - timedelta(days=1)


def _days_before(month: int) -> int:
    return 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
