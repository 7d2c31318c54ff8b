"""Find coordinates that cannot be right and propose corrections, which are applied only where a person accepts them.

A position contradicts the country named beside it if it lies in another country and more than about 25 km outside of
the named one: coasts are simplified, towns stand on borders, and what happens at sea is put down to the nearest state.
Far out at sea it is in doubt only where a lost sign or a swap explains it.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from geo.ingest.checks.cell_edits import add_notes, replace_cells
from geo.ingest.checks.column_faults import (
    COORDINATE_FAULT,
    KEEP,
    MIN_WHOLE_SHARE,
    ColumnFault,
    CountryPositions,
    ask_about_fault,
    find_column_fault,
    undo_fault,
)
from geo.ingest.checks.coordinate_issues import ISSUES, is_within_limits
from geo.ingest.checks.coordinate_proposals import format_degrees
from geo.ingest.checks.coordinate_suspects import (
    COORDINATE_NAMES,
    find_countries,
    find_suspects,
    parse_undrawable_texts,
)
from geo.ingest.import_result import COORDINATE_WARNING, WARNING_COLUMNS, make_warnings
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk
from geo.ingest.readers.raw_table import build_rejections

WHAT_TO_DO = "Accept the correction, or correct the file."


def check_coordinates(
    crosswalk: Crosswalk, options: ImportOptions, *, is_own_format: bool = False
) -> tuple[Crosswalk, pd.DataFrame]:
    """Return the rows with the corrections that were accepted, and the warnings about all others (see `make_warnings`).

    A row whose coordinates cannot be drawn is rejected with the proposal, if there is one. A row at 0, 0 loses its
    position, unless the table `is_own_format` and so has no original columns that keep it. A row that contradicts its
    country stays. Where one fault explains most rows it is asked about, and they have no position until it is answered.
    Warnings keep a line for each corrected row too, so that the correction can be taken back.
    """
    if not set(COORDINATE_NAMES) <= set(crosswalk.cells.columns):
        return crosswalk, make_warnings()
    suspects = _find_open_suspects(crosswalk, is_own_format)
    if suspects.empty:
        return crosswalk, make_warnings()
    if not is_own_format:
        crosswalk, suspects = _settle_column_fault(crosswalk, suspects, options)
    return _settle_rows(crosswalk, suspects, options)


def _find_open_suspects(crosswalk: Crosswalk, is_own_format: bool) -> pd.DataFrame:
    suspects = find_suspects(crosswalk.cells, is_own_format)
    return suspects[~suspects.index.isin(crosswalk.rejected["row"])]


def _settle_column_fault(
    crosswalk: Crosswalk, suspects: pd.DataFrame, options: ImportOptions
) -> tuple[Crosswalk, pd.DataFrame]:
    """The rows mended or cleared where one fault explains most of them, and the suspects that are left."""
    is_common = len(suspects) >= MIN_WHOLE_SHARE * _count_comparable(crosswalk.cells)
    fault = find_column_fault(suspects, _name_positions(crosswalk)) if is_common else None
    if fault is None:
        return crosswalk, suspects
    columns = crosswalk.origin.get("latitude", "latitude"), crosswalk.origin.get("longitude", "longitude")
    answer = options.answer(COORDINATE_FAULT, columns[0])
    if answer == KEEP:
        return crosswalk, suspects
    if answer not in {issue.key for issue in ISSUES}:
        texts = _join_coordinates(crosswalk.cells.loc[fault.rows])
        question = ask_about_fault(fault, columns, texts)
        cells = _clear(crosswalk.cells, fault.rows)
        cleared = replace(crosswalk, cells=cells, questions=(*crosswalk.questions, question))
        return cleared, suspects[~suspects.index.isin(fault.rows)]
    mended = replace(crosswalk, cells=_mend(crosswalk.cells, fault, answer, suspects))
    return mended, _find_open_suspects(mended, is_own_format=False)


def _count_comparable(cells: pd.DataFrame) -> int:
    """How many rows have coordinates and a country, or only coordinates in a table without countries."""
    has_country = cells["country"].notna() if "country" in cells else cells["latitude"].isna()
    n_comparable = int((has_country & cells["latitude"].notna()).sum())
    return n_comparable or int(cells["latitude"].notna().sum())


def _name_positions(crosswalk: Crosswalk) -> CountryPositions:
    """The coordinates of all rows that are not refused, with the countries named beside them."""
    cells = crosswalk.cells
    degrees = pd.DataFrame({name: parse_undrawable_texts(cells[name]) for name in COORDINATE_NAMES}, index=cells.index)
    is_placed = degrees.notna().all(axis=1).to_numpy() & ~cells.index.isin(crosswalk.rejected["row"])
    return CountryPositions(degrees[is_placed], find_countries(cells).take(is_placed))


def _mend(cells: pd.DataFrame, fault: ColumnFault, answer: str, suspects: pd.DataFrame) -> pd.DataFrame:
    """The cells with the fault undone: in the rows in doubt as proposed there, in the others as the answer says."""
    is_proposed = suspects.index.isin(fault.rows) & (suspects["issue"] == answer)
    proposals = suspects.loc[is_proposed, ["proposal"]]
    others = fault.rows.difference(proposals.index)
    latitude, longitude = (parse_undrawable_texts(cells.loc[others, name]) for name in COORDINATE_NAMES)
    north, east = undo_fault(answer, latitude, longitude)
    with np.errstate(invalid="ignore"):
        is_mended = is_within_limits(north, east) & ~((north == latitude) & (east == longitude))
    texts = [f"{format_degrees(y)},{format_degrees(x)}" for y, x in zip(north[is_mended], east[is_mended], strict=True)]
    mended = pd.DataFrame({"proposal": pd.Series(texts, index=others[is_mended], dtype="str")})
    return apply_corrections(cells, pd.concat([proposals, mended]))


def _settle_rows(
    crosswalk: Crosswalk, suspects: pd.DataFrame, options: ImportOptions
) -> tuple[Crosswalk, pd.DataFrame]:
    """The rows one by one: corrected where a person accepted it, else refused, cleared or only listed."""
    cells = crosswalk.cells
    is_accepted = suspects.index.isin(options.corrected_rows) & (suspects["proposal"] != "")
    accepted, open_rows = suspects[is_accepted], suspects[~is_accepted]
    refused = _reject_undrawable(cells, open_rows[~open_rows["is_drawable"]], crosswalk)
    cleaned = _clear(apply_corrections(cells, accepted), open_rows.index[open_rows["is_cleared"]])
    listed = suspects[suspects["is_drawable"] | (suspects["proposal"] != "")]
    rejected = pd.concat([crosswalk.rejected, refused], ignore_index=True)
    return replace(crosswalk, cells=cleaned, rejected=rejected), _list_warnings(cells, listed, crosswalk)


def _reject_undrawable(cells: pd.DataFrame, suspects: pd.DataFrame, crosswalk: Crosswalk) -> pd.DataFrame:
    """The failing cells of rows with a proposal; `check_incidents` refuses the others."""
    rows = suspects[suspects["proposal"] != ""]
    texts = {name: _to_texts(cells.loc[rows.index, name]) for name in COORDINATE_NAMES}
    return build_rejections(
        (
            row,
            crosswalk.origin.get(column, column),
            str(texts[column].at[row]),
            f"{reason} ({proposal}). {WHAT_TO_DO}",
        )
        for row, column, reason, proposal in zip(
            rows.index, rows["column"], rows["reason"], rows["proposal"], strict=True
        )
    )


def _list_warnings(cells: pd.DataFrame, suspects: pd.DataFrame, crosswalk: Crosswalk) -> pd.DataFrame:
    columns = suspects["column"].map({name: crosswalk.origin.get(name, name) for name in COORDINATE_NAMES})
    warnings = {
        "row": suspects.index,
        "column": columns.array,
        "value": _join_coordinates(cells.loc[suspects.index]).array,
        "kind": COORDINATE_WARNING,
        "reason": suspects["reason"].array,
        "proposal": suspects["proposal"].array,
        "sure": suspects["sure"].array,
    }
    return pd.DataFrame(warnings, columns=list(WARNING_COLUMNS))


def _join_coordinates(cells: pd.DataFrame) -> pd.Series:
    """The coordinates of rows as one text each."""
    latitude, longitude = (_to_texts(cells[name]) for name in COORDINATE_NAMES)
    return latitude + ", " + longitude


def _to_texts(column: pd.Series) -> pd.Series:
    """Coordinates as they were written: a large number without the decimals that a column of floats gives it."""
    return column.astype("str").str.replace(r"(\d{4})\.0$", r"\1", regex=True)


def apply_corrections(cells: pd.DataFrame, accepted: pd.DataFrame) -> pd.DataFrame:
    """Return the cells with the accepted proposals as coordinates; the notes keep what the source has."""
    if accepted.empty:
        return cells
    north, east = zip(*(proposal.split(",") for proposal in accepted["proposal"]), strict=True)
    sentences = "Coordinates corrected; the source has " + _join_coordinates(cells.loc[accepted.index]) + "."
    return cells.assign(
        latitude=replace_cells(cells["latitude"], accepted.index, north),
        longitude=replace_cells(cells["longitude"], accepted.index, east),
        notes=add_notes(cells, sentences),
    )


def _clear(cells: pd.DataFrame, rows: pd.Index) -> pd.DataFrame:
    """The cells without coordinates in these rows."""
    if not len(rows):
        return cells
    return cells.assign(**{name: replace_cells(cells[name], rows, None) for name in COORDINATE_NAMES})
