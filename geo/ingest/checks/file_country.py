"""The country of a file that names none: proposed once, by the rows whose names can mean one place only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from geo.core.formatting import pluralize
from geo.ingest.checks.cell_edits import is_blank
from geo.ingest.checks.filled_countries import country_texts
from geo.ingest.checks.place_lookup import GeocodeResult, look_up
from geo.ingest.checks.place_queries import PlaceQuery
from geo.ingest.import_result import Question
from geo.ingest.options import ImportOptions
from geo.ingest.provider import Crosswalk
from geo.places.own_places import NO_OWN_PLACES, OwnPlaces

FILE_COUNTRY = "country of the file"  # the topic of the question
SEVERAL = "several"  # the answer that the rows lie in several countries
# By judgement: fewer certain rows may be in one country by chance, and below that share the file is of several.
MIN_CERTAIN_ROWS, MIN_SHARE = 3, 0.7
MAX_EXAMPLES = 5


def answer(options: ImportOptions) -> str:
    """Return the country that a person says all rows lie in; empty where there is no such answer."""
    country = options.answer(FILE_COUNTRY, "")
    return "" if country in (None, SEVERAL) else str(country)


def ask(
    queries: Sequence[PlaceQuery],
    results: Sequence[GeocodeResult],
    counts: NDArray[np.intp],
    options: ImportOptions,
    crosswalk: Crosswalk,
) -> Question | None:
    """Return the question in which country all rows are, where the file names none and it would change something."""
    if options.answer(FILE_COUNTRY, "") is not None or _names_countries(queries, crosswalk):
        return None
    certain = Counter[str]()
    for result, count in zip(results, counts, strict=True):
        if result.is_certain and result.place is not None and result.place.country:
            certain[result.place.country] += int(count)
    country, n_rows = max(certain.items(), key=lambda item: item[1], default=("", 0))
    if n_rows < MIN_CERTAIN_ROWS or n_rows < MIN_SHARE * certain.total():
        return None
    open_queries = [number for number, result in enumerate(results) if _lies_outside(result, country)]
    return _make_question(country, n_rows, open_queries, queries, counts) if open_queries else None


def withhold(results: Sequence[GeocodeResult], question: Question) -> list[GeocodeResult]:
    """Return the results, where places that hang on the open question are left out."""
    return [
        result if result.place is None or _is_inside(result, question.proposal) else _withhold(result)
        for result in results
    ]


def look_up_inside(
    query: PlaceQuery,
    complete: PlaceQuery,
    *,
    means_towns: bool = False,
    is_exact: bool = False,
    own_places: OwnPlaces = NO_OWN_PLACES,
) -> GeocodeResult:
    """Return where a query leads with the answered country; a name that is certain elsewhere is no unknown village."""
    look_up_query = partial(look_up, means_towns=means_towns, is_exact=is_exact, own_places=own_places)
    inside = look_up_query(complete)
    without = inside if query == complete else look_up_query(query)
    if query == complete or inside.column != "country" or not without.is_certain:
        return inside
    return replace(without, warning=f"lies outside {complete.country}, in which you say that the rows lie", sure=False)


def _withhold(result: GeocodeResult) -> GeocodeResult:
    reason = result.warning or "lies outside the country in which the other rows lie"
    return replace(
        result, place=None, warning=f"{reason}; not placed before the country of the file is known", sure=False
    )


def _is_inside(result: GeocodeResult, country: str) -> bool:
    """Whether a place lies in the country, or in a sea or region that may be of it."""
    return result.place is not None and result.place.country in (None, country)


def _lies_outside(result: GeocodeResult, country: str) -> bool:
    """Whether a name, however doubtful, leads elsewhere, so that the country of the file would place it anew."""
    place = result.place or result.doubtful
    return place is not None and place.country not in (None, country)


def _names_countries(queries: Sequence[PlaceQuery], crosswalk: Crosswalk) -> bool:
    """Whether any row has a country, or a text in the file's column of countries that may mean several."""
    cells = crosswalk.cells
    if any(query.country for query in queries):
        return True
    return bool(country_texts(crosswalk).notna().any()) or (
        "country" in cells and not bool(is_blank(cells["country"]).all())
    )


def _make_question(
    country: str, n_certain: int, numbers: list[int], queries: Sequence[PlaceQuery], counts: NDArray[np.intp]
) -> Question:
    n_rows = int(counts[numbers].sum())
    names = sorted(numbers, key=lambda number: -counts[number])
    text = (
        f"No column names a country. Are all rows in {country}, as the names in {pluralize(n_certain, 'row')} show? "
        f"{pluralize(n_rows, 'row')} would lie elsewhere by {'its name' if n_rows == 1 else 'their names'}."
    )
    examples = tuple(queries[number].display() for number in names[:MAX_EXAMPLES])

    choices = ((country, f"All rows are in {country}"), (SEVERAL, "They are in several countries"))
    return Question("", text, examples, FILE_COUNTRY, choices, country, n_rows)
