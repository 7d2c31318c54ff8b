"""What an exporter is: one file format that a selection can be saved in."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import geopandas as gpd

from geo.selection import Selection


@dataclass(frozen=True, eq=False)
class Extract:
    """The rows of a selection on their way into a file, with what the file must say of them."""

    rows: gpd.GeoDataFrame
    selection: Selection
    data_version: str


class Exporter(ABC):
    """One file format. `write` gives the same bytes for the same extract."""

    label: str
    extension: str
    media_type: str

    @abstractmethod
    def write(self, extract: Extract) -> bytes:
        """The whole file."""
