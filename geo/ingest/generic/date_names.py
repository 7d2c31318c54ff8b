"""What the name of a column says of its dates, beside that it holds some."""

import re
from collections.abc import Iterable

from geo.ingest.generic.name_normalization import normalize_column_name

# In English, French (jour) and Spanish a day is d or j, a month m, a year y or a.
_ORDER = re.compile(r"\b(?:(?P<day>[dj]{1,2}) ?m{1,4}|m{1,4} ?[dj]{1,2}) ?[ya]{1,4}\b")
MAX_WORDS = 12  # of a name that are looked at, as of all names
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WEEK = re.compile(r"\b(?:weeks?|wk|semaine|semana|اسبوع|الاسبوع|هفته)\b")
_END = re.compile(r"\b(?:end|ending|ends|ended|fin)\b")
_REPORT = re.compile(
    r"\b(?:report|reported|reporting|publication|published|pub|article|news|posted|signalement|publie|publicacion|"
    r"reporte|البلاغ|التقرير|النشر|گزارش|انتشار)\b"
)
# Days of a person's life, of papers and of bodies, which are never those of the incident.
_OTHER_DAYS = frozenset(
    normalize_column_name(word)
    for word in [
        "dob",
        "d.o.b.",
        "birth",
        "births",
        "birthday",
        "birthdate",
        "born",
        "yob",
        "naissance",
        "né",
        "née",
        "né le",
        "née le",
        "né(e)",
        "date naiss",
        "nacimiento",
        "nacido",
        "nacida",
        "fecha nac",
        "ميلاد",
        "الميلاد",
        "ميلاده",
        "ولادة",
        "الولادة",
        "مواليد",
        "تولد",
        "متولد",
        "expiry",
        "expiration",
        "expires",
        "expire",
        "expired",
        "valid until",
        "valid to",
        "validité",
        "péremption",
        "caducidad",
        "vencimiento",
        "الصلاحية",
        "انقضا",
        "انقضاء",
        "اعتبار",
        "employment",
        "employed",
        "hire",
        "hired",
        "hiring",
        "joining",
        "joined",
        "recruitment",
        "recruited",
        "enlistment",
        "enlisted",
        "enrolment",
        "enrollment",
        "enrolled",
        "commissioned",
        "embauche",
        "recrutement",
        "enrôlement",
        "contratación",
        "reclutamiento",
        "alistamiento",
        "التوظيف",
        "التجنيد",
        "استخدام",
        "founded",
        "founding",
        "foundation",
        "established",
        "establishment",
        "inception",
        "fondation",
        "fondé",
        "fondée",
        "fundación",
        "fundado",
        "fundada",
        "تأسيس",
        "التأسيس",
        "تاسیس",
        "retirement",
    ]
)
_LONGEST_NAME = max(len(words.split()) for words in _OTHER_DAYS)


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


def is_of_other_days(name: str) -> bool:
    """Return whether the dates are never those of incidents: of birth, expiry, employment or founding."""
    words = normalize_column_name(name).split()[:MAX_WORDS]
    spans = (words[first:last] for first in range(len(words)) for last in range(first + 1, first + _LONGEST_NAME + 1))
    return any(" ".join(span) in _OTHER_DAYS for span in spans)


def find_sole_year(texts: Iterable[str]) -> str:
    """Return the year that is the only one in the texts, as that of a title or a sheet; empty for none or several."""
    years = {year for text in texts for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else ""
