"""What a row without coordinates says of its place, and how a person's answers name it."""

import json
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from geo.core.schema import PLACE_NAMES
from geo.ingest.checks.cell_edits import is_blank
from geo.ingest.checks.coordinate_suspects import COORDINATE_NAMES
from geo.ingest.parsers.missing_words import is_missing_word
from geo.ingest.provider import Crosswalk


class PlaceQuery(NamedTuple):
    """What a row says of its place, finest name first; empty where it says nothing."""

    place_name: str
    admin2: str
    admin1: str
    country: str

    @property
    def key(self) -> str:
        """The query as `ImportOptions.places` names it."""
        return query_key(*self)

    def display(self) -> str:
        """The query as a person reads it."""
        return ", ".join(filter(None, self))


def query_key(place_name: str, admin2: str, admin1: str, country: str) -> str:
    """Return the key under which `ImportOptions.places` has the place that a query means."""
    return json.dumps([" ".join(name.split()) for name in (place_name, admin2, admin1, country)], ensure_ascii=False)


def find_query_key(row: pd.Series, value: str) -> str:
    """Return the key of the query that a warning shows as `value`, by the accepted row; empty if it is not found.

    Geocoding may have filled in names that the row did not give, so every selection of its names is compared.
    """
    names = [str(row[column]) if isinstance(row.get(column), str) else "" for column in PLACE_NAMES]
    for selection in product((True, False), repeat=len(PLACE_NAMES)):
        query = PlaceQuery(*(name if selected else "" for name, selected in zip(names, selection, strict=True)))
        if query.display() == value:
            return query.key
    return ""


def collect_queries(crosswalk: Crosswalk, is_own_format: bool) -> pd.DataFrame:
    """Return what the rows without coordinates say of their place: PLACE_NAMES as text, indexed by row.

    With `is_own_format`, rows that state the precision of their place are left out.
    """
    cells = crosswalk.cells
    is_missing = np.ones(len(cells), dtype=bool)
    for name in (*COORDINATE_NAMES, *(("place_precision", "place_id") if is_own_format else ())):
        if name in cells:
            is_missing &= is_blank(cells[name])
    if not is_missing.any():
        return pd.DataFrame(columns=list(PLACE_NAMES))
    left_out = {*crosswalk.rejected["row"], *crosswalk.duplicates["row"]}
    rows = cells[is_missing & ~cells.index.isin(left_out)]
    queries = pd.DataFrame({name: _clean_names(rows, name) for name in PLACE_NAMES}, index=rows.index)
    return queries[(queries != "").any(axis=1)]


def _clean_names(rows: pd.DataFrame, name: str) -> pd.Series:
    if name not in rows:
        return pd.Series("", index=rows.index, dtype="str")
    texts = rows[name].astype("str").fillna("").str.strip()
    return texts.mask(is_missing_word(texts), "")
