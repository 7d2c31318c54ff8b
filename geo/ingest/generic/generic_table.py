"""Tables of no known provider: their columns are inferred from names and values, and a person corrects them."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from geo.core.formatting import pluralize
from geo.core.schema import COLUMN, FLAG, PLACE_NAMES
from geo.ingest.date_questions import propose_years
from geo.ingest.fields import Fields, is_one_of
from geo.ingest.generic import values
from geo.ingest.generic.column_targets import ColumnMapping, guess_columns, to_mapping
from geo.ingest.generic.count_tables import INCIDENTS, ROW_MEANING, find_count_table, reject_counts, widen_counts
from geo.ingest.generic.country_columns import CountryColumn
from geo.ingest.generic.positions import Positions
from geo.ingest.generic.precision_columns import combine_place_precision
from geo.ingest.generic.table_identity import identify_table, row_number_column
from geo.ingest.generic.table_reading import TableReading, read_table
from geo.ingest.generic.toll_names import OUTCOMES
from geo.ingest.generic.victim_lists import is_victim_list, read_victims
from geo.ingest.generic.world_regions import is_world_region
from geo.ingest.import_result import Finding
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR, ImportOptions
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.row_identity import RowIdentity
from geo.ingest.titles import make_titles, title_places

REQUIRED_TARGETS = frozenset(["date_start", YEAR, COORDINATES, "latitude", "longitude", *PLACE_NAMES])  # one of them
ACTORS = frozenset(["actor_a", "actor_b"])
NO_ACTOR = ("other", "others", "none", "no one", "nobody")  # RAND's “Other” is any group that it does not name
NO_USABLE_COLUMN = (
    "no column looks like a date, a place or coordinates. Say which column holds what, or add such a column."
)
# Targets that have a reader of their own; all others are used as they are written.
_PARSED_TARGETS = frozenset(
    ["incident_id", "date_start", "date_end", "date_precision", "latitude", "longitude", "event_type", "sub_event_type"]
    + ["country", "place_precision", "notes", COORDINATES, YEAR, MONTH, DAY]
    + [f"{outcome}_{bound}" for outcome in OUTCOMES for bound in ("low", "best", "high")]
)  # fmt: skip


class GenericTable(Provider):
    """Any table: spreadsheets, chronologies, exports of systems that have no provider of their own."""

    name = "Table"
    prefix = "table"

    def recognises(self, table: RawTable) -> bool:
        return True  # the last of the providers; `crosswalk` refuses every row where no column has a date or a place

    def crosswalk(self, table: RawTable, options: ImportOptions) -> Crosswalk:
        agreement, tolls = guess_columns(table, options)
        columns = to_mapping(tolls.guesses)
        counts = find_count_table(table, tolls.guesses)
        if counts is not None and options.answer(ROW_MEANING, counts.column) != INCIDENTS:
            return replace(reject_counts(table, counts, options), guesses=tolls.guesses)
        if not REQUIRED_TARGETS & columns.keys():
            return replace(_reject_all(table), guesses=tolls.guesses)
        parts = frozenset(guess.column for guess in tolls.guesses if guess.is_part)
        crosswalk = _crosswalk(table, columns, parts, options)
        crosswalk = crosswalk if counts is None else widen_counts(crosswalk, counts, table.cells)
        crosswalk = read_victims(crosswalk, table, options) if is_victim_list(table, tolls.guesses) else crosswalk
        return replace(
            crosswalk,
            guesses=tolls.guesses,
            questions=(*agreement.questions, *crosswalk.questions, *tolls.questions),
            findings=(*agreement.findings, *crosswalk.findings, *tolls.findings),
        )


def _crosswalk(table: RawTable, columns: ColumnMapping, parts: frozenset[str], options: ImportOptions) -> Crosswalk:
    cells = table.cells
    single = {target: names[0] for target, names in columns.items()}
    reading = read_table(cells, columns, parts, options)
    incident_columns, point_findings = _incident_columns(cells, single, reading)
    rejected = pd.concat([reading.dates.rejected, reading.positions.rejected, _reject_blank(cells)], ignore_index=True)
    id_column = single.get("incident_id") or row_number_column(table, columns)
    is_distinct = _has_only_year(incident_columns, cells.index) | cells.index.isin(rejected["row"])
    identity = identify_table(GenericTable.name, table, id_column, is_distinct, options)
    own_columns = {f"{GenericTable.prefix}.{name}": cells[name] for name in table.column_names}
    return Crosswalk(
        pd.DataFrame({**incident_columns, **_id_columns(identity), **own_columns}, index=cells.index),
        {target: name for target, name in single.items() if target in COLUMN} | _origins(single),
        rejected,
        identity.duplicates,
        propose_years(reading.list_questions(identity.questions), table, options),
        (*reading.notes, *_note_meanings(cells, single)),
        findings=reading.list_findings(point_findings),
        states_precision=reading.states_precision,
    )


def _incident_columns(
    cells: pd.DataFrame, single: dict[str, str], reading: TableReading
) -> tuple[dict[str, pd.Series], tuple[Finding, ...]]:
    """The columns that incidents of every source have, and what to look at in the precision of their points."""
    columns = {
        **_text_columns(cells, single, reading.countries),
        **reading.date_cells,
        **reading.positions.cells,
        **reading.casualties.cells,
        **reading.event_types,
    }
    point_precision = reading.infer_point_precision(columns)
    columns |= combine_place_precision(reading.stated_places, point_precision.precision, cells.index)
    columns |= _add_radius(reading.positions, columns)
    own_notes = [values.clean_texts(cells[single["notes"]])] if "notes" in single else []
    columns["notes"] = values.join_notes([*own_notes, *reading.row_notes], cells.index)
    columns["title"] = _titles(columns, cells.index)
    return columns, point_precision.findings


def _add_radius(positions: Positions, incident_columns: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    """The radius that the cells of positions state, where the rows are known no more closely or coarsely otherwise."""
    if positions.radius_km.isna().all():
        return {}
    radius_km = positions.radius_km.where(incident_columns["place_precision"] == positions.precision)
    return {"radius_km": incident_columns.get("radius_km", radius_km).fillna(radius_km)}


def _has_only_year(incident_columns: Mapping[str, pd.Series], index: pd.Index) -> pd.Series:
    """Whether each row states no more of its date than the year."""
    blank = pd.Series("", index=index, dtype="str")
    return is_one_of(incident_columns.get("date_precision", blank), "year")


def _id_columns(identity: RowIdentity) -> dict[str, pd.Series]:
    columns = {"incident_id": identity.ids}
    return columns | ({"source_id": identity.source_ids} if identity.source_ids.notna().any() else {})


def _reject_all(table: RawTable) -> Crosswalk:
    """No row can be accepted, and why; the guesses beside it are there to be corrected."""
    rejected = pd.DataFrame({"row": table.cells.index, "column": "", "value": "", "reason": NO_USABLE_COLUMN})
    return Crosswalk(pd.DataFrame(index=table.cells.index), {}, rejected)


def _text_columns(cells: pd.DataFrame, single: dict[str, str], countries: CountryColumn | None) -> dict[str, pd.Series]:
    """The columns that are used as they are written."""
    incident_columns = {
        target: values.clean_texts(cells[name]) for target, name in single.items() if target not in _PARSED_TARGETS
    }
    for side in ACTORS & incident_columns.keys():
        incident_columns[side] = incident_columns[side].mask(
            is_one_of(incident_columns[side].str.casefold(), *NO_ACTOR)
        )
    if countries is not None:
        incident_columns["country"] = countries.countries
    if "admin1" in incident_columns:
        incident_columns["admin1"] = incident_columns["admin1"].mask(is_world_region(incident_columns["admin1"]))
    if _has_acled_codes(cells):
        incident_columns["zero_means_unknown"] = pd.Series(True, index=cells.index, dtype=FLAG)
    if "dataset" not in incident_columns:
        incident_columns["dataset"] = pd.Series(GenericTable.name, index=cells.index, dtype="str")
    return incident_columns


def _has_acled_codes(cells: pd.DataFrame) -> bool:
    """Whether a table has ACLED's codes beside ACLED's fatalities, which are 0 where none are reported."""
    return Fields(cells).has("fatalities", "geo_precision", "time_precision")


def _note_meanings(cells: pd.DataFrame, single: Mapping[str, str]) -> tuple[str, ...]:
    """Sentences on columns that hold something else than their name says."""
    notes = []
    n_regions = int(is_world_region(cells[single["admin1"]].astype("str")).sum()) if "admin1" in single else 0
    if n_regions:
        rows = pluralize(n_regions, "row")
        notes.append(f"“{single['admin1']}” names parts of the world, which are no provinces, in {rows}: left out")
    if _has_acled_codes(cells):
        notes.append("A fatality count of 0 may be unknown: the table has the codes of ACLED")
    return tuple(notes)


def _titles(incident_columns: dict[str, pd.Series], index: pd.Index) -> pd.Series:
    """The file's own titles, and our words where it has none: no incident is called by its identifier."""
    blank = pd.Series(None, index=index, dtype="str")
    known = {name: incident_columns.get(name, blank) for name in (*PLACE_NAMES, "place_precision")}
    places, is_near = title_places(known, PLACE_NAMES), is_one_of(known["place_precision"], "near")
    titles = make_titles(
        incident_columns.get("event_type", blank), incident_columns.get("sub_event_type", blank), places, is_near
    )
    return incident_columns.get("title", blank).fillna(titles)


def _origins(single: dict[str, str]) -> dict[str, str]:
    """Our column → the file's, where one column of the file is several of ours."""
    origin: dict[str, str] = {}
    if COORDINATES in single:
        origin |= dict.fromkeys(("latitude", "longitude"), single[COORDINATES])
    if YEAR in single and "date_start" not in single:
        origin |= dict.fromkeys(("date_start", "date_end"), single[YEAR])
    return origin


def _reject_blank(cells: pd.DataFrame) -> pd.DataFrame:
    is_blank = cells.isna().all(axis=1)
    return build_rejections((row, str(cells.columns[0]), "", "the row is blank") for row in cells.index[is_blank])
