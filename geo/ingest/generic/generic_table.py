"""Any table: its columns are guessed by name and values, and the person corrects the guesses in one table."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from geo.core.schema import COLUMN, INCIDENT_COLUMNS, PLACE_NAMES
from geo.errors import IncidentsInvalid
from geo.ingest.column_hash import hash_columns
from geo.ingest.fields import is_one_of
from geo.ingest.generic import values
from geo.ingest.generic.column_inference import guess
from geo.ingest.generic.date_columns import dated
from geo.ingest.generic.value_fit import repeats
from geo.ingest.import_result import Guess
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR, ImportOptions
from geo.ingest.provider import Crosswalk, Provider
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.titles import make_titles

TARGETS = (*(column.name for column in INCIDENT_COLUMNS), COORDINATES, YEAR, MONTH, DAY)
NEEDED = frozenset(["date_start", YEAR, COORDINATES, "latitude", "longitude", *PLACE_NAMES])
ACTORS = frozenset(["actor_a", "actor_b"])
NOBODY = ("other", "others", "none", "no one", "nobody")  # RAND's “Other” is any group that it does not name
SHARED = frozenset(["killed_best", "injured_best"])  # what several columns may hold together
_READ_APART = frozenset(
    ["incident_id", "date_start", "date_end", "date_precision", "latitude", "longitude", "event_type", "sub_event_type"]
    + ["country", "notes", COORDINATES, YEAR, MONTH, DAY]
    + [f"{outcome}_{bound}" for outcome in values.OUTCOMES for bound in ("low", "best", "high")]
)  # fmt: skip


class GenericTable(Provider):
    """A table of anybody's: spreadsheets, chronologies, exports of systems that have no provider of their own."""

    name = "Table"
    prefix = "table"

    def recognises(self, sheet: RawTable) -> bool:
        return True  # the last of the providers; `crosswalk` refuses every row where none holds a date or a place

    def crosswalk(self, sheet: RawTable, options: ImportOptions) -> Crosswalk:
        guesses = _corrected(guess(sheet), options)
        columns = _held(guesses)
        parts = frozenset(each.column for each in guesses if each.is_part)
        told = _crosswalk(sheet, columns, parts, options) if NEEDED & columns.keys() else _nothing(sheet)
        return replace(told, guesses=guesses)


def mapping_table(sheet: RawTable, options: ImportOptions = ImportOptions()) -> pd.DataFrame:
    """What each column of a sheet is taken for, one row a column, for a person to correct.

    Columns: column, holds (one of TARGETS or empty), confidence (0 to 1), because, examples (text). Raises as `held`.
    """
    rows = _corrected(guess(sheet), options)
    return pd.DataFrame(
        [(each.column, each.target, each.confidence, each.reason, " · ".join(each.examples)) for each in rows],
        columns=["column", "holds", "confidence", "because", "examples"],
    )


def column_mapping(sheet: RawTable, options: ImportOptions) -> dict[str, tuple[str, ...]]:
    """What is held → the columns that hold it, as guessed and corrected; raises IncidentsInvalid for a wrong answer."""
    return _held(_corrected(guess(sheet), options))


def _held(guesses: tuple[Guess, ...]) -> dict[str, tuple[str, ...]]:
    columns: dict[str, tuple[str, ...]] = {}
    for each in guesses:
        if each.target:
            columns[each.target] = (*columns.get(each.target, ()), each.column)
    return columns


def _corrected(guesses: tuple[Guess, ...], options: ImportOptions) -> tuple[Guess, ...]:
    """The guesses with what the person says in their stead; a guess gives way to an answer for the same target."""
    said = dict(options.columns)
    told = [target for column, target in said.items() if target and any(each.column == column for each in guesses)]
    _check(said, told)
    corrected = []
    for each in guesses:
        if each.column in said:
            corrected.append(Guess(each.column, said[each.column], 1.0, "as was said", each.examples))
        elif each.target in told and each.target:
            corrected.append(Guess(each.column, "", 0.0, f"another column holds {each.target}", each.examples))
        else:
            corrected.append(each)
    return tuple(corrected)


def _check(said: dict[str, str], told: list[str]) -> None:
    strange = sorted({target for target in said.values() if target and target not in TARGETS})
    if strange:
        raise IncidentsInvalid(f"no column can hold {_listed(strange)}. Accepted: {', '.join(TARGETS)}.")
    twice = sorted({target for target in told if told.count(target) > 1} - SHARED)
    if twice:
        names = _listed(column for column, target in said.items() if target == twice[0])
        raise IncidentsInvalid(f"{names} cannot all hold {twice[0]}. Leave out all but one.")


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    return (", ".join(names[:40]) + ("" if len(names) <= 40 else f" and {len(names) - 40:,} more")) or "none"


