"""ICEWS event data: a row a pair of actors and a kind of act, found by machine in news; reports, not events."""

import pandas as pd

from geo.ingest import country_names
from geo.ingest.fields import Fields, constant_category, map_to_category
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.providers import cameo
from geo.ingest.providers.provider_dates import parse_provider_dates
from geo.ingest.readers import RawTable
from geo.ingest.row_identity import RowIdentity, identify_rows
from geo.ingest.titles import make_titles, title_places

LICENCE = "See the terms of the ICEWS Dataverse (Harvard)"
# The finest of its columns of places that is filled is what the row was geocoded to.
PRECISION_BY_COLUMN = {"City": "exact", "District": "admin2", "Province": "admin1", "Country": "country"}
ORIGIN = {
    "incident_id": "Event ID",
    "date_start": "Event Date",
    "date_end": "Event Date",
    "event_type": "CAMEO Code",
    "actor_a": "Source Name",
    "actor_b": "Target Name",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "place_name": "City",
    "admin1": "Province",
    "admin2": "District",
    "country": "Country",
}


class ICEWS(Provider):
    """ICEWS' yearly tables, which are parted by tabs, and tables with their columns."""

    name = "ICEWS"
    prefix = "icews"
    licence = LICENCE
    citation = "Integrated Crisis Early Warning System (ICEWS) Event Data, Harvard Dataverse"

    def recognises(self, table: RawTable) -> bool:
        return Fields(table.cells).has("Event Date", "CAMEO Code", "Source Name", "Target Name")

    def crosswalk(self, table: RawTable, options: ImportOptions) -> Crosswalk:
        fields = Fields(table.cells)
        identity = identify_rows(fields, self.name, options, "Event ID")
        dates = parse_provider_dates(fields, ["Event Date"], options)
        day = dates.dates["Event Date"]
        incident_columns = _identity(fields, identity) | _event_columns(fields) | _place_columns(fields)
        incident_columns |= {"date_start": day.start, "date_end": day.end, "date_precision": day.precision}
        places = title_places(incident_columns, ("place_name", "admin1", "country"))
        is_near = pd.Series(False, index=fields.index)
        incident_columns["title"] = "Report: " + make_titles(
            incident_columns["event_type"], incident_columns["sub_event_type"], places, is_near
        )
        cells = pd.concat([pd.DataFrame(incident_columns, index=fields.index), fields.prefixed(self.prefix)], axis=1)
        return Crosswalk(
            cells,
            {name: fields.name_in_file(column) for name, column in ORIGIN.items()},
            dates.rejected,
            identity.duplicates,
            (*dates.questions, *identity.questions),
            (*dates.notes, *identity.notes),
        )


def _identity(fields: Fields, identity: RowIdentity) -> dict[str, pd.Series]:
    return {
        "incident_id": identity.ids,
        "source_id": identity.source_ids,
        "dataset": constant_category("ICEWS", fields.index),
        "record_kind": constant_category("report", fields.index),
        "licence": constant_category(LICENCE, fields.index),
    }


def _event_columns(fields: Fields) -> dict[str, pd.Series]:
    codes = fields.code("CAMEO Code")
    return {
        "event_type": map_to_category(codes, lambda code: cameo.event_types(code, "")[0]),
        "sub_event_type": map_to_category(codes, lambda code: cameo.event_types(code, "")[1]),
        "actor_a": fields.text("Source Name"),
        "actor_b": fields.text("Target Name"),
        "summary": fields.text("Event Text"),
    }


def _place_columns(fields: Fields) -> dict[str, pd.Series]:
    latitude, longitude = fields.degrees("Latitude"), fields.degrees("Longitude")
    precision = pd.Series(None, index=fields.index, dtype="str")
    for column, value in PRECISION_BY_COLUMN.items():
        precision = precision.mask(precision.isna() & fields.text(column).notna(), value)
    country = map_to_category(fields.text("Country"), country_names.canonical_country)
    return {
        "place_name": fields.text("City"),
        "country": country,
        "admin1": fields.text("Province"),
        "admin2": fields.text("District"),
        "latitude": latitude,
        "longitude": longitude,
        "place_precision": precision.where(latitude.notna() & longitude.notna()),
    }
