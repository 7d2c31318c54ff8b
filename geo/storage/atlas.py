"""The atlas: all incidents and what lies beside them, as one value of one data version."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

import geopandas as gpd
import pandas as pd

from geo.places.own_places import OwnPlaces
from geo.query.engine import Engine, ResultSet, Rows
from geo.query.selection import Selection
from geo.storage import index_cache
from geo.storage.edits.applied_edits import NO_EDITS, AppliedEdits
from geo.storage.incident_links import LinkGraph
from geo.storage.place_sources import PlaceSource, PlaceSources
from geo.storage.source_files import SourceFiles
from geo.storage.workspace.snapshot import decisions_table
from geo.storage.workspace.stored_import import StoredImport


@dataclass(frozen=True, eq=False)
class Atlas:
    """Incidents with their companion tables; `version` changes with every byte that they come from.

    `engine` holds the incidents and answers every question about them. `file_names`: the files of the incidents, then
    the labels of the imports that are shown. `imports`: those imports. `undecided`: the table before any decision, with
    what a person changed; None where nothing lies over the base. `imported`: the rows of imports in it, and those that
    a person changed; None where there are no imports. `decisions`: incident_id, duplicate_of and verdict of the pairs
    of incidents that were decided on. `edits`: what a person changed, and `unedited`: the table before that; None where
    nothing was. `n_replaced`: how many rows gave way to an import's row of the same identifier.
    `warnings`: what of the files and of the workspace could not be read, and why; `missing`: those of them by which
    a person's own rows are not in the table. `sources`: the files of the base, where they were read into memory.
    `place_sources`: the tables that know places; None where that is the engine. All of it is of one moment: whoever
    answers a request takes an atlas once.
    """

    engine: Engine
    claims: pd.DataFrame
    publications: pd.DataFrame
    links: pd.DataFrame
    version: str
    file_names: tuple[str, ...] = ()
    imports: tuple[StoredImport, ...] = ()
    undecided: Engine | None = None
    imported: ResultSet | None = None
    decisions: pd.DataFrame = field(default_factory=partial(decisions_table, []))
    edits: AppliedEdits = NO_EDITS
    unedited: Engine | None = None
    n_replaced: int = 0
    warnings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    sources: SourceFiles | None = None
    place_sources: PlaceSources | None = None

    @cached_property
    def incidents(self) -> gpd.GeoDataFrame:
        """The whole incident table at once: for the library's own users and for tests, and for no page."""
        return self.select(Selection()).rows(0, len(self.engine))

    @cached_property
    def link_graph(self) -> LinkGraph:
        """The links between incidents, whether the table has them or not."""
        return LinkGraph.from_table(self.links)

    @cached_property
    def link_rows(self) -> Rows:
        """The row of each incident that a link names (`link_graph.names`), NO_ROW where the table has none."""
        return self.engine.find(self.link_graph.names.tolist())

    @cached_property
    def own_source(self) -> PlaceSource:
        """The engine as a table that knows places."""
        return PlaceSource(self.engine)

    def own_places(self, *, without: str = "") -> OwnPlaces:
        """What the data of this atlas know of places: of the base, and of nobody's imports but its reader's own.

        `without`: the digest of a file that is read now, for its own import must not change how it is read.
        """
        sources = self.place_sources or PlaceSources((self.own_source,))
        return sources.own_places(without=without)

    @property
    def days_of_access(self) -> dict[str, date]:
        """The day on which each imported dataset was added, the last where there are several: a citation states it."""
        return {dataset: stored.added.date() for stored in self.imports for dataset in stored.datasets}

    @property
    def cache_key(self) -> str:
        """The name under which a browser may cache answers for good: the data's version and that of the code."""
        return index_cache.cache_key(self.version)

    def select(self, selection: Selection) -> ResultSet:
        """The incidents of a selection."""
        return self.engine.select(selection)
