"""How coarse coordinates are when rows leave, and what may be stated beside them."""

from abc import ABC, abstractmethod

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.core.points import make_points
from geo.core.schema import COLUMN, GENERALISED_TO
from geo.query.selection import Selection

# What stays in a row as it is. All else of the dictionary is blanked, and every other column is left out: a title, a
# summary, a note or a cell of a provider may name the place, and a new column is not passed on before somebody has
# thought about it.
STAYS = frozenset(
    ["incident_id", "dataset", "source_id", "record_kind", "date_start", "date_end", "date_precision", "event_type",
     "sub_event_type", "actor_a", "actor_b", "other_actors", "killed_low", "killed_best", "killed_high", "injured_low",
     "injured_best", "injured_high", "zero_means_unknown", "contested", "contested_on",
     "killed_claimed", "chain", "corrected", "duplicate_of", "n_publications", "licence", "last_modified"]
)  # fmt: skip
# What says where a row lies. It is written anew.
PLACE_COLUMNS = ("place_id", "country", "admin1", "admin2", "latitude", "longitude", "place_precision", "radius_km")
NUMBERS = ("latitude", "longitude", "radius_km")
# Filters that say no more of a place than its province; a filter that is not listed is not stated.
PUBLIC_FILTERS = (
    "actor", "type", "country", "admin1", "from", "to", "min_killed", "contested", "contested_on", "chain", "corrected",
    "once", "precision", "date_precision", "dataset",
)  # fmt: skip
UNSTATED = "Conditions by place, shape, words or tag are not stated, for they may say more than the coordinates do."
WHAT_GOES = (
    "Titles, summaries, notes, names of places, tags and the provider’s own cells are left out, for they may name the "
    "place. Dates, actors, numbers of people, identifiers and the names of datasets and licences stay: names of some "
    "actors and files name a place, and whoever has the original dataset can find the row there by its identifier."
)


class Generalisation(ABC):
    """One way of making coordinates coarser. The same row always becomes the same: nothing is drawn by lot."""

    code: str  # as in an address and in a file's name
    label: str
    is_coarse = True
    public_filters: tuple[str, ...] = PUBLIC_FILTERS

    @abstractmethod
    def places(self, rows: pd.DataFrame) -> pd.DataFrame:
        """PLACE_COLUMNS and GENERALISED_TO of each row, coarser, with the index of the rows."""

    @abstractmethod
    def describe(self) -> str:
        """What was done, for the reader of the file."""

    def generalise(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """The rows with coarser places, and without what may say more of them."""
        places = self.places(rows)
        blank = pd.Series(np.nan, index=rows.index, dtype="str")
        names = [str(name) for name in rows.columns if name in COLUMN]
        same = {name: rows[name] for name in names if name in STAYS}
        columns = dict.fromkeys(names, blank) | same | {name: places[name] for name in names if name in PLACE_COLUMNS}
        columns[GENERALISED_TO] = places[GENERALISED_TO]
        points = make_points(places["longitude"].to_numpy(), places["latitude"].to_numpy())
        return gpd.GeoDataFrame(columns, index=rows.index).set_geometry(points)

    def restrict(self, selection: Selection) -> Selection:
        """The selection as far as it may be stated beside the rows."""
        return Selection(tuple((key, value) for key, value in selection.values if key in self.public_filters))

    def is_public(self, selection: Selection) -> bool:
        """Whether all of the selection may be stated."""
        return self.restrict(selection) == selection

    def describe_selection(self, selection: Selection) -> str:
        """The same as a sentence, which says where something is not stated."""
        return describe_public(self.restrict(selection), is_whole=self.is_public(selection))


def describe_public(public: Selection, *, is_whole: bool) -> str:
    """What may be stated of a selection as a sentence, which says where that is not all."""
    return public.describe() if is_whole else f"{public.describe()} {UNSTATED}"


class Exact(Generalisation):
    """Coordinates as they are."""

    code, label, is_coarse = "exact", "as they are", False

    def generalise(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return rows

    def places(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows

    def describe(self) -> str:
        return "Coordinates are as they are in the data."

    def restrict(self, selection: Selection) -> Selection:
        return selection


EXACT = Exact()
