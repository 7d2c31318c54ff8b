"""The rows whose coordinates are in doubt: undrawable, at 0, 0, or outside of the country named beside them."""

import re
from functools import cache

import numpy as np
import pandas as pd

from geo.core.coercion import PLAIN_DECIMAL
from geo.ingest.checks import country_checks
from geo.ingest.checks.cell_edits import is_blank
from geo.ingest.checks.coordinate_issues import DECIMALS, LIMITS, Degrees, Mask, is_within_limits
from geo.ingest.checks.coordinate_proposals import propose_positions
from geo.ingest.checks.country_checks import CountryCodes
from geo.ingest.parsers.coordinates import parse_degrees
from geo.ingest.parsers.large_numbers import parse_large_numbers

COORDINATE_NAMES = ("latitude", "longitude")
NOT_DECIMAL = "is not a number with a decimal point"
ZERO = "is 0, 0, which files write for an unknown place"
BY_WHOSE_BORDERS = "by Natural Earth's de facto borders"


def find_countries(cells: pd.DataFrame) -> CountryCodes:
    """Return the countries that the rows name; none where the table has no column of them."""
    if "country" not in cells:
        return country_checks.no_countries(len(cells))
    return country_checks.parse_countries(cells["country"])


def find_suspects(cells: pd.DataFrame, is_own_format: bool) -> pd.DataFrame:
    """The rows in doubt, indexed by row: column, reason, issue, proposal, sure, is_drawable, is_zero, is_cleared."""
    degrees = latitude, longitude = tuple(_to_numbers(cells[name]) for name in COORDINATE_NAMES)
    has_coordinates = ~(is_blank(cells["latitude"]) | is_blank(cells["longitude"]))
    with np.errstate(invalid="ignore"):
        is_undrawable = has_coordinates & ~is_within_limits(latitude, longitude)
    is_zero = (latitude == 0) & (longitude == 0)
    countries = find_countries(cells)
    is_comparable = has_coordinates & ~is_undrawable & ~is_zero & ~_is_at_sea(cells)
    elsewhere = np.full(len(cells), "", dtype=object)
    elsewhere[is_comparable] = country_checks.find_contradictions(
        countries.take(is_comparable), latitude[is_comparable], longitude[is_comparable]
    )
    positions = np.flatnonzero(is_undrawable | is_zero | (elsewhere != ""))
    if not len(positions):  # as in most files
        return _no_suspects().copy()
    findings = pd.DataFrame(
        {"is_zero": is_zero[positions], "is_drawable": ~is_undrawable[positions], "elsewhere": elsewhere[positions]},
        index=cells.index[positions],
    )
    parsed = [
        _parse_undrawable(cells[name].iloc[positions], numbers[positions], is_undrawable[positions])
        for name, numbers in zip(COORDINATE_NAMES, degrees, strict=True)
    ]
    return _explain(findings, cells.iloc[positions], countries.take(positions), parsed, is_own_format)


@cache
def _no_suspects() -> pd.DataFrame:
    cells = pd.DataFrame({name: pd.Series(dtype="str") for name in COORDINATE_NAMES}, index=pd.RangeIndex(0))
    mask = np.zeros(0, dtype=bool)
    findings = pd.DataFrame({"is_zero": mask, "is_drawable": mask, "elsewhere": np.empty(0, dtype=object)})
    return _explain(findings, cells, country_checks.no_countries(0), [np.empty(0), np.empty(0)], is_own_format=False)


def _explain(
    findings: pd.DataFrame, cells: pd.DataFrame, countries: CountryCodes, parsed: list[Degrees], is_own_format: bool
) -> pd.DataFrame:
    """The findings with column, reason, issue, proposal, sure and is_cleared."""
    is_zero = findings["is_zero"].to_numpy()
    proposed = propose_positions(countries, parsed[0], parsed[1], ~findings["is_drawable"].to_numpy())
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
    degrees[rows] = parse_undrawable_texts(column.iloc[rows])
    return degrees


def parse_undrawable_texts(column: pd.Series) -> Degrees:
    """Return the degrees, or the large numbers, that the texts of a column stand for; NaN for all others."""
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
