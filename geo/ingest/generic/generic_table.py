"""Tables of no known provider: their columns are inferred from names and values, and a person corrects them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import msgspec
import pandas as pd

from geo.core.formatting import pluralize
from geo.core.schema import COLUMN, FLAG, INCIDENT_COLUMNS, PLACE_NAMES
from geo.errors import IncidentsInvalid
from geo.ingest.fields import Fields, is_one_of
from geo.ingest.generic import values
from geo.ingest.generic.casualties import parse_casualties
from geo.ingest.generic.column_agreement import ColumnAgreement, check_columns
from geo.ingest.generic.column_inference import infer_columns
from geo.ingest.generic.count_tables import (
    INCIDENTS,
    ROW_MEANING,
    find_count_table,
    may_hold_counts,
    reject_counts,
    widen_counts,
)
from geo.ingest.generic.country_agreement import read_country_column
from geo.ingest.generic.country_columns import CountryColumn
from geo.ingest.generic.date_columns import parse_date_columns
from geo.ingest.generic.point_precision import PointPrecision, infer_point_precision
from geo.ingest.generic.positions import Positions, parse_positions
from geo.ingest.generic.precision_columns import (
    StatedPrecision,
    combine_place_precision,
    read_date_precision,
    read_place_precision,
    widen_dates,
)
from geo.ingest.generic.toll_columns import TollColumns, assign_tolls
from geo.ingest.generic.toll_names import OUTCOMES
from geo.ingest.generic.value_fit import has_repeats
from geo.ingest.generic.world_regions import is_world_region
from geo.ingest.import_result import Guess
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR, ImportOptions
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.row_identity import RowIdentity, make_identity, table_prefix
from geo.ingest.titles import make_titles

TARGETS = (*(column.name for column in INCIDENT_COLUMNS), COORDINATES, YEAR, MONTH, DAY)
REQUIRED_TARGETS = frozenset(["date_start", YEAR, COORDINATES, "latitude", "longitude", *PLACE_NAMES])  # one of them
ACTORS = frozenset(["actor_a", "actor_b"])
NO_ACTOR = ("other", "others", "none", "no one", "nobody")  # RAND's “Other” is any group that it does not name
SHARED_TARGETS = frozenset(["killed_best", "injured_best"])  # what several columns may hold together
MAX_NAMES_LISTED = 40  # of columns that an error names
NO_USABLE_COLUMN = (
    "no column looks like a date, a place or coordinates. Say which column holds what, or add such a column."
)
# Targets that have a reader of their own; all others are used as they are written.
_PARSED_TARGETS = frozenset(
    ["incident_id", "date_start", "date_end", "date_precision", "latitude", "longitude", "event_type", "sub_event_type"]
    + ["country", "place_precision", "notes", COORDINATES, YEAR, MONTH, DAY]
    + [f"{outcome}_{bound}" for outcome in OUTCOMES for bound in ("low", "best", "high")]
)  # fmt: skip

ColumnMapping = dict[str, tuple[str, ...]]  # target → the columns that hold it


class GenericTable(Provider):
    """Any table: spreadsheets, chronologies, exports of systems that have no provider of their own."""

    name = "Table"
    prefix = "table"

    def recognises(self, table: RawTable) -> bool:
        return True  # the last of the providers; `crosswalk` refuses every row where no column has a date or a place

    def crosswalk(self, table: RawTable, options: ImportOptions) -> Crosswalk:
        agreement, tolls = _guess_columns(table, options)
        columns = _to_mapping(tolls.guesses)
        counts = find_count_table(table, tolls.guesses)
        if counts is not None and options.answer(ROW_MEANING, counts.column) != INCIDENTS:
            return replace(reject_counts(table, counts, options), guesses=tolls.guesses)
        if not REQUIRED_TARGETS & columns.keys():
            return replace(_reject_all(table), guesses=tolls.guesses)
        parts = frozenset(guess.column for guess in tolls.guesses if guess.is_part)
        crosswalk = _crosswalk(table, columns, parts, options)
        crosswalk = crosswalk if counts is None else widen_counts(crosswalk, counts, table.cells)
        return replace(
            crosswalk,
            guesses=tolls.guesses,
            questions=(*agreement.questions, *crosswalk.questions, *tolls.questions),
            findings=(*agreement.findings, *crosswalk.findings, *tolls.findings),
        )


def mapping_table(table: RawTable, options: ImportOptions | None = None) -> pd.DataFrame:
    """Return what each column of a table is taken to hold, one row a column, for a person to correct.

    Columns: column, holds (one of TARGETS or empty), confidence (0 to 1), reason, examples (text). Raises as
    `column_mapping`.
    """
    _, tolls = _guess_columns(table, options or ImportOptions())
    return pd.DataFrame(
        [
            (guess.column, guess.target, guess.confidence, guess.reason, " · ".join(guess.examples))
            for guess in tolls.guesses
        ],
        columns=["column", "holds", "confidence", "reason", "examples"],
    )


def column_mapping(table: RawTable, options: ImportOptions) -> ColumnMapping:
    """Return target → columns, inferred and corrected; raises IncidentsInvalid for an answer that cannot be."""
    return _to_mapping(_guess_columns(table, options)[1].guesses)


def holds_counts(table: RawTable, options: ImportOptions) -> bool:
    """Return whether the rows of a table count events, so that no provider of events may take it for its own."""
    return may_hold_counts(table) and find_count_table(table, _guess_columns(table, options)[1].guesses) is not None


def _guess_columns(table: RawTable, options: ImportOptions) -> tuple[ColumnAgreement, TollColumns]:
    """What each column holds where header and content agree, a person's answers, and the tolls decided among them."""
    agreement = check_columns(table, infer_columns(table), options)
    return agreement, assign_tolls(table.cells, _apply_answers(agreement.guesses, options), options)


