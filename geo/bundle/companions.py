"""The claims, publications and links of a selection's incidents, with what the rows' own columns say of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.bundle.tables import BATCH_ROWS, iter_batches
from geo.query.engine import ResultSet
from geo.storage.atlas import Atlas
from geo.storage.provider_claims import add_claims_of_rows, list_provider_columns
from geo.storage.publications import list_source_columns, tabulate_unlinked

FIRST_BATCH_ROWS = 1_000  # of the incidents, as in every download
Batches = Callable[[], Iterator[pd.DataFrame]]


class CompanionTable:
    """The rows that are stored, then those that the incidents' own cells hold, worked out while they are written.

    `head`: the columns, without rows. `n_rows`: how many `iter_batches` has yielded: all of them once it is through.
    """

    def __init__(self, table: pd.DataFrame, further: Batches = lambda: iter(())) -> None:
        self.head = table.iloc[:0]
        self.n_rows = 0
        self._table, self._further = table, further

    def iter_batches(self) -> Iterator[pd.DataFrame]:
        """All rows, some thousands at a time: a million incidents may name millions of publications."""
        self.n_rows = 0
        for batches in (iter_batches(self._table), self._further()):
            for batch in batches:
                self.n_rows += len(batch)
                yield batch.reindex(columns=self.head.columns)


@dataclass(frozen=True, eq=False)
class Companions:
    """The tables beside the incidents, with the columns of the schema."""

    claims: CompanionTable
    publications: CompanionTable
    links: CompanionTable

    @property
    def tables(self) -> Mapping[str, CompanionTable]:
        """The tables by the names of their files."""
        return {"claims": self.claims, "publications": self.publications, "links": self.links}


def select_companions(atlas: Atlas, results: ResultSet) -> Companions:
    """The companions of the selected incidents; a link belongs to both of its ends."""
    links = atlas.links
    is_linked = is_selected(results, links["incident_id"]) | is_selected(results, links["to_incident_id"])
    return Companions(
        claims=_select_claims(atlas, results),
        publications=_select_publications(atlas, results),
        links=CompanionTable(links[is_linked]),
    )


def is_selected(results: ResultSet, incident_ids: pd.Series) -> NDArray[np.bool_]:
    """Whether each of these incidents is selected; one that the table has not is not."""
    codes, distinct = pd.factorize(incident_ids.astype("str"))
    is_in = results.contains(results.engine.find([str(name) for name in distinct]))
    mask: NDArray[np.bool_] = np.append(is_in, False)[codes]  # a missing identifier has the code -1
    return mask


def _select_claims(atlas: Atlas, results: ResultSet) -> CompanionTable:
    """The claims that are stored, and what providers state in columns of their own."""
    table = atlas.claims[is_selected(results, atlas.claims["incident_id"])]

    def work_out() -> Iterator[pd.DataFrame]:
        for rows in _iter_cells(results, list_provider_columns(map(str, results.engine.head.columns))):
            claims = _rows_of(table, rows)
            yield add_claims_of_rows(claims, rows.to_dict("records")).iloc[len(claims) :]

    return CompanionTable(table, work_out)


def _select_publications(atlas: Atlas, results: ResultSet) -> CompanionTable:
    """The publications that are stored, and those that the rows' own columns name."""
    table = atlas.publications[is_selected(results, atlas.publications["incident_id"])]

    def work_out() -> Iterator[pd.DataFrame]:
        for rows in _iter_cells(results, list_source_columns(map(str, results.engine.head.columns))):
            yield tabulate_unlinked(rows, _rows_of(table, rows), atlas.publications)

    return CompanionTable(table, work_out)


def _iter_cells(results: ResultSet, columns: list[str]) -> Iterator[pd.DataFrame]:
    """These columns of the incidents with their identifiers; nothing where the table has none of them."""
    if columns:
        for rows in results.batches(FIRST_BATCH_ROWS, BATCH_ROWS):
            yield pd.DataFrame(rows[["incident_id", *columns]])


def _rows_of(table: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    return table[table["incident_id"].isin(rows["incident_id"].astype("str"))].reset_index(drop=True)
