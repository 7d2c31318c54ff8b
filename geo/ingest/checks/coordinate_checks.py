"""Find coordinates that cannot be right and propose corrections, which are applied only where a person accepts them.

A position contradicts the country named beside it if it lies in another country and more than about 25 km outside of
the named one: coasts are simplified, towns stand on borders, and what happens at sea is put down to the nearest state.
Far out at sea it is in doubt only where a lost sign or a swap explains it.
"""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.coercion import PLAIN_DECIMAL
from geo.ingest.checks import country_checks
from geo.ingest.checks.cell_edits import add_notes, is_blank, replace_cells
from geo.ingest.checks.column_faults import (
    COORDINATE_FAULT,
    KEEP,
    MIN_WHOLE_SHARE,
    ColumnFault,
    NamedPositions,
    ask_about_fault,
    find_column_fault,
    undo_fault,
)
from geo.ingest.checks.coordinate_issues import DECIMALS, ISSUES, LIMITS, Degrees, Mask, is_within_limits
from geo.ingest.checks.country_checks import CountryCodes
from geo.ingest.import_result import COORDINATE_WARNING, WARNING_COLUMNS, make_warnings
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.coordinates import parse_degrees
from geo.ingest.parsers.large_numbers import parse_large_numbers
from geo.ingest.provider import Crosswalk
from geo.ingest.readers.raw_table import build_rejections

COORDINATE_NAMES = ("latitude", "longitude")
NOT_DECIMAL = "is not a number with a decimal point"
WHAT_TO_DO = "Accept the correction, or correct the file."
ZERO = "is 0, 0, which files write for an unknown place"
BY_WHOSE_BORDERS = "by Natural Earth's de facto borders"


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
    suspects = _find_suspects(crosswalk.cells, is_own_format)
    return suspects[~suspects.index.isin(crosswalk.rejected["row"])]


def _settle_column_fault(
    crosswalk: Crosswalk, suspects: pd.DataFrame, options: ImportOptions
) -> tuple[Crosswalk, pd.DataFrame]:
    """The rows mended or cleared where one fault explains most of them, and the suspects that are left."""
    is_common = len(suspects) >= MIN_WHOLE_SHARE * _count_named(crosswalk.cells)
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


def _count_named(cells: pd.DataFrame) -> int:
    """How many rows have coordinates and a country, or only coordinates in a table without countries."""
    has_country = cells["country"].notna() if "country" in cells else cells["latitude"].isna()
    n_named = int((has_country & cells["latitude"].notna()).sum())
    return n_named or int(cells["latitude"].notna().sum())


def _name_positions(crosswalk: Crosswalk) -> NamedPositions:
    """The coordinates of all rows that are not refused, with the countries named beside them."""
    cells = crosswalk.cells
    degrees = pd.DataFrame({name: _parse_undrawable_texts(cells[name]) for name in COORDINATE_NAMES}, index=cells.index)
    is_placed = degrees.notna().all(axis=1).to_numpy() & ~cells.index.isin(crosswalk.rejected["row"])
    return NamedPositions(degrees[is_placed], _find_countries(cells).take(is_placed))


def _find_countries(cells: pd.DataFrame) -> CountryCodes:
    if "country" not in cells:
        return country_checks.no_countries(len(cells))
    return country_checks.parse_countries(cells["country"])


def _mend(cells: pd.DataFrame, fault: ColumnFault, answer: str, suspects: pd.DataFrame) -> pd.DataFrame:
    """The cells with the fault undone: in the rows in doubt as proposed there, in the others as the answer says."""
    is_proposed = suspects.index.isin(fault.rows) & (suspects["issue"] == answer)
    proposals = suspects.loc[is_proposed, ["proposal"]]
    others = fault.rows.difference(proposals.index)
    latitude, longitude = (_parse_undrawable_texts(cells.loc[others, name]) for name in COORDINATE_NAMES)
    north, east = undo_fault(answer, latitude, longitude)
    with np.errstate(invalid="ignore"):
        is_mended = is_within_limits(north, east) & ~((north == latitude) & (east == longitude))
    texts = [
        f"{_format_degrees(y)},{_format_degrees(x)}" for y, x in zip(north[is_mended], east[is_mended], strict=True)
    ]
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