def _to_mapping(guesses: tuple[Guess, ...]) -> ColumnMapping:
    columns: ColumnMapping = {}
    for guess in guesses:
        if guess.target:
            columns[guess.target] = (*columns.get(guess.target, ()), guess.column)
    return columns


def _apply_answers(guesses: tuple[Guess, ...], options: ImportOptions) -> tuple[Guess, ...]:
    """The guesses with a person's answers in their place; a guess gives way to an answer for the same target."""
    answers = dict(options.columns)
    names = {guess.column for guess in guesses}
    targets = [target for column, target in answers.items() if target and column in names]
    _check_answers(answers, targets)
    return tuple(_apply_answer(guess, answers, targets) for guess in guesses)


def _apply_answer(guess: Guess, answers: dict[str, str], targets: list[str]) -> Guess:
    if guess.column in answers:
        return Guess(guess.column, answers[guess.column], 1.0, "you said so", guess.examples)
    if guess.target and guess.target in targets:
        reason = f"another column holds {guess.target}"
        return msgspec.structs.replace(guess, target="", confidence=0.0, reason=reason, is_part=False)
    return guess


def _check_answers(answers: dict[str, str], targets: list[str]) -> None:
    unknown = sorted({target for target in answers.values() if target and target not in TARGETS})
    if unknown:
        raise IncidentsInvalid(f"no column can hold {_list_names(unknown)}. Accepted: {', '.join(TARGETS)}.")
    repeated = sorted({target for target in targets if targets.count(target) > 1} - SHARED_TARGETS)
    if repeated:
        names = _list_names(column for column, target in answers.items() if target == repeated[0])
        raise IncidentsInvalid(f"{names} cannot all hold {repeated[0]}. Leave out all but one.")


def _list_names(names: Iterable[str]) -> str:
    names = list(names)
    n_more = len(names) - MAX_NAMES_LISTED
    return ", ".join(names[:MAX_NAMES_LISTED]) + (f" and {n_more:,} more" if n_more > 0 else "")


def _crosswalk(table: RawTable, columns: ColumnMapping, parts: frozenset[str], options: ImportOptions) -> Crosswalk:
    cells = table.cells
    single = {target: names[0] for target, names in columns.items()}
    dates = parse_date_columns(cells, single, options)
    stated_dates = _read_if_any(read_date_precision, cells, single.get("date_precision"), options)
    date_cells = widen_dates(dates.cells, stated_dates) if stated_dates and dates.cells else dates.cells
    stated_places = _read_if_any(read_place_precision, cells, single.get("place_precision"), options)
    positions = parse_positions(cells, columns, options)
    countries = read_country_column(cells, single["country"], positions.cells, options) if "country" in single else None
    casualties = parse_casualties(cells, columns, parts)
    event_types, type_notes = values.parse_event_types(cells, columns)
    incident_columns = {
        **_text_columns(cells, single, countries),
        **date_cells,
        **positions.cells,
        **casualties.cells,
        **event_types,
    }
    point_precision = _infer_point_precision(positions, incident_columns)
    incident_columns |= combine_place_precision(stated_places, point_precision.precision, cells.index)
    incident_columns |= _add_radius(positions, incident_columns)
    own_notes = [values.clean_texts(cells[single["notes"]])] if "notes" in single else []
    incident_columns["notes"] = values.join_notes(
        [*own_notes, *dates.row_notes, *casualties.row_notes, *type_notes], cells.index
    )
    incident_columns["title"] = _titles(incident_columns, cells.index)
    id_column = single.get("incident_id") or _row_number_column(table, columns)
    stated = [read for read in (stated_dates, stated_places) if read is not None]
    doubted: list[StatedPrecision | CountryColumn] = [*stated, *([countries] if countries is not None else [])]
    own_columns = {f"{GenericTable.prefix}.{name}": cells[name] for name in table.column_names}
    rejected = pd.concat([dates.rejected, positions.rejected, _reject_blank(cells)], ignore_index=True)
    is_distinct = _has_only_year(date_cells, cells.index) | cells.index.isin(rejected["row"])
    identity = _identify(table, id_column, is_distinct, options)
    return Crosswalk(
        pd.DataFrame({**incident_columns, **_id_columns(identity), **own_columns}, index=cells.index),
        {target: names[0] for target, names in columns.items() if target in COLUMN} | _origins(single),
        rejected,
        identity.duplicates,
        (
            *dates.questions,
            *positions.questions,
            *identity.questions,
            *(question for read in doubted for question in read.questions),
        ),
        (
            *dates.notes,
            *positions.notes,
            *(note for read in stated for note in read.notes),
            *_note_meanings(cells, single),
        ),
        findings=(
            *dates.findings,
            *positions.findings,
            *point_precision.findings,
            *casualties.findings,
            *(finding for read in doubted for finding in read.findings),
        ),
    )


