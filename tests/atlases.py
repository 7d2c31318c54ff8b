"""Atlases of a table that a test writes, with companions of a few lines."""

from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd

from geo.core import incidents
from geo.core.schema import COMPANION_TABLES
from geo.query.index import Index
from geo.storage.atlas import Atlas

Rows = Sequence[Mapping[str, object]]


def make_atlas(table: gpd.GeoDataFrame, *, claims: Rows = (), publications: Rows = (), links: Rows = ()) -> Atlas:
    """The atlas of a table and of companions, given as rows by column; what a row leaves out is unknown."""
    tables = {
        kind: incidents.check_companion(pd.DataFrame(rows, dtype="str"), COMPANION_TABLES[kind]).accepted
        for kind, rows in {"claims": claims, "publications": publications, "links": links}.items()
    }
    return Atlas(Index.from_table(table), version="made", **tables)
