"""What INCIDENTS may name: kinds of address, in the order in which they are tried, and the atlas at an address."""

import warnings
from pathlib import Path

import geopandas as gpd

from geo.query.limits import query_seconds, table_cells
from geo.settings import incidents_path
from geo.storage.addresses.address_kind import AddressKind
from geo.storage.addresses.duckdb_address import DuckDBAddress
from geo.storage.addresses.file_address import FileAddress
from geo.storage.addresses.spark_address import SparkAddress
from geo.storage.atlas import Atlas
from geo.storage.atlas_loader import OnProgress

# Any text is the address of a file, so that it comes last.
ADDRESS_KINDS: tuple[AddressKind, ...] = (DuckDBAddress(), SparkAddress(), FileAddress())


def open_atlas(address: str | Path | None = None, *, on_progress: OnProgress = lambda _: None) -> Atlas:
    """Open the atlas at an address, by default that of INCIDENTS; `on_progress` is called with each slow step.

    Raises IncidentsInvalid for an address or a file that cannot be used, EngineFailed where what answers is missing, or
    where a limit of the settings is none.
    """
    table_cells()
    query_seconds()  # a slip of the pen is told whatever answers: another engine may read it tomorrow
    text = str(address or incidents_path())
    kind = next(kind for kind in ADDRESS_KINDS if kind.matches(text))
    return kind.open(text, on_progress)


def load_incidents(path: str | Path | None = None) -> gpd.GeoDataFrame:
    """Load the incident table of a file or glob; by default that of INCIDENTS, else the bundled one.

    Raises IncidentsInvalid with file, row, column and reason; what could not be used of the files beside it is a
    UserWarning each.
    """
    atlas = open_atlas(path)
    for warning in atlas.warnings:
        warnings.warn(warning, stacklevel=2)
    return atlas.incidents
