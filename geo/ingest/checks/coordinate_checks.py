"""Coordinates that cannot be right: found, explained, and corrected only where a person says so.

A position contradicts the country named beside it from about 25 km outside of it on, and only where it lies in another
country: coasts are simplified, towns stand on borders, and what happens at sea is put down to the nearest state. Far
out at sea it is in doubt where a lost sign or a swap explains it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.coercion import PLAIN_DECIMAL
from geo.ingest.checks import country_checks
from geo.ingest.import_result import COORDINATE_WARNING, WARNING_COLUMNS, make_warnings
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.coordinates import parse_degrees
from geo.ingest.provider import Crosswalk
from geo.ingest.readers.raw_table import build_rejections

Degrees = NDArray[np.float64]
Mask = NDArray[np.bool_]
PAIR = ("latitude", "longitude")
LIMITS = {"latitude": 90, "longitude": 180}
NOT_PLAIN = "is not a number with a decimal point"
WHAT_TO_DO = "Take the correction or mend the file."
ZERO = "is 0, 0, which files write where they know no place"
AS_HELD = "as Natural Earth draws the borders that are held"


@dataclass(frozen=True)
class CoordinateIssue:
    """One way in which coordinates go wrong, and what they were before."""

    words: str
    undone: Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]
    alone: bool = False  # whether it is worth proposing where no country bears it out


def _scaled(degrees: Degrees, limit: float, further: int) -> Degrees:
    with np.errstate(divide="ignore", invalid="ignore"):
        digits = np.ceil(np.log10(np.abs(degrees) / limit)) + further
        return np.where(np.abs(degrees) > limit, np.round(degrees / 10.0**digits, 6), degrees)


SLIPS = (
    CoordinateIssue("read so", lambda latitude, longitude: (latitude, longitude), alone=True),
    CoordinateIssue(
        "with latitude and longitude swapped", lambda latitude, longitude: (longitude, latitude), alone=True
    ),
    CoordinateIssue("with the latitude's sign turned", lambda latitude, longitude: (-latitude, longitude)),
    CoordinateIssue("with the longitude's sign turned", lambda latitude, longitude: (latitude, -longitude)),
    CoordinateIssue("with both signs turned", lambda latitude, longitude: (-latitude, -longitude)),
    *(
        CoordinateIssue(
            "with the decimal point set",
            lambda latitude, longitude, further=further: (  # type: ignore[misc]
                _scaled(latitude, 90, further),
                _scaled(longitude, 180, further),
            ),
        )
        for further in (0, 1)
    ),
)


def check_coordinates(
    crosswalk: Crosswalk, options: ImportOptions, *, own: bool = False
) -> tuple[Crosswalk, pd.DataFrame]:
    """The rows with the corrections that were taken, and the doubts about all others.

    A row whose coordinates cannot be drawn is rejected with what is proposed, if anything; one at 0, 0 loses its
    position, unless the table is our `own` and has no original columns that keep it; one that contradicts its country
    stays. The doubts keep a line for what was corrected too, so that it can be taken back.
    """
    cells = crosswalk.cells
    if not set(PAIR) <= set(cells.columns):
        return crosswalk, make_warnings()
    found = _found(cells, own)
    found = found[~found.index.isin(crosswalk.rejected["row"])]
    if found.empty:
        return crosswalk, make_warnings()
    taken = found[found.index.isin(options.corrected_rows) & (found["proposal"] != "")]
    refused = found[~found["drawable"] & ~found.index.isin(taken.index)]
    rejected = pd.concat([crosswalk.rejected, _refused(cells, refused, crosswalk)], ignore_index=True)
    mended = apply_corrections(cells, taken) if len(taken) else cells
    unplaced = found.index[found["blanked"] & ~found.index.isin(taken.index)]
    if len(unplaced):
        mended = mended.assign(**{name: replace_cells(mended[name], unplaced, None) for name in PAIR})
    shown = found[found["drawable"] | (found["proposal"] != "")]
    return replace(crosswalk, cells=mended, rejected=rejected), _doubts(cells, shown, crosswalk)


def _found(cells: pd.DataFrame, own: bool) -> pd.DataFrame:
    """The rows in doubt: column, reason, proposal, sure, drawable, blanked; indexed by row."""
    degrees = latitude, longitude = tuple(_numbers(cells[name]) for name in PAIR)
    given = ~(is_blank(cells["latitude"]) | is_blank(cells["longitude"]))
    with np.errstate(invalid="ignore"):
        strange = given & ~((np.abs(latitude) <= 90) & (np.abs(longitude) <= 180))
    zero = (latitude == 0) & (longitude == 0)
    named = country_checks.named(cells["country"]) if "country" in cells else country_checks.unnamed(len(cells))
    afar = given & ~strange & ~zero & ~_at_sea(cells)
    elsewhere = np.full(len(cells), "", dtype=object)
    elsewhere[afar] = country_checks.contradicting(named.take(afar), latitude[afar], longitude[afar])
    at = np.flatnonzero(strange | zero | (elsewhere != ""))
    told = pd.DataFrame({"zero": zero[at], "drawable": ~strange[at], "elsewhere": elsewhere[at]}, index=cells.index[at])
    read = [_read(cells[name].iloc[at], kept[at], strange[at]) for name, kept in zip(PAIR, degrees, strict=True)]
    return _explained(told, cells.iloc[at], named.take(at), read, own)


def _explained(
    told: pd.DataFrame, cells: pd.DataFrame, named: country_checks.Named, read: list[Degrees], own: bool
) -> pd.DataFrame:
    drawable, zero = told["drawable"].to_numpy(), told["zero"].to_numpy()
    proposed = _proposed(named, read[0], read[1], ~drawable)
    country, elsewhere = named.texts(), told["elsewhere"].tolist()
    words, borne, proposals = (proposed[name].tolist() for name in ("words", "borne", "proposal"))
    stays = "left as it stands" if own else "kept in the table without a position, so not on the map"
    reasons, columns = [], []
    pairs = zip(*(cells[name].astype("str").tolist() for name in PAIR), strict=True)
    for number, texts in enumerate(pairs):
        column, failing = ("latitude", "") if drawable[number] else _failing(*texts)
        away = f"lies in {elsewhere[number]}, not in {country[number]}, {AS_HELD}"
        why = f"{ZERO}; {stays}" if zero[number] else failing or away
        where = f"lies in {country[number]}" if borne[number] else "can be drawn"
        then = f"; {words[number]} it {where}"
        columns.append(column)
        reasons.append(why + (then if proposals[number] and not zero[number] else ""))
    found = told.assign(
        column=columns,
        reason=reasons,
        proposal=proposed["proposal"].mask(zero, "").array,
        sure=(proposed["sure"] & ~zero).array,
        blanked=zero & (not own),
    )
    # What lies at sea is only in doubt where something explains how it came there.
    return found[(found["elsewhere"] != country_checks.AFAR_AT_SEA) | (found["proposal"] != "")]


def _proposed(named: country_checks.Named, latitude: Degrees, longitude: Degrees, undrawable: Mask) -> pd.DataFrame:
    """What is likelier meant: proposal, words, whether the named country bears it out, and whether it is sure."""
    number = len(latitude)
    best, fallback, borne = np.full(number, -1), np.full(number, -1), np.zeros(number, dtype=int)
    positions = [slip.undone(latitude, longitude) for slip in SLIPS]
    for place, (slip, (north, east)) in enumerate(zip(SLIPS, positions, strict=True)):
        with np.errstate(invalid="ignore"):
            possible = (np.abs(north) <= 90) & (np.abs(east) <= 180) & ~((north == 0) & (east == 0))
        possible &= undrawable if place == 0 else ~((north == latitude) & (east == longitude))
        inside = np.zeros(number, dtype=bool)
        inside[possible] = country_checks.inside(named.take(possible), north[possible], east[possible])
        best = np.where(inside & (best < 0), place, best)
        alone = undrawable & ((place == 0) | ((named.codes < 0) & slip.alone))
        fallback = np.where(possible & alone & (fallback < 0), place, fallback)
        borne += inside
    chosen = np.where(best >= 0, best, fallback)
    texts = [
        f"{_plain(positions[slip][0][row])},{_plain(positions[slip][1][row])}" if slip >= 0 else ""
        for row, slip in enumerate(chosen)
    ]
    return pd.DataFrame({
        "proposal": texts,
        "words": [SLIPS[slip].words if slip >= 0 else "" for slip in chosen],
        "borne": best >= 0,
        "sure": (best == 0) | (borne == 1),
    })  # fmt: skip


def _refused(cells: pd.DataFrame, found: pd.DataFrame, crosswalk: Crosswalk) -> pd.DataFrame:
    """The failing cells of rows for which something is proposed; the check of all tables refuses the others."""
    rows = found[found["proposal"] != ""]
    return build_rejections(
        (row, crosswalk.origin.get(column, column), str(cells.at[row, column]), f"{reason} ({proposal}). {WHAT_TO_DO}")
        for row, column, reason, proposal in zip(
            rows.index, rows["column"], rows["reason"], rows["proposal"], strict=True
        )
    )


def _doubts(cells: pd.DataFrame, found: pd.DataFrame, crosswalk: Crosswalk) -> pd.DataFrame:
    stood = cells.loc[found.index, list(PAIR)].astype("str")
    columns = found["column"].map({name: crosswalk.origin.get(name, name) for name in PAIR})
    told = {
        "row": found.index,
        "column": columns.array,
        "value": (stood["latitude"] + ", " + stood["longitude"]).array,
        "kind": COORDINATE_WARNING,
        "reason": found["reason"].array,
        "proposal": found["proposal"].array,
        "sure": found["sure"].array,
    }
    return pd.DataFrame(told, columns=list(WARNING_COLUMNS))


def apply_corrections(cells: pd.DataFrame, taken: pd.DataFrame) -> pd.DataFrame:
    """The cells with the proposals in place of the coordinates, which the notes keep."""
    north, east = zip(*(proposal.split(",") for proposal in taken["proposal"]), strict=True)
    stood = cells.loc[taken.index, list(PAIR)].astype("str")
    told = "Coordinates corrected; the source has " + stood["latitude"] + ", " + stood["longitude"] + "."
    return cells.assign(
        latitude=replace_cells(cells["latitude"], taken.index, north),
        longitude=replace_cells(cells["longitude"], taken.index, east),
        notes=add_notes(cells, told),
    )


def add_notes(cells: pd.DataFrame, told: pd.Series) -> pd.Series:
    """The notes of all rows, with a sentence more for those that are told."""
    notes = cells.get("notes", pd.Series(None, index=cells.index, dtype="str")).astype("str")
    before = notes.loc[told.index].fillna("").str.strip()
    ends = before.str.endswith((".", "!", "?", "…"))
    between = np.select([before == "", ends], ["", " "], ". ")
    return replace_cells(notes, told.index, (before + between + told).array)


def replace_cells(column: pd.Series, rows: pd.Index, values: object) -> pd.Series:
    """The column with other values in some rows, as text or numbers, whichever it holds."""
    changed = column.copy() if pd.api.types.is_float_dtype(column.dtype) else column.astype("str")
    if values is not None and pd.api.types.is_float_dtype(changed.dtype):
        values = np.asarray(values, dtype=float)
    changed.loc[rows] = values
    return changed


def _at_sea(cells: pd.DataFrame) -> Mask:
    if "place_precision" not in cells:
        return np.zeros(len(cells), dtype=bool)
    said: Mask = (cells["place_precision"] == "sea_air").fillna(False).to_numpy(dtype=bool)
    return said


def is_blank(column: pd.Series) -> Mask:
    """Whether each cell holds nothing."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return np.asarray(column.isna())
    codes, distinct = pd.factorize(column.astype("str"))
    empty = pd.Series(distinct, dtype="str").str.strip().eq("").to_numpy(dtype=bool)
    return np.asarray(np.append(empty, True)[codes], dtype=bool)  # the code of the unknown is -1


