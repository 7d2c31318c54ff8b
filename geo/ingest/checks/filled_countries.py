"""Countries that a row does not have from its own text but from where it lies: shown, never filled in silently."""

import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.checks.cell_edits import is_blank
from geo.ingest.import_result import Finding
from geo.ingest.parsers.missing_words import is_missing_word
from geo.ingest.provider import Crosswalk

N_EXAMPLES = 3


def country_texts(crosswalk: Crosswalk) -> pd.Series:
    """Return what the file's own column of countries says (str), by row; missing where there is nothing."""
    column, cells = crosswalk.origin.get("country"), crosswalk.cells
    name = next((name for name in cells.columns if column and str(name).partition(".")[2] == column), None)
    if name is None:
        return pd.Series(None, index=cells.index, dtype="str")
    texts = cells[name].astype("str").str.strip()
    return texts.mask(is_blank(texts) | is_missing_word(texts))


def find_filled_countries(crosswalk: Crosswalk, accepted: pd.DataFrame) -> tuple[Finding, ...]:
    """Return one finding on the accepted rows whose text left the country open and that have that of their place.

    `crosswalk` has the countries as they were read; `accepted` is indexed by row.
    """
    if "country" not in crosswalk.cells or "country" not in accepted:
        return ()
    texts = country_texts(crosswalk)[is_blank(crosswalk.cells["country"])].dropna()
    countries = accepted["country"].reindex(texts.index).astype("str")
    countries = countries[~is_blank(countries)]
    if countries.empty:
        return ()
    texts = texts[countries.index]
    return (
        Finding(_explain(countries), crosswalk.origin["country"], countries.index, tuple(texts.unique()[:N_EXAMPLES])),
    )


def _explain(countries: pd.Series) -> str:
    counts = countries.value_counts()
    examples = ", ".join(f"{name} ({count:,})" for name, count in counts[:N_EXAMPLES].items())
    n_more = len(counts) - N_EXAMPLES
    more = f" and {n_more} more" if n_more > 0 else ""
    verb, whose = ("names", "its") if len(countries) == 1 else ("name", "their")
    return (
        f"{pluralize(len(countries), 'row')} {verb} no single country of today; the country was taken from {whose} "
        f"position, by Natural Earth's de facto borders: {examples}{more}. Write which country is meant."
    )
