"""Columns of bare numbers that count days or seconds: spreadsheets' day numbers and computers' time stamps."""

import numpy as np
import pandas as pd

from geo.core.schema import DATE

SERIAL = r"\d{5}(?:\.\d+)?"
# The days of 1954 to 2064 as spreadsheets number them: chosen to cover what two-digit years cover, and no postcode
# or amount below 20,000.
_SERIALS = (20_000, 60_000)
_SERIAL_EPOCH = pd.Timestamp("1899-12-30")  # not the 31st: spreadsheets give 1900 a 29 February
_STAMP = r"(?:/?date\()?(\d{10}(?:\d{3}){0,3})(?:\.\d+)?(?:[+-]\d{4})?(?:\)/?)?"  # also as .NET writes: /Date(…)/
# Seconds since 1970 that have ten digits and lie before 2050; milli-, micro- and nanoseconds have more digits.
_FIRST_SECOND, _LAST_SECOND = 1_000_000_000, 2_524_608_000
_DIGITS_OF_SECONDS = 10
_DAY_WITH_HOUR = r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])"  # 2024011618, which has ten digits


def are_serials(texts: pd.Series) -> pd.Series:
    """Whether each text may be the number that a spreadsheet gives a day (bool)."""
    numbers = texts.where(texts.str.fullmatch(SERIAL).fillna(False).astype(bool)).astype("float64")
    return numbers.between(*_SERIALS)


def serial_days(texts: pd.Series) -> pd.Series:
    """The days (midnight, datetime64) of spreadsheets' numbers; a fraction is the time of day."""
    numbers = pd.to_numeric(texts).astype("float64")
    return pd.Series(_SERIAL_EPOCH, index=texts.index) + pd.to_timedelta(np.floor(numbers), unit="D")


def are_time_stamps(texts: pd.Series) -> pd.Series:
    """Whether each text may be seconds since 1970, or milli-, micro- or nanoseconds, from 2001 to 2049 (bool).

    None is where all may be a day with its hour, as 2024011618.
    """
    if texts.str.fullmatch(_DAY_WITH_HOUR).fillna(False).astype(bool).all():
        return pd.Series(False, index=texts.index)
    return _seconds(texts).between(_FIRST_SECOND, _LAST_SECOND)


def time_stamp_days(texts: pd.Series) -> pd.Series:
    """The days (midnight, datetime64) of time stamps, in Coordinated Universal Time; missing where there is none."""
    seconds = _seconds(texts)
    return pd.Series(pd.to_datetime(seconds, unit="s").astype(DATE).dt.normalize(), index=texts.index)


def _seconds(texts: pd.Series) -> pd.Series:
    digits = texts.str.strip().str.casefold().str.extract(rf"^{_STAMP}$", expand=False)
    return digits.str[:_DIGITS_OF_SECONDS].astype("float64")
