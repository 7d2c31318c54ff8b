"""The positions of a table's rows, from one column or two, in degrees; what cannot be read is unknown or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid, ValueRefused
from geo.ingest.checks import country_checks
from geo.ingest.checks.coordinate_issues import explains_lost_points
from geo.ingest.checks.country_checks import CountryCodes
from geo.ingest.generic.coordinate_order import COORDINATE_ORDER, LATITUDE_FIRST_BY_ANSWER, ask_order, decide_order
from geo.ingest.generic.country_columns import read_countries
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.generic.value_fit import is_geohash_column
from geo.ingest.import_result import Finding, Question
from geo.ingest.options import COORDINATES, ImportOptions
from geo.ingest.parsers.coordinates import (
    ASK_ORDER,
    ParsedCoordinatePairs,
    parse_coordinate_pairs,
    parse_degrees,
)
from geo.ingest.parsers.large_numbers import parse_large_numbers, parse_large_pairs
from geo.ingest.readers.raw_table import build_rejections
from geo.ingest.reference_systems import (
    REFERENCE_SYSTEM,
    Numbers,
    are_degrees,
    ask_reference_system,
    parse_reference_system,
    transform_to_degrees,
)

AXES = ("latitude", "longitude")
LONGITUDE_FIRST_NAMES = ("lon", "lng", "long", "x")
N_EXAMPLES = 3
N_SHOWN = 80  # characters of a cell that a note repeats
Columns = Mapping[str, Sequence[str]]  # target → the columns that hold it


@dataclass(frozen=True, eq=False)
class Positions:
    """Latitude and longitude of rows (degrees, float64), the cells that are no coordinates, and what is to say of them.

    `precision` (str) and `radius_km` (float64) are what the cells themselves state, missing in all other rows.
    """

    cells: Mapping[str, pd.Series] = field(default_factory=dict)
    rejected: pd.DataFrame = field(default_factory=build_rejections)
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
    precision: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
    radius_km: pd.Series = field(default_factory=lambda: pd.Series(dtype="float64"))
    is_pair: bool = False  # whether one column holds both


def parse_positions(cells: pd.DataFrame, columns: Columns, options: ImportOptions) -> Positions:
    """Return the coordinates of rows, from one column or two; none where no column holds any."""
    if COORDINATES in columns:
        column = columns[COORDINATES][0]
        positions = _parse_pairs(cells, columns, options)
    elif set(AXES) <= columns.keys():
        column = columns["latitude"][0]
        positions = _parse_axes(cells, columns)
    else:
        return Positions()
    return _to_degrees(positions, column, cells, columns, options)


def _parse_axes(cells: pd.DataFrame, columns: Columns) -> Positions:
    degrees, rejected, notes = {}, [], []
    for axis in AXES:
        name = columns[axis][0]
        parsed = parse_degrees(cells[name], axis)
        numbers = parse_large_numbers(cells[name][parsed.reasons.notna()].astype("str")).dropna()
        degrees[axis] = parsed.values.fillna(numbers)
        rejected += _list_faults(cells[name], parsed.reasons.drop(numbers.index))
        notes += _note_converted(cells[name][parsed.converted])
    return Positions(degrees, build_rejections(rejected), tuple(notes))


def _parse_pairs(cells: pd.DataFrame, columns: Columns, options: ImportOptions) -> Positions:
    name = columns[COORDINATES][0]
    words = normalize_column_name(name)
    latitude_first = LATITUDE_FIRST_BY_ANSWER.get(options.answer(COORDINATE_ORDER, name) or "")
    pairs = parse_coordinate_pairs(
        cells[name],
        longitude_first=words.startswith(LONGITUDE_FIRST_NAMES) or None,
        latitude_first=latitude_first,
        are_geohashes=is_geohash_column(name),
    )
    pairs, notes, questions = _settle_order(pairs, cells, columns)
    numbers = parse_large_pairs(cells[name][pairs.reasons.notna()].astype("str")).dropna()
    is_fault = pairs.reasons.notna() & ~pairs.is_unstated & (pairs.reasons != ASK_ORDER)
    is_longitude_first = latitude_first is False or words.startswith(LONGITUDE_FIRST_NAMES)
    first, second = (
        (numbers["second"], numbers["first"]) if is_longitude_first else (numbers["first"], numbers["second"])
    )
    return Positions(
        {"latitude": pairs.latitude.fillna(first), "longitude": pairs.longitude.fillna(second)},
        build_rejections(_list_faults(cells[name], pairs.reasons[is_fault].drop(numbers.index, errors="ignore"))),
        (*notes, *_note_converted(cells[name][pairs.converted])),
        questions,
        _list_unstated(cells[name][pairs.is_unstated], pairs.reasons),
        pairs.precision,
        pairs.radius_km,
        is_pair=True,
    )


def _settle_order(
    pairs: ParsedCoordinatePairs, cells: pd.DataFrame, columns: Columns
) -> tuple[ParsedCoordinatePairs, tuple[str, ...], tuple[Question, ...]]:
    """The pairs in the order that the other columns prove; where they are not of one mind, without a position."""
    name = columns[COORDINATES][0]
    is_contradictory = pairs.reasons == ASK_ORDER
    if is_contradictory.any():
        return pairs, (), (ask_order(name, cells[name][is_contradictory]),)
    rows = pairs.is_order_assumed
    if not rows.any():
        return pairs, (), ()
    decision = decide_order(cells, columns, name, pd.DataFrame({axis: getattr(pairs, axis)[rows] for axis in AXES}))
    latitude, longitude = pairs.latitude, pairs.longitude
    if decision.is_swapped:
        latitude, longitude = latitude.mask(rows, pairs.longitude), longitude.mask(rows, pairs.latitude)
    if decision.question:
        latitude, longitude = latitude.mask(rows), longitude.mask(rows)
    settled = replace(pairs, latitude=latitude, longitude=longitude)
    notes = (decision.note,) if decision.note else ()
    return settled, notes, (decision.question,) if decision.question else ()


def _to_degrees(
    positions: Positions, column: str, cells: pd.DataFrame, columns: Columns, options: ImportOptions
) -> Positions:
    """The positions in degrees where most of their numbers are none: by the answer, else unknown and asked about."""
    answer = options.answer(REFERENCE_SYSTEM, column)
    if are_degrees(*_eastings_and_northings(positions)):
        return positions
    countries = _read_countries(cells, columns)
    if answer is not None:
        return _transform(positions, answer, column, countries)
    x, y = _eastings_and_northings(positions)
    if explains_lost_points(countries, y, x):
        return positions  # the check of coordinates asks about them
    candidates = [ask_reference_system(column, *numbers, countries) for numbers in _both_orders(positions)]
    question = next((candidate for candidate in candidates if candidate.proposal), candidates[0])
    blank = {axis: values.mask(values.notna()) for axis, values in positions.cells.items()}
    return replace(positions, cells=blank, questions=(*positions.questions, question))


def _eastings_and_northings(positions: Positions) -> tuple[Numbers, Numbers]:
    return positions.cells["longitude"].to_numpy(), positions.cells["latitude"].to_numpy()


def _both_orders(positions: Positions) -> list[tuple[Numbers, Numbers]]:
    """Eastings and northings: in a pair the easting comes first, as in geometry; two columns may be mixed up too."""
    x, y = _eastings_and_northings(positions)
    return [(y, x), (x, y)] if positions.is_pair else [(x, y), (y, x)]


def _transform(positions: Positions, answer: str, column: str, countries: CountryCodes) -> Positions:
    """The positions in degrees, in the order that puts more of them into the countries beside them."""
    try:
        system = parse_reference_system(answer)
    except ValueRefused as error:
        raise IncidentsInvalid(f"the reference system of {column}: {error}") from None
    candidates = [transform_to_degrees(system, x, y) for x, y in _both_orders(positions)]
    n_inside = [country_checks.is_inside(countries, north, east).sum() for east, north in candidates]
    longitude, latitude = candidates[int(np.argmax(n_inside))]
    index = positions.cells["latitude"].index
    degrees = {"latitude": pd.Series(latitude, index=index), "longitude": pd.Series(longitude, index=index)}
    return replace(positions, cells=degrees)


def _read_countries(cells: pd.DataFrame, columns: Columns) -> CountryCodes:
    if "country" not in columns:
        return country_checks.no_countries(len(cells))
    return country_checks.parse_countries(read_countries(cells[columns["country"][0]]).countries)


def _list_faults(texts: pd.Series, reasons: pd.Series) -> list[tuple[int, str, str, str]]:
    return [(row, str(texts.name), str(texts.at[row]), reason) for row, reason in reasons.dropna().items()]


def _list_unstated(texts: pd.Series, reasons: pd.Series) -> tuple[Finding, ...]:
    """The cells that point to a position without stating it, such as short links: one finding for each reason."""
    return tuple(
        Finding(
            f"{texts.name}: “{group.iloc[0][:N_SHOWN]}” {reason}. "
            f"{pluralize(len(group), 'row')} without a position so far.",
            str(texts.name),
            group.index,
            tuple(dict.fromkeys(group.str[:N_SHOWN]))[:N_EXAMPLES],
        )
        for reason, group in texts.astype("str").groupby(reasons.loc[texts.index], sort=False)
    )


def _note_converted(texts: pd.Series) -> list[str]:
    if texts.empty:
        return []
    values = "1 value is" if len(texts) == 1 else f"{len(texts):,} values are"
    return [f"{texts.name}: {values} not plain decimals and converted, such as “{str(texts.iloc[0])[:N_SHOWN]}”"]
