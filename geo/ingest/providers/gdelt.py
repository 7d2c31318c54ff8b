"""GDELT event tables: a row a pair of actors and a kind of act, found by machine in news; reports, not events."""

import pandas as pd

from geo.core.formatting import pluralize
from geo.core.schema import COUNT
from geo.errors import IncidentsInvalid
from geo.ingest import country_names
from geo.ingest.fields import (
    UNIT_SEPARATOR,
    Fields,
    constant_category,
    is_one_of,
    join_categories,
    map_codes,
    map_to_category,
)
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.dates import parse_dates
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.providers import cameo
from geo.ingest.providers.provider_dates import parse_provider_dates
from geo.ingest.providers.signatures import Signature, find_incomplete
from geo.ingest.readers import RawTable
from geo.ingest.row_identity import RowIdentity, identify_rows
from geo.ingest.titles import make_titles, title_places

LICENCE = "Open, cite the GDELT Project"
ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
EVENT = "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale"
COVERAGE = "NumMentions NumSources NumArticles AvgTone"
PLACE = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
HEAD = ("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate")


def _columns() -> tuple[str, ...]:
    actors = [f"Actor{side}{part}" for side in (1, 2) for part in ACTOR.split()]
    places = [f"{whose}Geo_{part}" for whose in ("Actor1", "Actor2", "Action") for part in PLACE.split()]
    return (*HEAD, *actors, *EVENT.split(), *COVERAGE.split(), *places, "DATEADDED", "SOURCEURL")


COLUMNS = _columns()  # the 61 of version 2.0, in order
FIRST_COLUMNS = tuple(name for name in COLUMNS if not name.endswith("ADM2Code"))  # the 58 of version 1.0
# How many columns → their names: a file has no header. Before April 2013 there was no address of the source.
COLUMNS_BY_NUMBER = {len(names): names for names in (COLUMNS, FIRST_COLUMNS, FIRST_COLUMNS[:-1])}
SAMPLE_ROWS = 50  # enough to see whether unnamed columns are GDELT's; chosen by judgement
MAX_COUNT = 1e9  # no count is higher, and 32 bits hold it
PLACE_PRECISIONS = {"1": "country", "2": "admin1", "3": "exact", "4": "exact", "5": "admin1"}
SEAS = "OS"
MEANINGS = "its rows are reports found by machine, and the type of ActionGeo says how precisely the place is known"
# Without its identifiers; or with few columns.
SIGNATURE = Signature(
    columns=tuple(name for name in COLUMNS if name != "Year"),
    dates=("SQLDATE",),
    min_score=5,
    aliases={"SQLDATE": ("event_date", "date", "day")},
)
ORIGIN = {
    "incident_id": "GLOBALEVENTID",
    "date_start": "SQLDATE",
    "date_end": "SQLDATE",
    "event_type": "EventCode",
    "latitude": "ActionGeo_Lat",
    "longitude": "ActionGeo_Long",
    "place_precision": "ActionGeo_Type",
    "place_name": "ActionGeo_FullName",
    "country": "ActionGeo_CountryCode",
    "n_publications": "NumArticles",
}


class GDELT(Provider):
    """GDELT's event files, which have no header, and tables that were given its names."""

    name = "GDELT"
    prefix = "gdelt"
    licence = LICENCE
    citation = "The GDELT Project, gdeltproject.org"

    def recognises(self, table: RawTable) -> bool:
        if Fields(table.cells).has("GLOBALEVENTID", "SQLDATE", "EventCode"):
            return True
        if SIGNATURE.matches(table):
            return True
        return table.header_row == 0 and len(table.column_names) in COLUMNS_BY_NUMBER and _looks_like_gdelt(table.cells)

    def crosswalk(self, table: RawTable, options: ImportOptions) -> Crosswalk:
        fields = _fields(table)
        identity = identify_rows(fields, self.name, options, "GLOBALEVENTID")
        dates = parse_provider_dates(fields, ["SQLDATE"], options)
        incident_columns = _identity(fields, identity) | _event_columns(fields) | _place_columns(fields)
        day = dates.dates["SQLDATE"]
        incident_columns |= {"date_start": day.start, "date_end": day.end, "date_precision": day.precision}
        is_near = is_one_of(incident_columns["place_precision"], "near")  # never, but of the right shape
        title = make_titles(
            incident_columns["event_type"],
            incident_columns["sub_event_type"],
            title_places(incident_columns, ("place_name", "country")),
            is_near,
        )
        incident_columns["title"] = "Report: " + title
        cells = pd.concat([pd.DataFrame(incident_columns, index=fields.index), fields.prefixed(self.prefix)], axis=1)
        origin = {name: fields.name_in_file(column) for name, column in ORIGIN.items()}
        is_whole = fields.has("GLOBALEVENTID", "SQLDATE", "EventCode")
        return Crosswalk(
            cells,
            origin,
            dates.rejected,
            identity.duplicates,
            (*dates.questions, *identity.questions),
            (*dates.notes, *identity.notes),
            findings=(
                *dates.findings,
                *(() if is_whole else (find_incomplete(self.name, _aliases(table), MEANINGS, fields.index),)),
            ),
        )


