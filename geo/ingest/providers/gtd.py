"""GTD, the Global Terrorism Database: attacks since 1970, in all releases."""

from calendar import monthrange
from datetime import date

import numpy as np
import pandas as pd

from geo.core.schema import COUNT, DATE, FLAG
from geo.ingest import country_names
from geo.ingest.fields import (
    UNIT_SEPARATOR,
    Fields,
    constant_category,
    is_one_of,
    join_sentences,
    join_texts,
    map_codes,
    map_to_category,
)
from geo.ingest.options import ImportOptions
from geo.ingest.parsers import dates
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.providers import acled_monadic, gtd_attack_types
from geo.ingest.readers import RawTable
from geo.ingest.readers.raw_table import build_rejections
from geo.ingest.titles import make_titles

LICENCE = "GTD terms of use (START, University of Maryland): cite START; its rows may not be published"
PLACE_PRECISIONS = {"1": "exact", "2": "admin2", "3": "admin2", "4": "admin1", "5": "unknown"}
UNKNOWN = ("unknown", "-9", "-99", "-9.0", "-99.0", ".")
YES, NO = ("1", "yes"), ("0", "no")
AMERICAN = False  # GTD writes the month before the day
ISO = "%Y-%m-%d"
MANY = 1e9  # no toll is higher
NO_DAY = "is not a day of the calendar; 0 stands for an unknown month or day"
NO_TOLL = "is not a number of people; -99, -9 or a blank stands for unknown"
YEAR, MONTH, DAY = ("iyear", "year"), ("imonth", "month"), ("iday", "day")  # the second as people rename them
ORIGIN = {
    "incident_id": "eventid",
    "date_end": "resolution",
    "event_type": "attacktype1_txt",
    "latitude": "latitude",
    "longitude": "longitude",
    "place_precision": "specificity",
    "place_name": "city",
    "country": "country_txt",
    "admin1": "provstate",
    **{f"killed_{bound}": "nkill" for bound in ("low", "best", "high")},
    **{f"injured_{bound}": "nwound" for bound in ("low", "best", "high")},
}


class GTD(Provider):
    """GTD's table with all of its 135 columns or some of them, from CSV or Excel."""

    name = "GTD"
    prefix = "gtd"
    licence = LICENCE
    citation = "START (National Consortium for the Study of Terrorism and Responses to Terrorism), GTD"

    def recognises(self, sheet: RawTable) -> bool:
        fields = Fields(sheet.cells)
        return fields.has("eventid") and all(
            any(fields.has(name) for name in names)
            for names in (YEAR, ("attacktype1", "attacktype1_txt", "gname", "nkill"))
        )

    def crosswalk(self, sheet: RawTable, options: ImportOptions) -> Crosswalk:
        fields = Fields(sheet.cells)
        dated, undated = _dates(fields)
        killed, unknown_killed = _toll(fields, "nkill", "killed")
        injured, unknown_injured = _toll(fields, "nwound", "injured")
        ours = _identity(fields) | _ended(dated, fields) | killed | injured | _what(fields) | _where(fields)
        near = is_one_of(ours["place_precision"], "near")
        ours["title"] = make_titles(
            ours["event_type"], ours["sub_event_type"], (ours["place_name"], ours["country"]), near
        )
        cells = pd.concat([pd.DataFrame(ours, index=fields.index), fields.prefixed(self.prefix)], axis=1)
        rejected = [fields.reject_shortened("eventid"), undated, unknown_killed, unknown_injured]
        origin = {name: fields.name_in_file(column) for name, column in ORIGIN.items()} | {
            "date_start": fields.name_in_file(*YEAR)
        }
        return Crosswalk(cells, origin, pd.concat(rejected, ignore_index=True))


def known(fields: Fields, *names: str) -> pd.Series:
    """The text, missing where the codebook writes that it is not known."""
    texts = fields.text(*names)
    return texts.mask(is_one_of(texts.str.casefold(), *UNKNOWN))


def _identity(fields: Fields) -> dict[str, pd.Series]:
    ids = fields.identifier("eventid")
    return {
        "incident_id": "GTD:" + ids,
        "source_id": ids,
        "dataset": constant_category("GTD", fields.index),
        "record_kind": constant_category("incident", fields.index),
        "licence": constant_category(LICENCE, fields.index),
        "contested": _contested(fields),
        "notes": join_sentences(fields.index, _told(fields)),
    }


def _contested(fields: Fields) -> pd.Series:
    """Whether more than one group claims it, or it is doubted that it was terrorism; missing where neither is told."""
    told = [fields.code(name).str.casefold() for name in ("compclaim", "doubtterr")]
    contested = is_one_of(told[0], *YES) | is_one_of(told[1], *YES)
    denied = is_one_of(told[0], *NO) | is_one_of(told[1], *NO)
    return contested.astype(FLAG).where(contested | denied)


def _told(fields: Fields) -> list[tuple[pd.Series, str | pd.Series]]:
    yes = {
        name: is_one_of(fields.code(name).str.casefold(), *YES) for name in ("doubtterr", "guncertain1", "compclaim")
    }
    failed = is_one_of(fields.code("success").str.casefold(), *NO)
    approximate = known(fields, "approxdate")
    shared = fields.number("nkill").mod(1).gt(0) | fields.number("nwound").mod(1).gt(0)
    return [
        (failed, "The attack did not succeed (GTD: success 0)."),
        (yes["doubtterr"], "GTD doubts that it was terrorism."),
        (yes["guncertain1"], "GTD names the perpetrators on suspicion."),
        (yes["compclaim"], "More than one group claims it."),
        (approximate.notna(), "GTD gives the date as “" + approximate + "”."),
        (shared, "The toll of several attacks was divided among their rows, so that it is no whole number."),
    ]


