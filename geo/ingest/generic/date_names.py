"""What the name of a column says of its dates, beside that it holds some."""

import re

from geo.ingest.generic.name_normalization import normalize_column_name

# In English, French (jour) and Spanish a day is d or j, a month m, a year y or a.
_ORDER = re.compile(r"\b(?:(?P<day>[dj]{1,2}) ?m{1,4}|m{1,4} ?[dj]{1,2}) ?[ya]{1,4}\b")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WEEK = re.compile(r"\b(?:weeks?|wk|semaine|semana|اسبوع|الاسبوع|هفته)\b")
_END = re.compile(r"\b(?:end|ending|ends|ended|fin)\b")
_REPORT = re.compile(
    r"\b(?:report|reported|reporting|publication|published|pub|article|news|posted|signalement|publie|publicacion|"
    r"reporte|البلاغ|التقرير|النشر|گزارش|انتشار)\b"
)


def find_order(name: str) -> bool | None:
    """Return whether the day stands first where the name says so, as “Date (DD/MM/YYYY)” does; else None."""
    match = _ORDER.search(normalize_column_name(name))
    return None if match is None else match["day"] is not None


def find_year(name: str) -> str:
    """Return the year in a name such as “Date (2019)”; empty where there is none."""
    match = _YEAR.search(name)
    return "" if match is None else match[0]


def is_of_weeks(name: str) -> bool:
    """Return whether the dates of the column stand for weeks."""
    return _WEEK.search(normalize_column_name(name)) is not None


def is_of_week_ends(name: str) -> bool:
    """Return whether they are the last days of weeks."""
    return is_of_weeks(name) and _END.search(normalize_column_name(name)) is not None


def is_of_reports(name: str) -> bool:
    """Return whether the dates are those of reports, and not of what they report."""
    return _REPORT.search(normalize_column_name(name)) is not None
