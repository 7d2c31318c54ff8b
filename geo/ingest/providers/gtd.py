"""GTD, the Global Terrorism Database: attacks since 1970, in all releases."""

from calendar import monthrange
from collections.abc import Mapping
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
from geo.ingest.parsers.dates import parse_dates
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.providers import gtd_attack_types
from geo.ingest.providers.acled_monadic import list_other_actors
from geo.ingest.providers.gtd_signature import SIGNATURE
from geo.ingest.providers.signatures import find_incomplete
from geo.ingest.readers import RawTable
from geo.ingest.readers.raw_table import build_rejections
from geo.ingest.row_identity import RowIdentity, identify_rows
from geo.ingest.titles import make_titles, title_places

LICENCE = "GTD terms of use (START, University of Maryland): cite START; its rows may not be published"
PLACE_PRECISIONS = {"1": "exact", "2": "admin2", "3": "admin2", "4": "admin1", "5": "unknown"}
UNKNOWN = ("unknown", "-9", "-99", "-9.0", "-99.0", ".")
YES, NO = ("1", "yes"), ("0", "no")
IS_DAY_FIRST = False  # GTD writes the month before the day
ISO = "%Y-%m-%d"
MAX_COUNT = 1e9  # no count is higher, and 32 bits hold it
NO_DAY = "is not a day of the calendar; 0 stands for an unknown month or day"
NO_COUNT = "is not a number of people; -99, -9 or a blank stands for unknown"
YEAR, MONTH, DAY = ("iyear", "year"), ("imonth", "month"), ("iday", "day")  # the second as people rename them
ISO_PARTS = r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?$"
MEANINGS = "Region is a part of the world and no province, and 0 as month or day is unknown"
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

    def recognises(self, table: RawTable) -> bool:
        return _is_whole(table) or SIGNATURE.matches(table)

    def crosswalk(self, table: RawTable, options: ImportOptions) -> Crosswalk:
        names = SIGNATURE.recover_names(table)
        fields = Fields(_with_date_parts(table.cells, names), aliases=names)
        identity = identify_rows(Fields(table.cells, aliases=names), self.name, options, "eventid")
        incident_columns, rejected = _incident_columns(fields, identity)
        own_columns = Fields(table.cells).prefixed(self.prefix)
        cells = pd.concat([pd.DataFrame(incident_columns, index=fields.index), own_columns], axis=1)
        origin = {name: fields.name_in_file(column) for name, column in ORIGIN.items()}
        origin |= {"date_start": fields.name_in_file(*YEAR)}
        return Crosswalk(
            cells,
            origin,
            rejected,
            identity.duplicates,
            identity.questions,
            identity.notes,
            findings=() if _is_whole(table) else (find_incomplete(self.name, names, MEANINGS, fields.index),),
        )


def _incident_columns(fields: Fields, identity: RowIdentity) -> tuple[dict[str, pd.Series], pd.DataFrame]:
    """The columns that incidents of every source have, and the rows whose date or toll cannot be."""
    dates, wrong_dates = _dates(fields)
    killed, wrong_killed = _casualties(fields, "nkill", "killed")
    injured, wrong_injured = _casualties(fields, "nwound", "injured")
    columns = (
        _identity(fields, identity)
        | _with_resolution(dates, fields)
        | killed
        | injured
        | _event_columns(fields)
        | _place_columns(fields)
    )
    is_near = is_one_of(columns["place_precision"], "near")
    places = title_places(columns, ("place_name", "country"))
    title = make_titles(columns["event_type"], columns["sub_event_type"], places, is_near)
    rejected = pd.concat([wrong_dates, wrong_killed, wrong_injured], ignore_index=True)
    return columns | {"title": title}, rejected


def _is_whole(table: RawTable) -> bool:
    """Whether a table has GTD's identifiers, years, and one of the columns that only GTD has."""
    fields = Fields(table.cells)
    return fields.has("eventid") and all(
        any(fields.has(name) for name in names)
        for names in (YEAR, ("attacktype1", "attacktype1_txt", "gname", "nkill"))
    )