def _dates(fields: Fields) -> tuple[dict[str, pd.Series], pd.DataFrame]:
    """The span of year, month and day, where 0 is unknown; rows of impossible ones are refused."""
    approximate = known(fields, "approxdate")
    about = dates.parse_dates(approximate, day_first=AMERICAN)
    parts = [known(fields, *names) for names in (YEAR, MONTH, DAY)]
    spanned = [about.start.dt.strftime(ISO), about.end.dt.strftime(ISO), about.precision.where(approximate.notna())]
    written = join_texts(*parts, *spanned, approximate.notna().map({True: "approximate", False: ""}))
    codes, distinct = pd.factorize(written)
    spans = [_span(*str(text).split(UNIT_SEPARATOR)) for text in distinct]
    starts, ends = (np.array([span[i] for span in spans], dtype="datetime64[us]")[codes] for i in (0, 1))
    precision = map_to_category(written, {text: span[2] for text, span in zip(distinct, spans, strict=True)})
    index = fields.index
    failed = is_one_of(precision, "")
    rows = [
        (row, fields.name_in_file(*YEAR), " ".join(part for part in text.split(UNIT_SEPARATOR)[:3] if part), NO_DAY)
        for row, text in written[failed].items()
    ]
    start, end = pd.Series(starts, index=index, dtype=DATE), pd.Series(ends, index=index, dtype=DATE)
    return {"date_start": start, "date_end": end, "date_precision": precision}, build_rejections(rows)


def _span(year: str, month: str, day: str, *about: str) -> tuple[date | None, date | None, str]:
    """First day, last day and precision; an empty precision where there is no such day.

    `about`: first day, last day and precision of the approximate date, and whether there is one.
    """
    try:
        y, m, d = (int(float(part or 0)) for part in (year, month, day))
        if y <= 0:
            return None, None, "unknown"
        if m <= 0:
            return date(y, 1, 1), date(y, 12, 31), "year"
        if d > 0:
            return _around(date(y, m, d), *about)
        return (*_month(y, m), "month")
    except (ValueError, OverflowError):
        return None, None, ""


def _around(day: date, first: str, last: str, precision: str, approximate: str) -> tuple[date, date, str]:
    """The day itself, or the span that GTD's words for the approximate date give around it, at worst its month."""
    if not approximate:
        return day, day, "day"
    if first and first <= day.isoformat() <= last:
        return date.fromisoformat(first), date.fromisoformat(last), precision
    return (*_month(day.year, day.month), "month")


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _ended(dated: dict[str, pd.Series], fields: Fields) -> dict[str, pd.Series]:
    """An attack that lasted longer than a day ends when GTD says that it was resolved, where that is plain."""
    resolved = dates.parse_dates(known(fields, "resolution"), day_first=AMERICAN)
    plain = is_one_of(dated["date_precision"], "day") & is_one_of(resolved.precision, "day")
    later = plain & (resolved.end > dated["date_end"])
    return dated | {"date_end": dated["date_end"].mask(later, resolved.end).astype(DATE)}


def _toll(fields: Fields, column: str, outcome: str) -> tuple[dict[str, pd.Series], pd.DataFrame]:
    """The number as best figure; a fraction lies between two whole numbers, and neither is the best."""
    texts, numbers = known(fields, column), fields.number(column)
    failing = fields.reject_where(texts.notna() & ~numbers.between(0, MANY), NO_TOLL, column)
    numbers = numbers.where(numbers.between(0, MANY))
    fraction = numbers.mod(1).gt(0)
    toll = {
        f"{outcome}_low": np.floor(numbers).where(fraction).astype(COUNT),
        f"{outcome}_best": numbers.mask(fraction).astype(COUNT),
        f"{outcome}_high": np.ceil(numbers).where(fraction).astype(COUNT),
    }
    return toll, failing


def _what(fields: Fields) -> dict[str, pd.Series]:
    kind = gtd_attack_types.wording(fields)
    return {
        "event_type": map_to_category(kind, lambda row: gtd_attack_types.types(row)[0]),
        "sub_event_type": map_to_category(kind, lambda row: gtd_attack_types.types(row)[1]),
        "actor_a": known(fields, "gname"),
        "actor_b": known(fields, "target1").fillna(known(fields, "targtype1_txt")),
        "other_actors": acled_monadic.others(known(fields, "gname2"), known(fields, "gname3")),
        "summary": fields.text("summary"),
        "zero_means_unknown": pd.Series(False, index=fields.index, dtype=FLAG),
    }


def _where(fields: Fields) -> dict[str, pd.Series]:
    latitude, longitude = fields.degrees("latitude"), fields.degrees("longitude")
    placed = latitude.notna() & longitude.notna()
    precision = map_codes(fields.code("specificity"), PLACE_PRECISIONS, placed).astype("str")
    near = is_one_of(fields.code("vicinity").str.casefold(), *YES) & is_one_of(precision, "exact")
    admin1 = known(fields, "provstate")
    return {
        "place_name": known(fields, "city").fillna(admin1),
        "country": map_to_category(fields.text("country_txt"), country_names.canonical_country),
        "admin1": admin1,
        "latitude": latitude,
        "longitude": longitude,
        "place_precision": precision.mask(near, "near"),
    }
