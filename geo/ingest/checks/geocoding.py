"""Give rows without coordinates the position of the places that they name; what is uncertain becomes a warning."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.excerpts import shorten
from geo.core.formatting import pluralize
from geo.core.schema import PLACE_NAMES
from geo.ingest.checks import file_country
from geo.ingest.checks.cell_edits import add_notes, is_blank, replace_cells
from geo.ingest.checks.namesakes import is_town_column
from geo.ingest.checks.own_rows_places import places_of_file
from geo.ingest.checks.place_lookup import COARSENESS, GeocodeResult, look_up_answer
from geo.ingest.checks.place_queries import PlaceQuery, collect_queries
from geo.ingest.import_result import PLACE_WARNING, Finding, make_warnings
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk
from geo.places.chances import describe_chance
from geo.places.own_places import NO_OWN_PLACES, OwnPlaces

# The commonest go first. A name costs 0.2 ms, and one that is looked for among misspellings 1.5 ms more: 9 s in all.
MAX_QUERIES = 30_000
MAX_DOUBTFUL = 2_000  # unknown or uncertain names, after which no name is taken for a misspelling
MAX_EXAMPLES = 5  # of the names that a finding is about; a judgement
OWN_NAMES = ("country", "admin1")  # columns in which a name of the row stays
NOTE = "Placed by its name{chance}; the source gives no coordinates."
NOTE_BY_DATA = "Placed by its name, where other rows of the data have it{chance}; the source gives no coordinates."
TOO_MANY = GeocodeResult(None, warning=f"not looked up: the file has more than {MAX_QUERIES:,} different places")
RARE = (
    f"The file has more than {MAX_DOUBTFUL:,} names that are unknown or uncertain: the rarer ones were looked up as "
    "they stand, and not as misspellings"
)
# Kinds of findings: names that led nowhere likely, names that may mean another place, and places that data gave.
UNPLACED = "No such place is known there, or too doubtfully, so that a coarser name of the row was placed, or none"
UNCERTAIN = "Placed by names that may also mean another place"
BY_DATA = "Placed where other rows of your data have the name"


@dataclass(frozen=True, eq=False)
class _Queries:
    """The distinct queries of a file, and the rows that have each: row `rows[i]` has query `codes[i]`."""

    distinct: tuple[PlaceQuery, ...]
    codes: NDArray[np.intp]
    rows: pd.Index

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many rows have each query."""
        return np.bincount(self.codes, minlength=len(self.distinct))

    def rows_of(self, is_affected: Sequence[bool]) -> pd.Index:
        """The rows whose query is affected."""
        return self.rows[np.asarray(is_affected, dtype=bool)[self.codes]]


def geocode_missing(
    crosswalk: Crosswalk,
    options: ImportOptions,
    own_places: OwnPlaces = NO_OWN_PLACES,
    *,
    is_own_format: bool = False,
) -> tuple[Crosswalk, pd.DataFrame]:
    """Return the rows with positions for those that lack coordinates, and the warnings (see `make_warnings`).

    Each distinct query is looked up once. With `is_own_format`, rows that state the precision of their place are left
    alone: what was downloaded reads back unchanged. `own_places`: what the reader's data know, beside the file itself.
    """
    table = collect_queries(crosswalk, is_own_format)
    if table.empty:
        return crosswalk, make_warnings()
    codes, distinct = pd.factorize(pd.MultiIndex.from_frame(table))
    queries = _Queries(tuple(PlaceQuery(*names) for names in distinct), codes, table.index)
    country = file_country.answer(options)
    completed_queries = tuple(query._replace(country=query.country or country) for query in queries.distinct)
    means_towns = is_town_column(crosswalk.origin.get("place_name", ""))
    own_places = own_places.joined(places_of_file(crosswalk, table))
    look_up_query = partial(file_country.look_up_inside, means_towns=means_towns, own_places=own_places)
    use_answer = partial(look_up_answer, own_places=own_places)
    results = _look_up_all(queries, completed_queries, dict(options.places), look_up_query, use_answer)
    question = file_country.ask(queries.distinct, results, queries.counts, options, crosswalk)
    if question is not None:
        results = file_country.withhold(results, question)
    questions = (*crosswalk.questions, *([question] if question else []))
    placed = replace(
        crosswalk,
        cells=_fill(crosswalk.cells, queries.rows, codes, results),
        questions=questions,
        findings=(*crosswalk.findings, *_list_findings(queries, results)),
    )
    return placed, _list_warnings(queries, results, crosswalk)


def _look_up_all(
    queries: _Queries,
    completed_queries: tuple[PlaceQuery, ...],
    place_ids: dict[str, str],
    look_up_query: Callable[..., GeocodeResult],
    use_answer: Callable[[PlaceQuery, str], GeocodeResult],
) -> list[GeocodeResult]:
    """What each query leads to: the place that a person says it means, else what gazetteer and data say."""
    results, n_doubtful = [TOO_MANY] * len(queries.distinct), 0
    for number in np.argsort(-queries.counts, kind="stable")[:MAX_QUERIES].tolist():
        query, complete = queries.distinct[number], completed_queries[number]
        place_id, is_exact = place_ids.get(query.key), n_doubtful >= MAX_DOUBTFUL
        if place_id is not None:
            result = use_answer(complete, place_id)
        else:
            result = look_up_query(query, complete, is_exact=is_exact)
        results[number] = result
        n_doubtful += bool(result.warning) and not result.is_by_data
    return results