def _crosswalk(
    sheet: RawTable, columns: dict[str, tuple[str, ...]], parts: frozenset[str], options: ImportOptions
) -> Crosswalk:
    cells = sheet.cells
    single = {target: names[0] for target, names in columns.items()}
    days = dated(cells, single, options)
    position = values.positions(cells, columns)
    toll, toll_notes = values.tolls(cells, columns, parts)
    kind, kind_notes = values.kinds(cells, columns)
    ours = {**_texts(cells, single), **days.cells, **position.cells, **toll, **kind}
    if position.cells and "place_precision" not in ours:
        ours["place_precision"] = values.closeness(ours["latitude"], ours["longitude"], ours.get("place_name"))
    given = [values.known(cells[single["notes"]])] if "notes" in single else []
    notes = [*given, *days.notes, *toll_notes, *kind_notes]
    ours["notes"] = values.together(notes, cells.index)
    ours["title"] = _titled(ours, cells.index)
    yearly = is_one_of(days.cells.get("date_precision", pd.Series("", index=cells.index, dtype="str")), "year")
    identified, duplicates = _identified(sheet, single.get("incident_id") or _row_numbers(sheet, columns), yearly)
    extra = {f"{GenericTable.prefix}.{name}": cells[name] for name in sheet.column_names}
    rejected = pd.concat([days.rejected, position.rejected, _empty(cells)], ignore_index=True)
    return Crosswalk(
        pd.DataFrame({**ours, **identified, **extra}, index=cells.index),
        {target: names[0] for target, names in columns.items() if target in COLUMN} | _origins(single),
        rejected,
        duplicates.loc[~duplicates["row"].isin(rejected["row"])].reset_index(drop=True),
        days.questions,
        (*days.told, *position.told),
    )


def _nothing(sheet: RawTable) -> Crosswalk:
    """No row can be taken, and why; the guesses beside it are there to be corrected."""
    reason = "no column looks like a date, a place or coordinates. Say which column holds what, or add such a column."
    rejected = pd.DataFrame({"row": sheet.cells.index, "column": "", "value": "", "reason": reason})
    return Crosswalk(pd.DataFrame(index=sheet.cells.index), {}, rejected)


def _texts(cells: pd.DataFrame, single: dict[str, str]) -> dict[str, pd.Series]:
    """The columns that are taken as they are written."""
    ours = {target: values.known(cells[name]) for target, name in single.items() if target not in _READ_APART}
    for side in ACTORS & ours.keys():
        ours[side] = ours[side].mask(is_one_of(ours[side].str.casefold(), *NOBODY))
    if "country" in single:
        ours["country"] = values.countries(cells[single["country"]])
    if "dataset" not in ours:
        ours["dataset"] = pd.Series(GenericTable.name, index=cells.index, dtype="str")
    return ours


def _titled(ours: dict[str, pd.Series], index: pd.Index) -> pd.Series:
    """The file's own titles, and our words where it has none: no incident is called by its identifier."""
    blank = pd.Series(None, index=index, dtype="str")
    places = tuple(ours.get(name, blank) for name in PLACE_NAMES)
    near = is_one_of(ours.get("place_precision", blank), "near")
    worded = make_titles(ours.get("event_type", blank), ours.get("sub_event_type", blank), places, near)
    return ours.get("title", blank).fillna(worded)


def _origins(single: dict[str, str]) -> dict[str, str]:
    """Where the columns come from whose source has another meaning than they have."""
    origin: dict[str, str] = {}
    if COORDINATES in single:
        origin |= dict.fromkeys(("latitude", "longitude"), single[COORDINATES])
    if YEAR in single and "date_start" not in single:
        origin |= dict.fromkeys(("date_start", "date_end"), single[YEAR])
    return origin


def _identified(sheet: RawTable, column: str | None, yearly: pd.Series) -> tuple[dict[str, pd.Series], pd.DataFrame]:
    """Identifiers of the rows, with the rows that only repeat another.

    From the file's own where they identify: all different, none blank, and not a mere count of the rows. Else a hash of
    the row, so that the same row has the same identifier in every file of this shape. `yearly` rows tell no more than
    the year of their incident: two that say the same need not be one.
    """
    shape = f"{GenericTable.name}:{hash_columns(sheet.column_names, in_order=True)[:8]}"
    counted = False
    if column is not None:
        ids = sheet.cells[column].astype("str").str.strip()
        counted = _counts_rows(ids)
        if not (counted or repeats(ids.mask(ids == ""))):
            return {"incident_id": f"{shape}:" + ids, "source_id": ids}, build_rejections()
    hashes = _hashes(sheet.cells.drop(columns=[column] if column is not None and counted else []))
    earlier = hashes.groupby(hashes.to_numpy()).cumcount()
    ids = pd.Series([f"{shape}:{each:016x}" for each in hashes], index=hashes.index, dtype="str")
    # Numbered rows are different ones, also where they say the same.
    different = (earlier > 0) & (yearly | counted)
    ids = ids.mask(different, ids + "-" + (earlier + 1).astype("str"))
    first = hashes.index.to_series().groupby(hashes.to_numpy()).transform("first")
    lines = [
        (row, "", "", f"repeats row {first.at[row]:,} in every cell")
        for row in hashes.index[(earlier > 0) & ~different]
    ]
    return {"incident_id": ids}, build_rejections(lines)


def _row_numbers(sheet: RawTable, columns: dict[str, tuple[str, ...]]) -> str | None:
    """The first column where it holds nothing but the numbers of the rows, as R and pandas write them."""
    first = sheet.column_names[0]
    held = any(first in names for names in columns.values())
    return None if held or not _counts_rows(sheet.cells[first].astype("str")) else first


def _counts_rows(ids: pd.Series) -> bool:
    numbers = pd.to_numeric(ids, errors="coerce")
    return len(ids) > 1 and bool((numbers.diff().iloc[1:] == 1).all()) and numbers.iloc[0] in (0, 1)


def _hashes(cells: pd.DataFrame) -> pd.Series:
    texts = cells.astype("str").fillna("")
    return pd.Series(pd.util.hash_pandas_object(texts, index=False).to_numpy(), index=cells.index)


def _empty(cells: pd.DataFrame) -> pd.DataFrame:
    blank = cells.isna().all(axis=1)
    return build_rejections((row, str(cells.columns[0]), "", "the row is blank") for row in cells.index[blank])
