"""Rows with coordinates, for tests of what is learnt from them."""

import pandas as pd

from geo.places.own_places import OwnPlaces, OwnTable, count_points, join_counts

Row = tuple[str, str, float, float]  # name, country, longitude, latitude


def make_rows(*rows: Row, dataset: str = "Survey", precision: str = "exact") -> pd.DataFrame:
    """Rows of one dataset that state their point."""
    frame = pd.DataFrame(list(rows), columns=["place_name", "country", "longitude", "latitude"])
    return frame.assign(dataset=dataset, place_precision=precision, place_id=None)


def make_table(*frames: pd.DataFrame) -> OwnTable:
    """The places that these rows know."""
    return OwnTable.from_counts(join_counts(map(count_points, frames)))


def own_places(*frames: pd.DataFrame) -> OwnPlaces:
    """The same as what one reader has."""
    return OwnPlaces((make_table(*frames),))
