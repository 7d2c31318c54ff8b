"""The country and province of a row that names none: those that its coordinates lie in.

Rows without coordinates get theirs from the place that their names lead to: geo/ingest/checks/geocoding.py.
"""

import pandas as pd

from geo.core import boundaries
from geo.core.coercion import fill_missing

# Precisions of places that lie in one province; a region may be part of several.
WITHIN_PROVINCE = ("exact", "near", "admin2", "admin1")


def fill_country_and_province(table: pd.DataFrame) -> pd.DataFrame:
    """Fill in the missing countries and provinces of an incident table by its coordinates; typed ones are kept.

    A region keeps an unknown province: it is not the one that its point happens to lie in.
    """
    within_province = table["place_precision"].isin(WITHIN_PROVINCE)
    incomplete = table["country"].isna() | (table["admin1"].isna() & within_province)
    positions = table.loc[incomplete & table["longitude"].notna(), ["longitude", "latitude"]]
    if positions.empty:
        return table
    admin = _locate_distinct(positions)
    admin1 = admin["admin1"].where(within_province.loc[positions.index])
    return table.assign(
        country=fill_missing(table["country"], admin["country"]), admin1=fill_missing(table["admin1"], admin1)
    )


def _locate_distinct(positions: pd.DataFrame) -> pd.DataFrame:
    """The country and province of each position; each distinct one is located once, since incidents share places."""
    distinct = positions.drop_duplicates()
    admin = boundaries.locate_admin(distinct["longitude"], distinct["latitude"])
    return positions.merge(distinct.join(admin), how="left").set_axis(positions.index)
