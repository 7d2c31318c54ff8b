"""AWSD, the Aid Worker Security Database: attacks on aid workers since 1997."""

import pandas as pd

from geo.core.schema import COUNT, FLAG
from geo.ingest import country_names
from geo.ingest.fields import Fields, constant_category, is_one_of, map_to_category
from geo.ingest.generic.date_columns import parse_date_columns
from geo.ingest.options import DAY, MONTH, YEAR, ImportOptions
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.readers import RawTable
from geo.ingest.row_identity import RowIdentity, identify_rows
from geo.ingest.titles import make_titles, title_places

LICENCE = "Aid Worker Security Database, Humanitarian Outcomes: cite aidworkersecurity.org"
UNKNOWN = ("unknown", "not known", "unspecified", "n/a")
ATTACK = ("Violence against civilians", "Attack")
ABDUCTION = ("Violence against civilians", "Abduction/forced disappearance")
IED = ("Explosions/Remote violence", "Remote explosive/landmine/IED")
# Aid workers are civilians, so that shooting is an attack on them and no battle; the rest by judgement.
TYPES: dict[str, tuple[str, str]] = {
    "shooting": ATTACK,
    "bodily assault": ATTACK,
    "complex attack": ATTACK,
    "kidnapping": ABDUCTION,
    "kidnap-killing": ABDUCTION,
    "rape/sexual assault": ("Violence against civilians", "Sexual violence"),
    "aerial bombardment": ("Explosions/Remote violence", "Air/drone strike"),
    "shelling": ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    "body-borne ied": ("Explosions/Remote violence", "Suicide bomb"),
    "vehicle-borne ied": IED,
    "vehicle-born ied": IED,
    "roadside ied": IED,
    "ied": IED,
    "landmine": IED,
    "landmine/uxo detonation": IED,
    "other explosives": ("Explosions/Remote violence", ""),
}
PLACES = {"City": "exact", "District": "admin2", "Region": "admin1", "Country": "country"}
MAX_COUNT = 1e9  # no count is higher, and 32 bits hold it
NO_COUNT = "is not a number of people; a blank stands for unknown"
COUNTS = {"killed_best": ("Total killed",), "injured_best": ("Total wounded", "Total injured")}
ORIGIN = {
    "incident_id": "Incident ID",
    "date_start": "Year",
    "date_end": "Year",
    "event_type": "Means of attack",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "place_name": "City",
    "country": "Country",
    "admin1": "Region",
    "admin2": "District",
    "actor_a": "Actor name",
    "summary": "Details",
}


class AWSD(Provider):
    """AWSD's table as it is offered there and on HDX."""

    name = "AWSD"
    prefix = "awsd"
    licence = LICENCE
    citation = "Humanitarian Outcomes, Aid Worker Security Database, aidworkersecurity.org"

    def recognises(self, table: RawTable) -> bool:
        fields = Fields(table.cells)
        return fields.has("Means of attack", "Year", "Total killed") and fields.has("Internationals killed")

    def crosswalk(self, table: RawTable, options: ImportOptions) -> Crosswalk:
        fields = Fields(table.cells)
        identity = identify_rows(fields, self.name, options, "Incident ID", "Incident.ID")
        parts = {target: fields.name_in_file(name) for target, name in ((YEAR, "Year"), (MONTH, "Month"), (DAY, "Day"))}
        known = {target: name for target, name in parts.items() if name in table.cells.columns}
        dates = parse_date_columns(table.cells, known, options)
        incident_columns = _identity(fields, identity) | dict(dates.cells) | _event_columns(fields)
        incident_columns |= _counts(fields) | _place_columns(fields)
        places = title_places(incident_columns, ("place_name", "admin2", "admin1", "country"))
        incident_columns["title"] = make_titles(
            incident_columns["event_type"],
            incident_columns["sub_event_type"],
            places,
            pd.Series(False, index=fields.index),
        )
        cells = pd.concat([pd.DataFrame(incident_columns, index=fields.index), fields.prefixed(self.prefix)], axis=1)
        rejected = [dates.rejected, *(_reject_counts(fields, *names) for names in COUNTS.values())]
        return Crosswalk(
            cells,
            {name: fields.name_in_file(column) for name, column in ORIGIN.items()},
            pd.concat(rejected, ignore_index=True),
            identity.duplicates,
            (*dates.questions, *identity.questions),
            (*dates.notes, *identity.notes),
        )


def _known_text(fields: Fields, *names: str) -> pd.Series:
    texts = fields.text(*names)
    return texts.mask(is_one_of(texts.str.casefold(), *UNKNOWN))


def _identity(fields: Fields, identity: RowIdentity) -> dict[str, pd.Series]:
    return {
        "incident_id": identity.ids,
        "source_id": identity.source_ids,
        "dataset": constant_category("AWSD", fields.index),
        "record_kind": constant_category("incident", fields.index),
        "licence": constant_category(LICENCE, fields.index),
    }


def _event_columns(fields: Fields) -> dict[str, pd.Series]:
    means = fields.text("Means of attack").str.casefold()
    return {
        "event_type": map_to_category(means, lambda text: TYPES.get(text, ("", ""))[0] or None),
        "sub_event_type": map_to_category(means, lambda text: TYPES.get(text, ("", ""))[1] or None),
        "actor_a": _known_text(fields, "Actor name"),
        "summary": fields.text("Details"),
        "zero_means_unknown": pd.Series(False, index=fields.index, dtype=FLAG),
    }


def _counts(fields: Fields) -> dict[str, pd.Series]:
    numbers = {target: fields.number(*names) for target, names in COUNTS.items()}
    return {
        target: number.where(number.between(0, MAX_COUNT)).round().astype(COUNT) for target, number in numbers.items()
    }


def _reject_counts(fields: Fields, *names: str) -> pd.DataFrame:
    return fields.reject_where(
        fields.text(*names).notna() & ~fields.number(*names).between(0, MAX_COUNT), NO_COUNT, *names
    )


def _place_columns(fields: Fields) -> dict[str, pd.Series]:
    """The town, never the column Location, which says what kind of site it was: Road, Office/compound."""
    latitude, longitude = fields.degrees("Latitude"), fields.degrees("Longitude")
    precision = pd.Series(None, index=fields.index, dtype="str")
    for column, value in PLACES.items():
        precision = precision.mask(precision.isna() & _known_text(fields, column).notna(), value)
    return {
        "place_name": _known_text(fields, "City"),
        "country": map_to_category(fields.text("Country"), country_names.canonical_country),
        "admin1": _known_text(fields, "Region"),
        "admin2": _known_text(fields, "District"),
        "latitude": latitude,
        "longitude": longitude,
        "place_precision": precision.where(latitude.notna() & longitude.notna()),
    }
