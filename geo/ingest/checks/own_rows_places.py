"""The places that a file itself knows: its rows with coordinates, for those of the same name without."""

import pandas as pd

from geo.core.schema import PLACE_NAMES
from geo.ingest.checks.cell_edits import is_blank
from geo.ingest.provider import Crosswalk
from geo.places.disambiguation import country_by_name
from geo.places.own_places import TAUGHT_COLUMNS, OwnTable, count_points, join_counts

SOURCE = "this file"


def places_of_file(crosswalk: Crosswalk, queries: pd.DataFrame) -> OwnTable:
    """What the rows with coordinates say of the places that rows without name; `queries` has PLACE_NAMES as text."""
    name = PLACE_NAMES[0]
    cells = crosswalk.cells.reindex(columns=list(TAUGHT_COLUMNS))
    is_meant = _fold(cells[name]).isin(set(_fold(queries[name]))) & ~is_blank(cells[name])
    is_refused = cells.index.isin([*crosswalk.rejected["row"], *crosswalk.duplicates["row"]])
    rows = cells[is_meant & ~is_refused]
    points = {column: pd.to_numeric(rows[column], errors="coerce") for column in ("longitude", "latitude")}
    countries = rows["country"].astype("str")
    known = {text: country_by_name(text) or text for text in countries.dropna().unique()}
    taught = rows.assign(**points, country=countries.map(known), dataset="")
    return OwnTable.from_counts(join_counts([count_points(taught)]), source=SOURCE)


def _fold(names: pd.Series) -> pd.Series:
    return names.astype("str").str.strip().str.casefold()
