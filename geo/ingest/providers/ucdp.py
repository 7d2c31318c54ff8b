"""UCDP GED and Candidate: events of organised violence with at least one death, in all releases."""

from collections.abc import Mapping

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
from geo.ingest.parsers.dates import ParsedDates
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.providers.provider_dates import parse_provider_dates
from geo.ingest.providers.signatures import Signature, find_incomplete
from geo.ingest.readers import RawTable
from geo.ingest.row_identity import RowIdentity, identify_rows
from geo.ingest.titles import make_titles, title_places

LICENCE = "CC BY 4.0 (UCDP, cite the release)"
# UCDP says who fights whom and not by what means; see docs/decisions/0011.
TYPES = {
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
# The columns since 2017 in their order: some months of the Candidate were published without a header.
COLUMNS = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id"),
    *("conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a"),
    *("side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office"),
    *("source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description"),
    *("adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region"),
    *("event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians"),
    *("deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"),
)
SAMPLE_ROWS = 50  # enough to see whether unnamed columns are UCDP's; chosen by judgement
NEAR_KM = 25.0  # codebook, where_prec 2
FINAL = "clear"
MAX_COUNT = 1e9  # no count is higher, and 32 bits hold it
MEANINGS = (
    "best, low and high are its estimates, and where_prec and date_prec its codes: 4 is the province and the month"
)
# Without its identifiers; or with few columns.
SIGNATURE = Signature(
    columns=tuple(name for name in COLUMNS if name not in ("id", "year", "latitude", "longitude", "country", "region")),
    dates=("date_start", "date_end"),
    min_score=6,
    vocabularies={"type_of_violence": (*TYPES, *(f"{code}.0" for code in TYPES))},
    aliases={
        "date_start": ("start_date", "startdate", "date"),
        "date_end": ("end_date", "enddate"),
        "latitude": ("lat", "y"),
        "longitude": ("lon", "lng", "long", "x"),
        "best": ("best_est", "best_estimate", "best_death", "deaths_best"),
        "high": ("high_est", "high_estimate", "high_death", "deaths_high"),
        "low": ("low_est", "low_estimate", "low_death", "deaths_low"),
        "adm_1": ("admin1", "adm1"),
        "adm_2": ("admin2", "adm2"),
    },
    targets={
        **{"date_start": "date_start", "latitude": "latitude", "longitude": "longitude", "country": "country"},
        **{"best": "killed_best", "low": "killed_low", "high": "killed_high", "where_coordinates": "place_name"},
    },
)
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

    def recognises(self, table: RawTable) -> bool:
        if _is_whole(table) or (_has_no_header(table) and _looks_like_ucdp(_fields(table))):
            return True
        return SIGNATURE.matches(table)

    def crosswalk(self, table: RawTable, options: ImportOptions) -> Crosswalk:
        names = {} if _has_no_header(table) else SIGNATURE.recover_names(table)
        fields = _fields(table, names)
        identity = identify_rows(fields, self.name, options, "id")
        dates = parse_provider_dates(fields, ["date_start", "date_end"], options)
        violence = fields.code("type_of_violence")
        is_wrong = violence.notna() & ~violence.isin(list(TYPES))
        rejected = [
            dates.rejected,
            fields.reject_where(is_wrong, "is not 1, 2 or 3", "type_of_violence"),
        ]
        contradicts = _estimates_contradict(fields)
        incident_columns = (
            _identity(fields, identity, contradicts)
            | _dates(fields, dates.dates)
            | _event_columns(fields, contradicts)
            | _place_columns(fields)
        )
        is_near = is_one_of(incident_columns["place_precision"], "near")
        places = title_places(incident_columns, ("place_name", "admin1", "country"))
        incident_columns["title"] = make_titles(
            incident_columns["event_type"], incident_columns["sub_event_type"], places, is_near
        )
        cells = pd.concat([pd.DataFrame(incident_columns, index=fields.index), fields.prefixed(self.prefix)], axis=1)
        origin = {name: fields.name_in_file(*names) for name, names in ORIGIN.items()}
        is_whole = _has_no_header(table) or _is_whole(table)
        return Crosswalk(
            cells,
            origin,
            pd.concat(rejected, ignore_index=True),
            identity.duplicates,
            (*dates.questions, *identity.questions),
            (*dates.notes, *identity.notes, *_table_notes(int(contradicts.sum()))),
            findings=(
                *dates.findings,
                *(() if is_whole else (find_incomplete(self.name, names, MEANINGS, fields.index),)),
            ),
        )