def _numbers(column: pd.Series) -> Degrees:
    """The plain decimal numbers; not a number for all else. Close enough to compare, not to keep."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return np.asarray(column.to_numpy(dtype=float, na_value=np.nan))
    codes, distinct = pd.factorize(column.astype("str"))
    texts = pd.Series(distinct, dtype="str").str.strip()
    plain = texts.where(texts.str.fullmatch(PLAIN_DECIMAL).fillna(False).astype(bool))
    numbers: Degrees = np.append(pd.to_numeric(plain).to_numpy(dtype=float, na_value=np.nan), np.nan)[codes]
    return numbers


def _read(column: pd.Series, plain: Degrees, strange: Mask) -> Degrees:
    """The plain numbers, and what the strange texts are in any notation; each is read once."""
    otherwise = np.flatnonzero(strange & np.isnan(plain))
    read = plain.copy()
    read[otherwise] = parse_degrees(column.astype("str").iloc[otherwise]).values.round(6)
    return read


def _failing(latitude: str, longitude: str) -> tuple[str, str]:
    """The column of the first of two texts that is no coordinate, and why."""
    for name, text in zip(PAIR, (latitude, longitude), strict=True):
        if not re.fullmatch(PLAIN_DECIMAL, text.strip()):
            return name, NOT_PLAIN
        if abs(float(text)) > LIMITS[name]:
            return name, f"is not between -{LIMITS[name]} and {LIMITS[name]}"
    return "latitude", NOT_PLAIN


def _plain(degrees: float) -> str:
    return f"{degrees:.6f}".rstrip("0").rstrip(".")