def _find_suspects(cells: pd.DataFrame, is_own_format: bool) -> pd.DataFrame:
    """The rows in doubt, indexed by row: column, reason, issue, proposal, sure, is_drawable, is_zero, is_cleared."""
    degrees = latitude, longitude = tuple(_to_numbers(cells[name]) for name in COORDINATE_NAMES)
    has_coordinates = ~(is_blank(cells["latitude"]) | is_blank(cells["longitude"]))
    with np.errstate(invalid="ignore"):
        is_undrawable = has_coordinates & ~is_within_limits(latitude, longitude)
    is_zero = (latitude == 0) & (longitude == 0)
    countries = _find_countries(cells)
    is_comparable = has_coordinates & ~is_undrawable & ~is_zero & ~_is_at_sea(cells)
    elsewhere = np.full(len(cells), "", dtype=object)
    elsewhere[is_comparable] = country_checks.find_contradictions(
        countries.take(is_comparable), latitude[is_comparable], longitude[is_comparable]
    )
    positions = np.flatnonzero(is_undrawable | is_zero | (elsewhere != ""))
    findings = pd.DataFrame(
        {"is_zero": is_zero[positions], "is_drawable": ~is_undrawable[positions], "elsewhere": elsewhere[positions]},
        index=cells.index[positions],
    )
    parsed = [
        _parse_undrawable(cells[name].iloc[positions], numbers[positions], is_undrawable[positions])
        for name, numbers in zip(COORDINATE_NAMES, degrees, strict=True)
    ]
    return _explain(findings, cells.iloc[positions], countries.take(positions), parsed, is_own_format)


def _explain(
    findings: pd.DataFrame, cells: pd.DataFrame, countries: CountryCodes, parsed: list[Degrees], is_own_format: bool
) -> pd.DataFrame:
    """The findings with column, reason, issue, proposal, sure and is_cleared."""
    is_zero = findings["is_zero"].to_numpy()
    proposed = _propose(countries, parsed[0], parsed[1], ~findings["is_drawable"].to_numpy())
    columns, reasons = _write_reasons(findings, cells, countries.texts(), proposed, is_own_format)
    suspects = findings.assign(
        column=columns,
        reason=reasons,
        proposal=proposed["proposal"].mask(is_zero, "").array,
        issue=proposed["issue"].mask(is_zero, "").array,
        sure=(proposed["sure"] & ~is_zero).array,
        is_cleared=is_zero & (not is_own_format),
    )
    # What lies at sea off a coast is in doubt only where something explains how it came there.
    return suspects[(suspects["elsewhere"] != country_checks.FAR_AT_SEA) | (suspects["proposal"] != "")]


def _write_reasons(
    findings: pd.DataFrame, cells: pd.DataFrame, countries: list[str], proposed: pd.DataFrame, is_own_format: bool
) -> tuple[list[str], list[str]]:
    """The column that each row's doubt is about, and the doubt as a sentence."""
    zero = f"{ZERO}; {'left as it is' if is_own_format else 'kept in the table without a position, so not on the map'}"
    columns, reasons = [], []
    texts = zip(*(cells[name].astype("str") for name in COORDINATE_NAMES), strict=True)
    for pair, finding, country, proposal in zip(
        texts, findings.itertuples(), countries, proposed.itertuples(), strict=True
    ):
        column, fault = ("latitude", "") if finding.is_drawable else _find_fault(*pair)
        contradiction = f"lies in {finding.elsewhere}, not in {country}, {BY_WHOSE_BORDERS}"
        outcome = f"lies in {country}" if proposal.is_confirmed else "can be drawn"
        remedy = f"; {proposal.phrase}, it {outcome}" if proposal.proposal and not finding.is_zero else ""
        columns.append(column)
        reasons.append((zero if finding.is_zero else fault or contradiction) + remedy)
    return columns, reasons


def _propose(countries: CountryCodes, latitude: Degrees, longitude: Degrees, is_undrawable: Mask) -> pd.DataFrame:
    """What is likelier meant: proposal, issue, phrase, is_confirmed (by the named country) and sure, by position."""
    positions = [issue.undo(latitude, longitude) for issue in ISSUES]
    possible = _find_possible(positions, latitude, longitude, is_undrawable)
    best, is_only_one = _confirm(countries, positions, possible)
    fallback = _find_fallback(countries, possible, is_undrawable)
    choice = np.where(best >= 0, best, fallback)
    proposals = [
        f"{_format_degrees(positions[number][0][row])},{_format_degrees(positions[number][1][row])}"
        if number >= 0
        else ""
        for row, number in enumerate(choice)
    ]
    return pd.DataFrame({
        "proposal": proposals,
        "issue": [ISSUES[number].key if number >= 0 else "" for number in choice],
        "phrase": [ISSUES[number].phrase if number >= 0 else "" for number in choice],
        "is_confirmed": best >= 0,
        "sure": (best == 0) | is_only_one,
    })  # fmt: skip