def _read_if_any(
    read: Callable[[pd.DataFrame, str, ImportOptions], StatedPrecision],
    cells: pd.DataFrame,
    column: str | None,
    options: ImportOptions,
) -> StatedPrecision | None:
    return None if column is None else read(cells, column, options)


def _infer_point_precision(positions: Positions, incident_columns: Mapping[str, pd.Series]) -> PointPrecision:
    """How precisely each position is meant, by its cell, its decimals and the names beside it."""
    if not positions.cells:
        return PointPrecision(None)
    latitude, longitude = positions.cells["latitude"], positions.cells["longitude"]
    return infer_point_precision(latitude, longitude, incident_columns, positions.precision.reindex(latitude.index))


def _add_radius(positions: Positions, incident_columns: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    """The radius that the cells of positions state, where the rows are known no more closely or coarsely otherwise."""
    if positions.radius_km.isna().all():
        return {}
    radius_km = positions.radius_km.where(incident_columns["place_precision"] == positions.precision)
    return {"radius_km": incident_columns.get("radius_km", radius_km).fillna(radius_km)}


def _id_columns(identity: RowIdentity) -> dict[str, pd.Series]:
    columns = {"incident_id": identity.ids}
    return columns | ({"source_id": identity.source_ids} if identity.source_ids.notna().any() else {})


def _has_only_year(dates: Mapping[str, pd.Series], index: pd.Index) -> pd.Series:
    """Whether each row states no more of its date than the year."""
    blank = pd.Series("", index=index, dtype="str")
    return is_one_of(dates.get("date_precision", blank), "year")


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
    places = tuple(incident_columns.get(name, blank) for name in PLACE_NAMES)
    is_near = is_one_of(incident_columns.get("place_precision", blank), "near")
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


def _identify(table: RawTable, column: str | None, is_distinct: pd.Series, options: ImportOptions) -> RowIdentity:
    """Identifiers of the rows: the file's own where they identify: all different, none blank, and no mere count.

    Else they are hashes of the rows. Numbered rows are different ones also where they say the same, and so are those
    that are `is_distinct` (a mask): they state no more of their date than the year, or are rejected anyway.
    """
    prefix = table_prefix(GenericTable.name, table.column_names)
    is_numbered = False
    if column is not None:
        ids = table.cells[column].astype("str").str.strip()
        is_numbered = _are_row_numbers(ids)
        if not (is_numbered or has_repeats(ids.mask(ids == ""))):
            return RowIdentity(f"{prefix}:" + ids, ids, build_rejections())
    cells = table.cells.drop(columns=[column] if column is not None and is_numbered else [])
    return make_identity(cells, prefix, options, is_distinct | is_numbered)


def _row_number_column(table: RawTable, columns: ColumnMapping) -> str | None:
    """The first column where it holds nothing but the numbers of the rows, as R and pandas write them."""
    first = table.column_names[0]
    is_used = any(first in names for names in columns.values())
    return None if is_used or not _are_row_numbers(table.cells[first].astype("str")) else first


def _are_row_numbers(ids: pd.Series) -> bool:
    numbers = pd.to_numeric(ids, errors="coerce")
    return len(ids) > 1 and bool((numbers.diff().iloc[1:] == 1).all()) and numbers.iloc[0] in (0, 1)


def _reject_blank(cells: pd.DataFrame) -> pd.DataFrame:
    is_blank = cells.isna().all(axis=1)
    return build_rejections((row, str(cells.columns[0]), "", "the row is blank") for row in cells.index[is_blank])