def _with_date_parts(cells: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The cells with year, month and day apart where the file has them in one column: “2014-01-00” of GTD's website."""
    fields = Fields(cells, aliases=names)
    if any(fields.has(name) for name in YEAR) or not fields.has("date"):
        return cells
    texts = fields.text("date")
    parts = texts.str.extract(ISO_PARTS)
    dates = parse_dates(texts.where(parts[0].isna()), day_first=IS_DAY_FIRST)
    days = {"iyear": dates.start.dt.year, "imonth": dates.start.dt.month, "iday": dates.start.dt.day}
    read = {name: part.astype("Int64").astype("str") for name, part in days.items()}
    return cells.assign(**{name: parts[number].fillna(read[name]) for number, name in enumerate(days)})


def known_text(fields: Fields, *names: str) -> pd.Series:
    """Return the text, missing where the codebook writes that it is not known."""
    texts = fields.text(*names)
    return texts.mask(is_one_of(texts.str.casefold(), *UNKNOWN))


def _identity(fields: Fields, identity: RowIdentity) -> dict[str, pd.Series]:
    return {
        "incident_id": identity.ids,
        "source_id": identity.source_ids,
        "dataset": constant_category("GTD", fields.index),
        "record_kind": constant_category("incident", fields.index),
        "licence": constant_category(LICENCE, fields.index),
        "contested": _contested(fields),
        "notes": join_sentences(fields.index, _row_notes(fields)),
    }


def _contested(fields: Fields) -> pd.Series:
    """Whether more than one group claims it; missing where that is not stated. Doubt of the coders contests nothing."""
    competing = fields.code("compclaim").str.casefold()
    is_contested, is_denied = is_one_of(competing, *YES), is_one_of(competing, *NO)
    return is_contested.astype(FLAG).where(is_contested | is_denied)


def _row_notes(fields: Fields) -> list[tuple[pd.Series, str | pd.Series]]:
    is_yes = {
        name: is_one_of(fields.code(name).str.casefold(), *YES) for name in ("doubtterr", "guncertain1", "compclaim")
    }
    has_failed = is_one_of(fields.code("success").str.casefold(), *NO)
    approximate = known_text(fields, "approxdate")
    is_divided = fields.number("nkill").mod(1).gt(0) | fields.number("nwound").mod(1).gt(0)
    return [
        (has_failed, "The attack did not succeed (GTD: success 0)."),
        (is_yes["doubtterr"], "GTD doubts that it was terrorism."),
        (is_yes["guncertain1"], "GTD names the perpetrators on suspicion."),
        (is_yes["compclaim"], "More than one group claims it."),
        (approximate.notna(), "GTD gives the date as “" + approximate + "”."),
        (is_divided, "The toll of several attacks was divided among their rows, so that it is no whole number."),
    ]


def _dates(fields: Fields) -> tuple[dict[str, pd.Series], pd.DataFrame]:
    """The span of year, month and day, where 0 is unknown; impossible ones are rejected."""
    parts = [known_text(fields, *names) for names in (YEAR, MONTH, DAY)]
    keys = join_texts(*parts, *_approximate_dates(fields))
    codes, distinct = pd.factorize(keys)
    spans = [_span(*str(key).split(UNIT_SEPARATOR)) for key in distinct]
    starts, ends = (np.array([span[bound] for span in spans], dtype="datetime64[us]")[codes] for bound in (0, 1))
    precision = map_to_category(keys, {key: span[2] for key, span in zip(distinct, spans, strict=True)})
    rejected = build_rejections(
        (row, fields.name_in_file(*YEAR), " ".join(filter(None, key.split(UNIT_SEPARATOR)[:3])), NO_DAY)
        for row, key in keys[is_one_of(precision, "")].items()
    )
    start, end = (pd.Series(days, index=fields.index, dtype=DATE) for days in (starts, ends))
    return {"date_start": start, "date_end": end, "date_precision": precision}, rejected


def _approximate_dates(fields: Fields) -> list[pd.Series]:
    """The first day, the last day and the precision of each approximate date, and whether there is one; as text."""
    texts = known_text(fields, "approxdate")
    dates = parse_dates(texts, day_first=IS_DAY_FIRST)
    spans = [dates.start.dt.strftime(ISO), dates.end.dt.strftime(ISO), dates.precision.where(texts.notna())]
    return [*spans, texts.notna().map({True: "approximate", False: ""})]


def _span(year: str, month: str, day: str, *approximate: str) -> tuple[date | None, date | None, str]:
    """First day, last day and precision; an empty precision where there is no such day.

    `approximate`: first day, last day and precision of the approximate date, and whether there is one.
    """
    try:
        year_number, month_number, day_number = (int(float(part or 0)) for part in (year, month, day))
        if year_number <= 0:
            return None, None, "unknown"
        if month_number <= 0:
            return date(year_number, 1, 1), date(year_number, 12, 31), "year"
        if day_number > 0:
            return _span_around(date(year_number, month_number, day_number), *approximate)
        return (*_month(year_number, month_number), "month")
    except (ValueError, OverflowError):
        return None, None, ""


def _span_around(day: date, first: str, last: str, precision: str, is_approximate: str) -> tuple[date, date, str]:
    """The day itself, or the span that GTD's words for the approximate date give around it, at worst its month."""
    if not is_approximate:
        return day, day, "day"
    if first and first <= day.isoformat() <= last:
        return date.fromisoformat(first), date.fromisoformat(last), precision
    return (*_month(day.year, day.month), "month")


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _with_resolution(dates: dict[str, pd.Series], fields: Fields) -> dict[str, pd.Series]:
    """The dates, where an attack of more than a day ends when GTD says that it was resolved, if both are known days."""
    resolution = parse_dates(known_text(fields, "resolution"), day_first=IS_DAY_FIRST)
    are_days = is_one_of(dates["date_precision"], "day") & is_one_of(resolution.precision, "day")
    is_later = are_days & (resolution.end > dates["date_end"])
    return dates | {"date_end": dates["date_end"].mask(is_later, resolution.end).astype(DATE)}


def _casualties(fields: Fields, column: str, outcome: str) -> tuple[dict[str, pd.Series], pd.DataFrame]:
    """The number as best figure; a fraction is between two whole numbers, and neither is the best."""
    texts, numbers = known_text(fields, column), fields.number(column)
    rejected = fields.reject_where(texts.notna() & ~numbers.between(0, MAX_COUNT), NO_COUNT, column)
    numbers = numbers.where(numbers.between(0, MAX_COUNT))
    is_fraction = numbers.mod(1).gt(0)
    counts = {
        f"{outcome}_low": np.floor(numbers).where(is_fraction).astype(COUNT),
        f"{outcome}_best": numbers.mask(is_fraction).astype(COUNT),
        f"{outcome}_high": np.ceil(numbers).where(is_fraction).astype(COUNT),
    }
    return counts, rejected


def _event_columns(fields: Fields) -> dict[str, pd.Series]:
    attack = gtd_attack_types.attack_key(fields)
    return {
        "event_type": map_to_category(attack, lambda key: gtd_attack_types.event_types(key)[0]),
        "sub_event_type": map_to_category(attack, lambda key: gtd_attack_types.event_types(key)[1]),
        "actor_a": known_text(fields, "gname"),
        "actor_b": known_text(fields, "target1").fillna(known_text(fields, "targtype1_txt")),
        "other_actors": list_other_actors(known_text(fields, "gname2"), known_text(fields, "gname3")),
        "summary": fields.text("summary"),
        "zero_means_unknown": pd.Series(False, index=fields.index, dtype=FLAG),
    }


def _place_columns(fields: Fields) -> dict[str, pd.Series]:
    latitude, longitude = fields.degrees("latitude"), fields.degrees("longitude")
    is_placed = latitude.notna() & longitude.notna()
    precision = map_codes(fields.code("specificity"), PLACE_PRECISIONS, is_placed).astype("str")
    is_near = is_one_of(fields.code("vicinity").str.casefold(), *YES) & is_one_of(precision, "exact")
    admin1 = known_text(fields, "provstate")
    return {
        "place_name": known_text(fields, "city").fillna(admin1),
        "country": map_to_category(fields.text("country_txt"), country_names.canonical_country),
        "admin1": admin1,
        "latitude": latitude,
        "longitude": longitude,
        "place_precision": precision.mask(is_near, "near"),
    }
