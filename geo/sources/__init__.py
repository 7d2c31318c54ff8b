"""Files to incidents. To add a format, write its Source in a file of its own and put it into SOURCES."""

from pathlib import Path

import pandas as pd

from geo.errors import IncidentsInvalid
from geo.incidents import check_incidents
from geo.schema import REQUIRED
from geo.sources.base import Import, Source
from geo.sources.delimited import Delimited
from geo.sources.geojson import GeoJSON
from geo.sources.geoparquet import GeoParquet

SOURCES: tuple[Source, ...] = (Delimited(), GeoJSON(), GeoParquet())
EXTENSIONS = tuple(extension for source in SOURCES for extension in source.extensions)

__all__ = ["EXTENSIONS", "SOURCES", "Import", "Source", "read", "source_for"]


def source_for(name: str) -> Source:
    """The source that reads files of this name; raises IncidentsInvalid."""
    for source in SOURCES:
        if name.lower().endswith(source.extensions):
            return source
    raise IncidentsInvalid(f"{name}: is not a file that can be read. Accepted: {', '.join(EXTENSIONS)}.")


def read(path_or_bytes: str | Path | bytes, *, name: str | None = None) -> Import:
    """Read one file of incidents; `name` tells the format where only bytes are given. Raises IncidentsInvalid."""
    content = path_or_bytes if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).read_bytes()
    name = name or ("incidents.csv" if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).name)
    source = source_for(name)
    try:
        cells = source.cells(content)
        _check_columns(cells)
    except IncidentsInvalid as error:
        raise IncidentsInvalid(f"{name}: {error}") from None
    return _accounted(source.provider, cells)


def _accounted(provider: str, cells: pd.DataFrame) -> Import:
    checked = check_incidents(cells)
    repeated = checked.accepted.duplicated("incident_id")
    duplicates = pd.DataFrame(
        {
            "row": checked.accepted.index[repeated],
            "column": "incident_id",
            "value": checked.accepted.loc[repeated, "incident_id"].array,
            "reason": "stands in an earlier row too",
        }
    )
    accepted = checked.accepted.loc[~repeated] if repeated.any() else checked.accepted
    return Import(provider, 1, accepted, checked.rejected, duplicates)


def _check_columns(cells: pd.DataFrame) -> None:
    missing = [name for name in REQUIRED if name not in cells.columns]
    if missing:
        found = ", ".join(map(str, cells.columns[:40])) or "none"
        raise IncidentsInvalid(
            f"has no column {', '.join(missing)}. Found: {found}. Add the column, blank where unknown."
        )
