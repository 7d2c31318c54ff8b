"""ACLED: events of political violence and protest, in every form in which it was published since 2010."""

import pandas as pd

from geo.core.coercion import filter_rows
from geo.core.schema import DATE, EVENT_TYPES, FLAG
from geo.ingest import country_names
from geo.ingest.fields import (
    UNIT_SEPARATOR,
    Fields,
    constant_category,
    is_one_of,
    join_categories,
    join_sentences,
    map_codes,
    map_to_category,
)
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.dates import ParsedDates
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.providers.acled_monadic import list_other_actors, merge_events
from geo.ingest.providers.provider_dates import month_span, parse_provider_dates
from geo.ingest.providers.signatures import Signature, find_incomplete
from geo.ingest.readers import RawTable
from geo.ingest.row_identity import RowIdentity, identify_rows
from geo.ingest.titles import make_titles, title_places

LICENCE = "ACLED terms of use: cite ACLED; its rows may not be passed on"
SUB_TYPES = {
    sub_type.casefold(): (event_type, sub_type)
    for event_type, sub_types in EVENT_TYPES.items()
    for sub_type in sub_types
}
# The nine types until 2018 (codebook of 2017) and the six since; wordings differ in case and number between files.
TYPES: dict[str, tuple[str, str]] = {
    **{event_type.casefold(): (event_type, "") for event_type in EVENT_TYPES if event_type != "Diplomatic"},
    "battle-no change of territory": ("Battles", "Armed clash"),
    "battle-government regains territory": ("Battles", "Government regains territory"),
    "battle-non-state actor overtakes territory": ("Battles", "Non-state actor overtakes territory"),
    "battle-non-state actors overtake territory": ("Battles", "Non-state actor overtakes territory"),
    "remote violence": ("Explosions/Remote violence", ""),
    "strategic development": ("Strategic developments", ""),
    "headquarters or base established": ("Strategic developments", "Headquarters or base established"),
    "non-violent transfer of territory": ("Strategic developments", "Non-violent transfer of territory"),
}
RIOTS_OR_PROTESTS = "riots/protests"
RIOTERS, PROTESTERS = ("5", "rioters"), ("6", "protesters")
DATE_PRECISIONS = {"1": "day", "2": "week", "3": "month"}
PLACE_PRECISIONS = {"1": "exact", "2": "near", "3": "admin1"}
TIMESTAMPS = (1e8, 1e10)  # seconds since 1970, of 1973 to 2286: what else is in the column is no time
MEANINGS = (
    "a fatality count of 0 may be unknown, and geo_precision 3 and time_precision 3 mean the province and the month"
)
# Without its identifiers; or with other names, where the types are ACLED's.
SIGNATURE = Signature(
    columns=(
        *("event_id_cnty", "event_date", "time_precision", "disorder_type", "sub_event_type", "actor1", "actor2"),
        *("assoc_actor_1", "assoc_actor_2", "inter1", "inter2", "interaction", "civilian_targeting", "admin1"),
        *("admin2", "admin3", "geo_precision", "source_scale", "fatalities"),
    ),
    dates=("event_date",),
    min_score=5,
    vocabularies={"event_type": (*TYPES, RIOTS_OR_PROTESTS), "sub_event_type": SUB_TYPES},
    aliases={
        "event_date": ("date", "event date", "fecha", "date de l'événement", "تاريخ الحدث", "تاریخ رویداد"),
        "event_type": ("type", "category", "event"),
        "sub_event_type": ("sub_type", "subtype", "sub event"),
        "actor1": ("actor_1", "actor_a"),
        "actor2": ("actor_2", "actor_b"),
        "fatalities": ("deaths", "killed", "fatality", "reported_fatalities"),
        "latitude": ("lat", "y"),
        "longitude": ("lon", "lng", "long", "x"),
        "location": ("place", "location_name", "city"),
        "geo_precision": ("geo_prec", "location_precision"),
        "time_precision": ("time_prec", "date_precision"),
        "notes": ("description", "summary"),
    },
    targets={
        **{"event_date": "date_start", "actor1": "actor_a", "actor2": "actor_b", "country": "country"},
        **{"admin1": "admin1", "location": "place_name", "latitude": "latitude", "longitude": "longitude"},
        **{"fatalities": "killed_best", "notes": "summary"},
    },
)
HALF_A_WEEK = pd.Timedelta(days=3)  # to both sides of the day that stands for a week (docs/decisions/0011)