def _aliases(table: RawTable) -> dict[str, str]:
    return SIGNATURE.find_aliases(table)


def _looks_like_gdelt(cells: pd.DataFrame) -> bool:
    """Whether the first columns are an identifier, a day, its month and its year, as in GDELT's files."""
    first = cells.iloc[:SAMPLE_ROWS, :4].astype("str").apply(lambda column: column.str.strip())
    number, day, month, year = (first[name] for name in first.columns)
    has_numbers = number.str.fullmatch("[0-9]+").fillna(False).all()
    has_days = day.str.fullmatch("[0-9]{8}").fillna(False).all()
    has_parts = (day.str[:6] == month).all() and (day.str[:4] == year).all()
    return len(first) > 0 and bool(has_numbers and has_days and has_parts)


def _fields(table: RawTable) -> Fields:
    if Fields(table.cells).has("GLOBALEVENTID") or SIGNATURE.matches(table):
        return Fields(table.cells, aliases=_aliases(table))
    if len(table.column_names) not in COLUMNS_BY_NUMBER:
        numbers = ", ".join(map(str, sorted(COLUMNS_BY_NUMBER)))
        raise IncidentsInvalid(
            f"is not a table of GDELT: {pluralize(len(table.column_names), 'column')}, none called GLOBALEVENTID. "
            f"Accepted: its header, or {numbers} columns without one. Choose another provider."
        )
    return Fields(table.cells, dict(zip(table.cells.columns, COLUMNS_BY_NUMBER[len(table.column_names)], strict=True)))


def _identity(fields: Fields, identity: RowIdentity) -> dict[str, pd.Series]:
    added = fields.identifier("DATEADDED")
    is_version_2 = fields.has("ActionGeo_ADM2Code") or added.str.fullmatch("[0-9]{14}").fillna(False).any()
    release = "GDELT 2.0" if is_version_2 else "GDELT 1.0" if fields.has("DATEADDED") else "GDELT"
    return {
        "incident_id": identity.ids,
        "source_id": identity.source_ids,
        "dataset": constant_category(release, fields.index),
        "record_kind": constant_category("report", fields.index),
        "licence": constant_category(LICENCE, fields.index),
        "last_modified": parse_dates(added.str[:8]).start,
    }


def _event_columns(fields: Fields) -> dict[str, pd.Series]:
    event = join_categories(fields.code("EventCode"), fields.code("EventRootCode"))
    articles = fields.number("NumArticles")
    return {
        "event_type": map_to_category(event, lambda key: cameo.event_types(*key.split(UNIT_SEPARATOR))[0]),
        "sub_event_type": map_to_category(event, lambda key: cameo.event_types(*key.split(UNIT_SEPARATOR))[1]),
        "actor_a": fields.text("Actor1Name"),
        "actor_b": fields.text("Actor2Name"),
        "n_publications": articles.where(articles.between(0, MAX_COUNT)).round().astype(COUNT),
    }


def _place_columns(fields: Fields) -> dict[str, pd.Series]:
    place_type, code = fields.code("ActionGeo_Type"), fields.text("ActionGeo_CountryCode")
    is_matched = is_one_of(place_type, *PLACE_PRECISIONS)
    latitude, longitude = (fields.degrees(f"ActionGeo_{axis}").where(is_matched) for axis in ("Lat", "Long"))
    precision = map_codes(place_type, PLACE_PRECISIONS, latitude.notna() & longitude.notna()).astype("str")
    name = fields.text("ActionGeo_FullName")
    return {
        "place_name": name,
        "country": map_to_category(code, country_names.country_of_fips),
        "admin1": map_to_category(join_categories(place_type, name), _province),
        "latitude": latitude,
        "longitude": longitude,
        "place_precision": precision.mask(precision.notna() & is_one_of(code, SEAS), "sea_air"),
    }


def _province(key: str) -> str | None:
    """The province in a full name: “Vancouver, British Columbia, Canada”, “Texas, United States”."""
    place_type, name = key.split(UNIT_SEPARATOR)
    parts = [part.strip() for part in name.split(",")]
    if place_type in ("2", "5") and len(parts) == 2:
        return parts[0]
    province = parts[-2] if place_type in ("3", "4", "5") and len(parts) > 2 else ""
    return province if province and not province.endswith("(general)") else None
