"""The served table and the analyst's own imports as one: later rows replace earlier ones of the same identifier."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from pandas.api.types import union_categoricals

from geo.core.incidents import as_incidents
from geo.errors import FaultlineError
from geo.storage.workspace.access import Snapshot, StoredImport, Workspace


@dataclass(frozen=True, eq=False)
class MergeResult:
    """The rows of all; `broken`: why imports that could not be read are not among them."""

    table: gpd.GeoDataFrame
    warnings: tuple[str, ...]


def merge_imports(base: gpd.GeoDataFrame, workspace: Workspace, snapshot: Snapshot) -> MergeResult:
    """The base with the workspace's visible imports and its decisions; an import that cannot be read is left out."""
    tables, broken = [pd.DataFrame(base.drop(columns="geometry"))], []
    for stored in snapshot.shown:
        try:
            tables.append(_import_rows(workspace, stored))
        except FaultlineError as error:
            broken.append(str(error))
    rows = concat_tables(tables)
    return MergeResult(as_incidents(_apply_decisions(rows, snapshot.decisions)), tuple(broken))


def _import_rows(workspace: Workspace, stored: StoredImport) -> pd.DataFrame:
    """The rows of an import; two sheets of nobody's are two datasets."""
    accepted = workspace.read(stored.import_id).accepted
    return accepted.assign(dataset=stored.label) if stored.is_generic else accepted


def concat_tables(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """The checked rows of tables with all columns of any; of an identifier the last row stays.

    A column at a time, for there may be millions of rows.
    """
    names = dict.fromkeys(name for table in tables for name in table.columns)
    columns = {name: _concat_columns([_column(table, name) for table in tables]) for name in names}
    rows = pd.DataFrame(columns, copy=False)
    replaced = rows["incident_id"].duplicated(keep="last")
    return rows[~replaced].reset_index(drop=True) if replaced.any() else rows


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    """A column; only the core ones are in every table, and the others are text."""
    return table[name] if name in table else pd.Series(None, index=table.index, dtype="str")


def _concat_columns(parts: list[pd.Series]) -> pd.Series:
    if isinstance(parts[0].dtype, pd.CategoricalDtype):
        return pd.Series(union_categoricals([each.astype("str").astype("category") for each in parts]))
    return pd.concat([each.astype(parts[0].dtype) for each in parts], ignore_index=True)


def _apply_decisions(rows: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """The rows with the duplicates that a person called the same; both incidents must be there."""
    same = decisions[(decisions["verdict"] == "same") & decisions["duplicate_of"].isin(rows["incident_id"])]
    told = rows["incident_id"].map(same.drop_duplicates("incident_id").set_index("incident_id")["duplicate_of"])
    return rows.assign(duplicate_of=told.astype("str").fillna(rows["duplicate_of"])) if len(same) else rows
