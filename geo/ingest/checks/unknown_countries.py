"""Countries that no list has: a doubt in every table, which says where the rows lie if that is known."""

import numpy as np
import pandas as pd

from geo.core import boundaries
from geo.core.formatting import pluralize
from geo.ingest.import_result import Finding
from geo.ingest.provider import Crosswalk

N_EXAMPLES = 3  # of texts and of countries that the finding names
MAX_LOCATED = (
    2_000  # positions that are looked up, from all over the rows: enough to name the countries that they lie in
)


def find_unknown_countries(crosswalk: Crosswalk) -> tuple[Finding, ...]:
    """Return one finding on the rows whose text in the column of countries is no country, if there are any."""
    cells = crosswalk.cells
    if "country" not in cells:
        return ()
    codes, distinct = pd.factorize(cells["country"].astype("str"))
    known = frozenset(boundaries.countries()["name"])
    unknown = np.array([str(text) not in known and bool(str(text).strip()) for text in distinct] + [False], dtype=bool)
    left_out = {*crosswalk.rejected["row"], *crosswalk.duplicates["row"]}
    rows = cells.index[unknown[codes]]
    rows = rows[~rows.isin(left_out)] if left_out else rows
    if not len(rows):
        return ()
    texts = cells.loc[rows, "country"].astype("str")
    examples = tuple(map(str, texts.value_counts().index[:N_EXAMPLES]))
    return (Finding(_explain(texts, _countries_at(cells, rows)), _column_in_file(crosswalk), rows, examples),)


def _explain(texts: pd.Series, lies_in: tuple[str, ...]) -> str:
    n_texts, n_rows = texts.nunique(), len(texts)
    what = "1 text is" if n_texts == 1 else f"{n_texts:,} texts are"
    whose = "its position lies" if n_rows == 1 else "their positions lie"
    where = f"; {whose} in {' and '.join(lies_in)}" if lies_in else ""
    return (
        f"{what} no country that we know, in {pluralize(n_rows, 'row')}{where}. "
        "The text was kept; filters by country find it only as it is written."
    )


def _countries_at(cells: pd.DataFrame, rows: pd.Index) -> tuple[str, ...]:
    """The countries in which the positions of rows lie, those of most first."""
    if not {"latitude", "longitude"} <= set(cells.columns):
        return ()
    step = np.linspace(0, len(rows) - 1, min(len(rows), MAX_LOCATED)).astype(int)
    located = cells.loc[rows[step], ["longitude", "latitude"]].apply(pd.to_numeric, errors="coerce").dropna()
    if located.empty:
        return ()
    countries = boundaries.locate_admin(located["longitude"], located["latitude"])["country"].dropna()
    return tuple(map(str, countries.value_counts().index[:N_EXAMPLES]))


def _column_in_file(crosswalk: Crosswalk) -> str:
    return crosswalk.origin.get("country", "country")
