"""The made table as a base of any engine, with imports over it that replace and add rows, decisions and hidden rows."""

import random
from functools import cache
from urllib.parse import urlencode

import geopandas as gpd
import pandas as pd

from geo.core.duplicate_links import chain_ends, decide_links, link_in_table, touched_events
from geo.core.incidents import as_incidents
from geo.query.engine import Engine
from geo.query.index import Index
from geo.query.selection import Selection
from geo.storage.decided_rows import apply_decisions
from geo.storage.import_segments import ImportSegment, lay_over
from geo.storage.merge import concat_tables
from tests.geo.query.filters.test_expressions import AREA, PLACES
from tests.random_selections import made_table

# All rows; what decisions say of them; 199 corners and 100 places.
OVERLAID_SELECTIONS = tuple(
    Selection.from_query(urlencode(query))
    for query in ([], [("once", "1"), ("country", "Pakistan"), ("to", "2020-12-31")], [AREA], [*PLACES, ("once", "1")])
)
LINK_COLUMNS = ["incident_id", "duplicate_of"]


def overlay(base: Engine) -> Engine:
    """The imports, decisions and hidden rows over a base that has the rows of the made table."""
    segments = [ImportSegment(Index.from_table(table)) for table in _imports()]
    return _without_hidden(apply_decisions(lay_over(base, segments), _decisions()))


def merged() -> Engine:
    """All of that as one table in memory, by a plain scan."""
    table = _merged_table()
    return _without_hidden(Index.from_table(table.assign(duplicate_of=decided_links(table, _decisions()))))


def decided_links(table: gpd.GeoDataFrame, decisions: pd.DataFrame) -> pd.Series:
    """`duplicate_of` as a person decided, of the whole table at once."""
    linked = table[table["duplicate_of"].notna()]
    before = dict(zip(linked["incident_id"], linked["duplicate_of"], strict=True))
    verdicts = list(decisions.itertuples(index=False, name=None))
    after = link_in_table(chain_ends(decide_links(before, verdicts)), table["incident_id"].tolist())
    joined = pd.concat([decisions["incident_id"], decisions["duplicate_of"]])
    touched = touched_events(before, joined.tolist())
    links = [(after if name in touched else before).get(name) for name in table["incident_id"]]
    return pd.Series(links, index=table.index, dtype="str")


@cache
def _imports() -> tuple[gpd.GeoDataFrame, ...]:
    """One with as many rows of the base as new ones, and one that replaces rows of both."""
    return _import(400, 15, every=7, n_known=200), _import(90, 16, every=14, n_known=60)


def _import(n_rows: int, seed: int, *, every: int, n_known: int) -> gpd.GeoDataFrame:
    names = [f"i{number * every:05}" if number < n_known else f"n{number:05}" for number in range(n_rows)]
    return as_incidents(made_table(n_rows, seed).drop(columns="geometry").assign(incident_id=names))


@cache
def _merged_table() -> gpd.GeoDataFrame:
    tables = (made_table(), *_imports())
    return as_incidents(concat_tables([table.drop(columns="geometry") for table in tables]))


@cache
def _decisions() -> pd.DataFrame:
    """Pairs of any rows that are the same, and links of the table that are wrong."""
    table, source = _merged_table(), random.Random(14)
    names = table["incident_id"].tolist()
    links = list(table.loc[table["duplicate_of"].notna(), LINK_COLUMNS].itertuples(index=False, name=None))
    same = [(*source.sample(names, 2), "same") for _ in range(40)]
    different = [(*pair, "different") for pair in source.sample(links, 20)]
    return pd.DataFrame([*same, *different], columns=[*LINK_COLUMNS, "verdict"], dtype="str")


def _without_hidden(engine: Engine) -> Engine:
    names = _merged_table()["incident_id"].iloc[::11].tolist()
    return engine.without(engine.find(names))
