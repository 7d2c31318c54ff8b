"""Tables of incidents from a few lines of CSV."""

import geopandas as gpd

from geo.core.incidents import as_incidents
from geo.ingest import importing
from geo.query.engine import ResultSet
from geo.query.index import Index
from geo.query.selection import Selection

HEADER = "incident_id,date_start,latitude,longitude"


def incident_table(*lines: str, columns: str = "") -> gpd.GeoDataFrame:
    """The incident table of these lines; `columns` names those behind the required ones."""
    header = f"{HEADER},{columns}" if columns else HEADER
    read = importing.read("\n".join([header, *lines, ""]).encode(), name="table.csv")
    assert read.rejected.empty, read.rejected.to_dict("records")
    return as_incidents(read.accepted)


def select(rows: gpd.GeoDataFrame, query: str = "") -> ResultSet:
    """The rows of a table that a query takes, found through an index."""
    return Index.from_table(rows).select(Selection.from_query(query))
