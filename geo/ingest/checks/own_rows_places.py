"""The places that a file itself knows: its rows with coordinates, for those of the same name without."""

import pandas as pd

from geo.core.schema import PLACE_NAMES
from geo.ingest.checks.cell_edits import is_blank
from geo.ingest.provider import Crosswalk
from geo.places.disambiguation import country_by_name
from geo.places.own_places import POINT_COLUMNS, OwnTable, count_points, join_counts
from geo.places.own_places.own_table import NO_OWN_TABLE
from geo.places.own_places.reduced_table import learn_names

SOURCE = "this file"


def places_of_file(crosswalk: Crosswalk, queries: pd.DataFrame) -> OwnTable:
    """What the rows with coordinates say of the places that rows without name; `queries` has PLACE_NAMES as text."""
    name = PLACE_NAMES[0]
    cells = crosswalk.cells.reindex(columns=list(POINT_COLUMNS))
    is_refused = cells.index.isin([*crosswalk.rejected["row"], *crosswalk.duplicates["row"]])
    rows = cells[~is_blank(cells[name]) & ~is_refused]
    names = rows[name].drop_duplicates()
    meant = set(names[_fold(names).isin(set(_fold(queries[name])))])
    if not meant:
        return NO_OWN_TABLE
    points = {column: pd.to_numeric(rows[column], errors="coerce") for column in ("longitude", "latitude")}
    texts = rows["country"].astype("str")
    countries = texts.map({text: country_by_name(text) or text for text in texts.dropna().unique()})
    counts = join_counts([count_points(rows.assign(**points, country=countries, dataset=""))])
    return learn_names(counts, meant, source=SOURCE)


def _fold(names: pd.Series) -> pd.Series:
    return names.astype("str").str.strip().str.casefold()
