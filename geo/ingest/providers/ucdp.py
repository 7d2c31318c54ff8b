"""UCDP GED and Candidate: events of organised violence with at least one death, in all releases."""

import pandas as pd

from geo.core.formatting import pluralize
from geo.core.schema import COUNT, DATE, DECIMAL, FLAG, KILLED
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
from geo.ingest.providers import provider_dates
from geo.ingest.readers import RawTable
from geo.ingest.titles import make_titles

LICENCE = "CC BY 4.0 (UCDP, cite the release)"
# UCDP says who fights whom and not by what means; see docs/decisions/0011.
KINDS = {
    "1": ("Battles", "Armed clash"),
    "2": ("Battles", "Armed clash"),
    "3": ("Violence against civilians", "Attack"),
}
DATE_PRECISIONS = {"1": "day", "2": "days", "3": "week", "4": "month", "5": "year"}
PLACE_PRECISIONS = {
    "1": "exact",
    "2": "near",
    "3": "admin2",
    "4": "admin1",
    "5": "region",
    "6": "country",
    "7": "sea_air",
}
# The columns since 2017 in their order: some months of the Candidate were handed out without a header.
COLUMNS = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id"),
    *("conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a"),
    *("side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office"),
    *("source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description"),
    *("adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region"),
    *("event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians"),
    *("deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"),
)
LOOKED_AT = 50
NEAR_KM = 25.0  # codebook, where_prec 2
FINAL = "clear"
MANY = 1e9  # no count is higher
ORIGIN: dict[str, tuple[str, ...]] = {
    "incident_id": ("id",),
    "date_start": ("date_start",),
    "date_end": ("date_end",),
    "date_precision": ("date_prec",),
    "event_type": ("type_of_violence",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "place_precision": ("where_prec",),
    "place_name": ("where_coordinates",),
    "country": ("country",),
    "admin1": ("adm_1",),
    "admin2": ("adm_2",),
    "killed_low": ("low", "low_est"),
    "killed_best": ("best", "best_est"),
    "killed_high": ("high", "high_est"),
    "n_publications": ("number_of_sources",),
}


class UCDP(Provider):
    """UCDP's event tables, by the names of their columns: the order differs between releases."""

    name = "UCDP"
    prefix = "ucdp"
    licence = LICENCE
    citation = "Uppsala Conflict Data Program (UCDP), Georeferenced Event Dataset, ucdp.uu.se"

    def recognises(self, sheet: RawTable) -> bool:
        if Fields(sheet.cells).has("id", "type_of_violence", "date_start", "side_a"):
            return True
        return sheet.header_row == 0 and len(sheet.column_names) == len(COLUMNS) and _looks_like_ucdp(_named(sheet))

    def crosswalk(self, sheet: RawTable, options: ImportOptions) -> Crosswalk:
        fields = _named(sheet)
        read = provider_dates.read(fields, ["date_start", "date_end"], options)
        strange = fields.code("type_of_violence")
        strange = strange.notna() & ~strange.isin(list(KINDS))
        refused = [
            read.rejected,
            fields.reject_shortened("id"),
            fields.reject_where(strange, "is not 1, 2 or 3", "type_of_violence"),
        ]
        crossed = _crossed(fields)
        ours = _identity(fields, crossed) | _dates(fields, read.days) | _what(fields, crossed) | _where(fields)
        near = is_one_of(ours["place_precision"], "near")
        places = (ours["place_name"], ours["admin1"], ours["country"])
        ours["title"] = make_titles(ours["event_type"], ours["sub_event_type"], places, near)
        cells = pd.concat([pd.DataFrame(ours, index=fields.index), fields.prefixed(self.prefix)], axis=1)
        origin = {name: fields.name_in_file(*names) for name, names in ORIGIN.items()}
        told = (*read.told, *_said_of(int(crossed.sum())))
        return Crosswalk(cells, origin, pd.concat(refused, ignore_index=True), questions=read.questions, notes=told)


def _named(sheet: RawTable) -> Fields:
    if sheet.header_row == 0 and len(sheet.column_names) == len(COLUMNS):
        return Fields(sheet.cells, dict(zip(sheet.cells.columns, COLUMNS, strict=True)))
    return Fields(sheet.cells)


def _looks_like_ucdp(fields: Fields) -> bool:
    """Whether the columns hold a type of violence, and a day of the year that stands in another."""
    first = Fields(fields.cells.iloc[:LOOKED_AT], fields.named)
    typed = first.code("type_of_violence").isin(list(KINDS)).all()
    dated = (first.text("date_start").str[:4] == first.identifier("year")).fillna(False).all()
    return len(first.index) > 0 and bool(typed and dated)


def _crossed(fields: Fields) -> pd.Series:
    """Whether the three estimates of a row contradict each other."""
    low, best, high = (fields.number(*ORIGIN[name]) for name in KILLED)
    return (low > best) | (best > high) | (low > high)


def _said_of(crossed: int) -> tuple[str, ...]:
    if not crossed:
        return ()
    told = "whose low, best and high estimates contradict each other: only the best is taken; the notes give all three"
    return (f"{pluralize(crossed, 'row')} {told}",)


def _identity(fields: Fields, crossed: pd.Series) -> dict[str, pd.Series]:
    ids = fields.identifier("id")
    status = fields.text("code_status")
    # Only the Candidate has rows whose coding is still to be checked.
    unfinished = (status.notna() & (status.str.casefold() != FINAL)).any()
    dataset = "UCDP Candidate" if unfinished else "UCDP GED"
    release = join_texts(constant_category(dataset, fields.index), fields.text("version", "release"))
    return {
        "incident_id": "UCDP:" + ids,
        "source_id": ids,
        "dataset": map_to_category(release, lambda pair: pair.replace(UNIT_SEPARATOR, " ").strip()),
        "record_kind": constant_category("incident", fields.index),
        "licence": constant_category(LICENCE, fields.index),
        "notes": join_sentences(fields.index, _told(fields, status, crossed)),
    }


def _told(fields: Fields, status: pd.Series, crossed: pd.Series) -> list[tuple[pd.Series, str | pd.Series]]:
    low, best, high = (fields.code(*ORIGIN[name]).astype("str").fillna("unknown") for name in KILLED)
    unfinished = status.notna() & (status.str.casefold() != FINAL).fillna(False).astype(bool)
    return [
        (is_one_of(fields.code("event_clarity"), "2"), "Taken from a report that sums up more than one event."),
        (unfinished, "UCDP's coding is not final: “" + status + "”."),
        (crossed, "UCDP's estimates contradict each other: low " + low + ", best " + best + ", high " + high + "."),
    ]


def _dates(fields: Fields, read: dict[str, dates.ParsedDates]) -> dict[str, pd.Series]:
    start, end = read["date_start"].start, read["date_end"].end
    return {
        "date_start": start.fillna(end).astype(DATE),
        "date_end": end.fillna(start).astype(DATE),
        "date_precision": map_codes(fields.code("date_prec"), DATE_PRECISIONS, start.notna() | end.notna()),
    }


def _what(fields: Fields, crossed: pd.Series) -> dict[str, pd.Series]:
    kind = fields.code("type_of_violence")
    sources = fields.number("number_of_sources")
    return {
        "event_type": map_to_category(kind, {code: pair[0] for code, pair in KINDS.items()}),
        "sub_event_type": map_to_category(kind, {code: pair[1] for code, pair in KINDS.items()}),
        "actor_a": fields.text("side_a"),
        "actor_b": fields.text("side_b"),
        "killed_low": fields.text(*ORIGIN["killed_low"]).mask(crossed),
        "killed_best": fields.text(*ORIGIN["killed_best"]),
        "killed_high": fields.text(*ORIGIN["killed_high"]).mask(crossed),
        "zero_means_unknown": pd.Series(False, index=fields.index, dtype=FLAG),
        "n_publications": sources.where(sources.between(0, MANY)).round().astype(COUNT),  # -1 is unknown
    }


def _where(fields: Fields) -> dict[str, pd.Series]:
    latitude, longitude = fields.degrees("latitude"), fields.degrees("longitude")
    precision = map_codes(fields.code("where_prec"), PLACE_PRECISIONS, latitude.notna() & longitude.notna())
    radius = pd.Series(NEAR_KM, index=fields.index, dtype=DECIMAL).where(is_one_of(precision, "near"))
    return {
        "place_name": fields.text("where_coordinates"),
        "country": map_to_category(fields.text("country"), country_names.canonical_country),
        "admin1": fields.text("adm_1"),
        "admin2": fields.text("adm_2"),
        "latitude": latitude,
        "longitude": longitude,
        "place_precision": precision,
        "radius_km": radius,
    }