class ACLED(Provider):
    """ACLED's exports: columns as since 2023, as before, or in capitals as at first; dyadic or monadic."""

    name = "ACLED"
    prefix = "acled"
    licence = LICENCE
    citation = "Armed Conflict Location & Event Data Project (ACLED), acleddata.com"

    def recognises(self, table: RawTable) -> bool:
        return _is_whole(Fields(table.cells)) or SIGNATURE.matches(table)

    def crosswalk(self, table: RawTable, options: ImportOptions) -> Crosswalk:
        names = SIGNATURE.recover_names(table)
        fields = Fields(table.cells, aliases=names)
        identity = identify_rows(fields, self.name, options, *IDS)
        dates = parse_provider_dates(fields, ["event_date"], options)
        precision = fields.code("time_precision", "time_precisi")
        is_wrong = precision.notna() & ~precision.isin(list(DATE_PRECISIONS))
        refused = [dates.rejected, fields.reject_where(is_wrong, "is not 1, 2 or 3", "time_precision", "time_precisi")]
        rejected = pd.concat(refused, ignore_index=True)
        incident_columns = (
            _identity(fields, identity)
            | _dates(dates.dates["event_date"], precision)
            | _event_columns(fields)
            | _place_columns(fields)
        )
        is_near = is_one_of(incident_columns["place_precision"], "near")
        places = title_places(incident_columns, ("place_name", "admin1", "country"))
        incident_columns["title"] = make_titles(
            incident_columns["event_type"], incident_columns["sub_event_type"], places, is_near
        )
        cells = pd.DataFrame(incident_columns, index=fields.index)
        merged = merge_events(filter_rows(cells, ~cells.index.isin(rejected["row"])))
        duplicates = fields.reject_with(merged.repeats, *IDS)
        whole = pd.concat([merged.add_actors(cells), fields.prefixed(self.prefix)], axis=1)
        is_known = Fields(table.cells).has("event_date", "event_type")
        findings = () if is_known and identity.is_own else (find_incomplete(self.name, names, MEANINGS, fields.index),)
        return Crosswalk(
            whole,
            _origin(fields),
            rejected,
            pd.concat([duplicates, identity.duplicates], ignore_index=True),
            (*dates.questions, *identity.questions),
            (*dates.notes, *identity.notes),
            findings=(*dates.findings, *findings),
        )


def _is_whole(fields: Fields) -> bool:
    """Whether a table has ACLED's identifiers, dates and types under their names, and no counts of events."""
    has_ids = fields.has("event_id_cnty") or fields.has("data_id")
    return has_ids and fields.has("event_date", "event_type") and not fields.has("events")


def _identity(fields: Fields, identity: RowIdentity) -> dict[str, pd.Series]:
    return {
        "incident_id": identity.ids,
        "source_id": identity.source_ids,
        "dataset": constant_category("ACLED", fields.index),
        "record_kind": constant_category("incident", fields.index),
        "licence": constant_category(LICENCE, fields.index),
    }


IDS = ("event_id_cnty", "data_id")
CUT_SECOND = ("assoc_ac_1", "assoc_ac_2", "ally_act_1", "ally_act_2")  # where a shapefile cut two names to the same
ORIGIN: dict[str, tuple[str, ...]] = {
    "incident_id": IDS,
    "date_start": ("event_date",),
    "date_end": ("event_date",),
    "event_type": ("event_type",),
    "sub_event_type": ("sub_event_type", "event_type"),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "place_name": ("location",),
    "country": ("country",),
    "admin1": ("admin1", "admin_level_1", "adm_level_1"),
    "admin2": ("admin2", "admin_level_2", "adm_level_2"),
    "place_precision": ("geo_precision", "geo_precis"),
    "killed_best": ("fatalities", "total_fatalities"),
}


def _origin(fields: Fields) -> dict[str, str]:
    return {target: fields.name_in_file(*names) for target, names in ORIGIN.items()}