def _is_whole(table: RawTable) -> bool:
    return Fields(table.cells).has("id", "type_of_violence", "date_start", "side_a")


def _has_no_header(table: RawTable) -> bool:
    return table.header_row == 0 and len(table.column_names) == len(COLUMNS)


def _fields(table: RawTable, aliases: Mapping[str, str] | None = None) -> Fields:
    if _has_no_header(table):
        return Fields(table.cells, dict(zip(table.cells.columns, COLUMNS, strict=True)))
    return Fields(table.cells, aliases=aliases)


def _looks_like_ucdp(fields: Fields) -> bool:
    """Whether the columns hold a type of violence, and a date of the year that is in another."""
    first = Fields(fields.cells.iloc[:SAMPLE_ROWS], fields.names)
    has_types = first.code("type_of_violence").isin(list(TYPES)).all()
    has_dates = (first.text("date_start").str[:4] == first.identifier("year")).fillna(False).all()
    return len(first.index) > 0 and bool(has_types and has_dates)


def _estimates_contradict(fields: Fields) -> pd.Series:
    """Whether the three estimates of a row contradict each other."""
    low, best, high = (fields.number(*ORIGIN[name]) for name in KILLED)
    return (low > best) | (best > high) | (low > high)


def _table_notes(n_contradictions: int) -> tuple[str, ...]:
    if not n_contradictions:
        return ()
    rows = f"{pluralize(n_contradictions, 'row')} {'has' if n_contradictions == 1 else 'have'}"
    return (f"{rows} contradictory low, best and high estimates: only the best is used; the notes have all three",)


def _identity(fields: Fields, identity: RowIdentity, contradicts: pd.Series) -> dict[str, pd.Series]:
    status = fields.text("code_status")
    # Only the Candidate has rows whose coding is still to be checked.
    is_unfinished = (status.notna() & (status.str.casefold() != FINAL)).any()
    dataset = "UCDP Candidate" if is_unfinished else "UCDP GED"
    release = join_texts(constant_category(dataset, fields.index), fields.text("version", "release"))
    return {
        "incident_id": identity.ids,
        "source_id": identity.source_ids,
        "dataset": map_to_category(release, lambda text: text.replace(UNIT_SEPARATOR, " ").strip()),
        "record_kind": constant_category("incident", fields.index),
        "licence": constant_category(LICENCE, fields.index),
        "notes": join_sentences(fields.index, _row_notes(fields, status, contradicts)),
    }


def _row_notes(fields: Fields, status: pd.Series, contradicts: pd.Series) -> list[tuple[pd.Series, str | pd.Series]]:
    low, best, high = (fields.code(*ORIGIN[name]).astype("str").fillna("unknown") for name in KILLED)
    is_unfinished = status.notna() & (status.str.casefold() != FINAL).fillna(False).astype(bool)
    return [
        (is_one_of(fields.code("event_clarity"), "2"), "Taken from a report that sums up more than one event."),
        (is_unfinished, "UCDP's coding is not final: “" + status + "”."),
        (contradicts, "UCDP's estimates contradict each other: low " + low + ", best " + best + ", high " + high + "."),
    ]


def _dates(fields: Fields, dates: dict[str, ParsedDates]) -> dict[str, pd.Series]:
    start, end = dates["date_start"].start, dates["date_end"].end
    return {
        "date_start": start.fillna(end).astype(DATE),
        "date_end": end.fillna(start).astype(DATE),
        "date_precision": map_codes(fields.code("date_prec"), DATE_PRECISIONS, start.notna() | end.notna()),
    }


def _event_columns(fields: Fields, contradicts: pd.Series) -> dict[str, pd.Series]:
    violence = fields.code("type_of_violence")
    sources = fields.number("number_of_sources")
    return {
        "event_type": map_to_category(violence, {code: types[0] for code, types in TYPES.items()}),
        "sub_event_type": map_to_category(violence, {code: types[1] for code, types in TYPES.items()}),
        "actor_a": fields.text("side_a"),
        "actor_b": fields.text("side_b"),
        "killed_low": fields.text(*ORIGIN["killed_low"]).mask(contradicts),
        "killed_best": fields.text(*ORIGIN["killed_best"]),
        "killed_high": fields.text(*ORIGIN["killed_high"]).mask(contradicts),
        "zero_means_unknown": pd.Series(False, index=fields.index, dtype=FLAG),
        "n_publications": sources.where(sources.between(0, MAX_COUNT)).round().astype(COUNT),  # -1 is unknown
    }


def _place_columns(fields: Fields) -> dict[str, pd.Series]:
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