def _list_findings(queries: _Queries, results: Sequence[GeocodeResult]) -> tuple[Finding, ...]:
    is_missed = [bool(result.warning) and _is_fallback(result) for result in results]
    is_uncertain = [
        bool(result.warning) and not result.sure and not missed
        for result, missed in zip(results, is_missed, strict=True)
    ]
    is_by_data = [result.is_by_data for result in results]
    groups = ((UNPLACED, is_missed), (UNCERTAIN, is_uncertain), (BY_DATA, is_by_data))
    doubtful = (result for result in results if result.warning and result is not TOO_MANY)
    n_doubtful = sum(not result.is_by_data for result in doubtful)
    rare = (Finding(f"{RARE}."),) if n_doubtful > MAX_DOUBTFUL else ()
    return rare + tuple(_make_finding(text, queries, is_meant, results) for text, is_meant in groups if any(is_meant))


def _is_fallback(result: GeocodeResult) -> bool:
    """Whether the finest name led nowhere, so that a coarser one or none was placed."""
    return result.place is None or "; placed by " in result.warning


def _make_finding(
    text: str, queries: _Queries, is_affected: Sequence[bool], results: Sequence[GeocodeResult]
) -> Finding:
    order = [number for number in np.argsort(-queries.counts, kind="stable").tolist() if is_affected[number]]
    examples = tuple(
        f"{shorten(queries.distinct[number].display())}: {results[number].warning}" for number in order[:MAX_EXAMPLES]
    )
    names = pluralize(len(order), "name")
    return Finding(f"{text}: {names}.", rows=queries.rows_of(is_affected), examples=examples)


def introduce_warning(name: str, warning: str) -> str:
    """A warning behind the name that it is about, unless it begins with that name or says what the name means."""
    quoted = f"“{shorten(name)}”"
    if warning.startswith(quoted):
        return warning
    return f"{quoted} {warning}" if warning.startswith("means ") else f"{quoted}: {warning}"


def _list_warnings(queries: _Queries, results: Sequence[GeocodeResult], crosswalk: Crosswalk) -> pd.DataFrame:
    first_rows = queries.rows[np.unique(queries.codes, return_index=True)[1]]
    return make_warnings(
        _make_warning(row, query, result, int(count), crosswalk)
        for row, query, result, count in zip(first_rows, queries.distinct, results, queries.counts, strict=True)
        if result.warning
    )


def _make_warning(
    row: int, query: PlaceQuery, result: GeocodeResult, n_rows: int, crosswalk: Crosswalk
) -> tuple[int, str, str, str, str, str, bool]:
    finest = next(column for column in PLACE_NAMES if getattr(query, column))
    row_count = f" (in {pluralize(n_rows, 'row')})" if n_rows > 1 else ""
    column = crosswalk.origin.get(finest, finest)
    return row, column, query.display(), PLACE_WARNING, result.warning + row_count, result.proposal, result.sure


def _fill(cells: pd.DataFrame, rows: pd.Index, codes: NDArray[np.intp], results: list[GeocodeResult]) -> pd.DataFrame:
    """The cells with the position of each placed row; its own country, province and precision stay where coarser."""
    is_placed = np.array([result.place is not None for result in results])[codes]
    rows = rows[is_placed]
    if not len(rows):
        return cells
    values = pd.DataFrame([_to_columns(result) for result in results]).iloc[codes[is_placed]].set_axis(rows)
    if "place_precision" in cells:
        stated = cells.loc[rows, "place_precision"].astype("str")
        is_coarser = stated.map(COARSENESS).fillna(-1) > values["place_precision"].map(COARSENESS).fillna(-1)
        values = values.assign(
            place_precision=values["place_precision"].mask(is_coarser, stated),
            radius_km=values["radius_km"].mask(is_coarser),
        )
    columns = {name: _fill_column(cells, name, values[name], overwrite=name not in OWN_NAMES) for name in values}
    notes = np.array([_describe_placing(result) for result in results])
    note = pd.Series(notes[codes[is_placed]], index=rows, dtype="str")
    return cells.assign(**columns, notes=add_notes(cells, note))


def _describe_placing(result: GeocodeResult) -> str:
    """The note of a row that was placed, with the chance that this is right unless a person chose the place."""
    is_by_name = result.place is not None and result.place.confidence < 1
    chance = f" ({describe_chance(result.place.confidence)})" if result.place is not None and is_by_name else ""
    return (NOTE_BY_DATA if result.is_by_data else NOTE).format(chance=chance)


def _to_columns(result: GeocodeResult) -> dict[str, object]:
    place = result.place
    if place is None:
        return dict.fromkeys(("latitude", "longitude", "place_precision", "place_id", "radius_km", "country", "admin1"))
    is_place_itself = result.precision == place.precision
    return {
        "latitude": round(place.point.y, 6),
        "longitude": round(place.point.x, 6),
        "place_precision": result.precision,
        "place_id": place.place_id if is_place_itself else None,
        "radius_km": place.radius_km if is_place_itself else None,
        "country": place.country,
        "admin1": place.admin1,
    }


def _fill_column(cells: pd.DataFrame, name: str, values: pd.Series, *, overwrite: bool) -> pd.Series:
    """A column with these values in their rows; without `overwrite` only where it is blank."""
    column = cells.get(name, pd.Series(None, index=cells.index, dtype="str"))
    if not overwrite:
        values = values[is_blank(column.loc[values.index])]
    if not pd.api.types.is_float_dtype(column.dtype):
        values = values.map(lambda value: None if value is None or value != value else str(value))
    return replace_cells(column, values.index, values.array)