def _find_possible(
    positions: list[tuple[Degrees, Degrees]], latitude: Degrees, longitude: Degrees, is_undrawable: Mask
) -> list[Mask]:
    """Where each issue gives a position that can be drawn and is another than the written one."""
    possible = []
    for number, (north, east) in enumerate(positions):
        with np.errstate(invalid="ignore"):
            can_be_drawn = is_within_limits(north, east) & ~((north == 0) & (east == 0))
        is_other = is_undrawable if number == 0 else ~((north == latitude) & (east == longitude))
        possible.append(can_be_drawn & is_other)
    return possible


def _confirm(
    countries: CountryCodes, positions: list[tuple[Degrees, Degrees]], possible: list[Mask]
) -> tuple[NDArray[np.intp], Mask]:
    """The first issue that the named country confirms in each row, -1 for none, and whether no other is confirmed."""
    n_rows = len(countries.codes)
    best, n_confirmed = np.full(n_rows, -1), np.zeros(n_rows, dtype=int)
    confirmed_at = np.full((2, n_rows), np.nan)
    for number, ((north, east), is_possible) in enumerate(zip(positions, possible, strict=True)):
        is_inside = np.zeros(n_rows, dtype=bool)
        is_inside[is_possible] = country_checks.is_inside(
            countries.take(is_possible), north[is_possible], east[is_possible]
        )
        is_same = (north == confirmed_at[0]) & (east == confirmed_at[1])  # several issues may lead to one position
        n_confirmed += is_inside & ~is_same
        is_first = is_inside & (best < 0)
        best = np.where(is_first, number, best)
        confirmed_at = np.where(is_first, (north, east), confirmed_at)
    return best, n_confirmed == 1


def _find_fallback(countries: CountryCodes, possible: list[Mask], is_undrawable: Mask) -> NDArray[np.intp]:
    """The first issue that is plausible without a country that confirms it, -1 for none."""
    fallback = np.full(len(is_undrawable), -1)
    for number, (issue, is_possible) in enumerate(zip(ISSUES, possible, strict=True)):
        is_plausible = is_undrawable & ((number == 0) | ((countries.codes < 0) & issue.is_plausible_alone))
        fallback = np.where(is_possible & is_plausible & (fallback < 0), number, fallback)
    return fallback


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


def _is_at_sea(cells: pd.DataFrame) -> Mask:
    """Whether each row says that it happened at sea or in the air."""
    if "place_precision" not in cells:
        return np.zeros(len(cells), dtype=bool)
    is_at_sea: Mask = (cells["place_precision"] == "sea_air").fillna(False).to_numpy(dtype=bool)
    return is_at_sea


def _to_numbers(column: pd.Series) -> Degrees:
    """The plain decimal numbers, NaN for everything else. Close enough to compare, not to keep."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return np.asarray(column.to_numpy(dtype=float, na_value=np.nan))
    codes, distinct = pd.factorize(column.astype("str"))
    texts = pd.Series(distinct, dtype="str").str.strip()
    plain = texts.where(texts.str.fullmatch(PLAIN_DECIMAL).fillna(False).astype(bool))
    numbers: Degrees = np.append(pd.to_numeric(plain).to_numpy(dtype=float, na_value=np.nan), np.nan)[codes]
    return numbers


def _parse_undrawable(column: pd.Series, numbers: Degrees, is_undrawable: Mask) -> Degrees:
    """The plain numbers, and the degrees that the other undrawable texts stand for in any notation."""
    rows = np.flatnonzero(is_undrawable & np.isnan(numbers))
    degrees = numbers.copy()
    degrees[rows] = _parse_undrawable_texts(column.iloc[rows])
    return degrees


def _parse_undrawable_texts(column: pd.Series) -> Degrees:
    """The degrees, or the large numbers, that the texts of a column stand for; NaN for all others."""
    degrees = parse_degrees(column).values.round(DECIMALS)
    unread = column[degrees.isna().to_numpy()].astype("str")
    return np.asarray(degrees.fillna(parse_large_numbers(unread)), dtype=float)


def _find_fault(latitude: str, longitude: str) -> tuple[str, str]:
    """The column of the first of two texts that is no coordinate, and why."""
    for name, text in zip(COORDINATE_NAMES, (latitude, longitude), strict=True):
        if not re.fullmatch(PLAIN_DECIMAL, text.strip()):
            return name, NOT_DECIMAL
        if abs(float(text)) > LIMITS[name]:
            return name, f"is not between -{LIMITS[name]} and {LIMITS[name]}"
    return "latitude", NOT_DECIMAL


def _format_degrees(degrees: float) -> str:
    return f"{degrees:.{DECIMALS}f}".rstrip("0").rstrip(".")