def _dates(dates: ParsedDates, precision: pd.Series) -> dict[str, pd.Series]:
    """The span that the coded day stands for: the codebook takes the middle of a week, and some day of a month."""
    is_day = is_one_of(dates.precision, "day")
    is_week, is_month = is_day & is_one_of(precision, "2"), is_day & is_one_of(precision, "3")
    first, last = month_span(dates.start)
    coded_precision = map_codes(precision, DATE_PRECISIONS, is_day).astype("str")
    return {
        "date_start": dates.start.mask(is_week, dates.start - HALF_A_WEEK).mask(is_month, first).astype(DATE),
        "date_end": dates.end.mask(is_week, dates.end + HALF_A_WEEK).mask(is_month, last).astype(DATE),
        "date_precision": coded_precision.fillna(dates.precision),
    }


def _event_columns(fields: Fields) -> dict[str, pd.Series]:
    event = join_categories(
        fields.text("event_type"), fields.text("sub_event_type"), *(fields.code(name) for name in ("inter1", "inter2"))
    )
    timestamp = fields.number("timestamp")
    seconds = timestamp.where(timestamp.between(*TIMESTAMPS))
    return {
        "event_type": map_to_category(event, lambda key: _event_types(key)[0]),
        "sub_event_type": map_to_category(event, lambda key: _event_types(key)[1]),
        "actor_a": fields.text("actor1"),
        "actor_b": fields.text("actor2"),
        "other_actors": list_other_actors(
            fields.text("assoc_actor_1", "ally_actor_1"),
            fields.text(*CUT_SECOND, "assoc_actor_2", "ally_actor_2"),
        ),
        "summary": fields.text("notes"),
        "notes": _note_new_sub_types(fields.text("sub_event_type")),
        "killed_best": fields.text("fatalities", "total_fatalities"),
        "zero_means_unknown": pd.Series(True, index=fields.index, dtype=FLAG),
        "last_modified": pd.to_datetime(seconds, unit="s").dt.normalize().astype(DATE),
    }


def _note_new_sub_types(sub_types: pd.Series) -> pd.Series:
    """A note where ACLED uses a sub-type that came after our vocabulary: the row is accepted without it."""
    new = map_to_category(sub_types, lambda text: None if _normalize(text) in SUB_TYPES else text).astype("str")
    sentence = "ACLED's sub-type “" + new + "” is not in this atlas' vocabulary."
    return join_sentences(sub_types.index, [(new.notna(), sentence)])


def _event_types(key: str) -> tuple[str | None, str | None]:
    """The type and sub-type of today for a row's event_type, sub_event_type, inter1 and inter2."""
    event_type, sub_type, *actor_codes = map(_normalize, key.split(UNIT_SEPARATOR))
    if event_type == RIOTS_OR_PROTESTS:
        current = (_riots_or_protests(actor_codes), "")
    else:
        # An unknown type stays as it is: the check refuses it by name.
        current = TYPES.get(event_type, (key.split(UNIT_SEPARATOR)[0], ""))
    narrow = SUB_TYPES.get(sub_type, ("", ""))
    return current[0] or narrow[0] or None, narrow[1] or current[1] or None


def _riots_or_protests(actor_codes: list[str]) -> str:
    """The type by the codes of the two actors; empty where neither are rioters or protesters."""
    crowds = [code for code in actor_codes if code in (*RIOTERS, *PROTESTERS)]
    if not crowds:
        return ""
    return "Riots" if any(code in RIOTERS for code in crowds) else "Protests"


def _normalize(text: str) -> str:
    return " ".join(text.casefold().split())


def _place_columns(fields: Fields) -> dict[str, pd.Series]:
    latitude, longitude = fields.degrees("latitude"), fields.degrees("longitude")
    admin1 = fields.text(*ORIGIN["admin1"])
    precision = map_codes(
        fields.code(*ORIGIN["place_precision"]), PLACE_PRECISIONS, latitude.notna() & longitude.notna()
    )
    has_no_admin1 = is_one_of(precision, "admin1") & admin1.isna()
    if has_no_admin1.any():
        precision = precision.astype("str").mask(has_no_admin1, "region")
    return {
        "place_name": fields.text("location"),
        "country": map_to_category(fields.text("country"), country_names.canonical_country),
        "admin1": admin1,
        "admin2": fields.text(*ORIGIN["admin2"]),
        "latitude": latitude,
        "longitude": longitude,
        "place_precision": precision,
    }
