"""The base table and the imports of a workspace as one: later rows replace earlier ones of the same identifier."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from pandas.api.types import union_categoricals

from geo.core.incidents import as_incidents
from geo.errors import FaultlineError
from geo.storage.workspace.stored_import import StoredImport
from geo.storage.workspace.workspace import Snapshot, Workspace


@dataclass(frozen=True, eq=False)
class MergeResult:
    """The incidents of all tables; `warnings`: why imports that could not be read are not among them."""

    table: gpd.GeoDataFrame
    warnings: tuple[str, ...]


def merge_imports(base: gpd.GeoDataFrame, workspace: Workspace, snapshot: Snapshot) -> MergeResult:
    """Merge the base with the imports and decisions of a snapshot; an import that cannot be read is left out."""
    tables, warnings = [pd.DataFrame(base.drop(columns="geometry"))], []
    for stored in snapshot.imports:
        try:
            tables.append(_import_rows(workspace, stored))
        except FaultlineError as error:
            warnings.append(str(error))
    rows = concat_tables(tables)
    return MergeResult(as_incidents(_apply_decisions(rows, snapshot.decisions)), tuple(warnings))


def concat_tables(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Concatenate checked tables, with all columns of any; of each identifier the last row stays.

    Works a column at a time, for there may be millions of rows.
    """
    names = dict.fromkeys(name for table in tables for name in table.columns)
    columns = {name: _concat_columns([_column(table, name) for table in tables]) for name in names}
    rows = pd.DataFrame(columns, copy=False)
    is_replaced = rows["incident_id"].duplicated(keep="last")
    return rows[~is_replaced].reset_index(drop=True) if is_replaced.any() else rows


def _import_rows(workspace: Workspace, stored: StoredImport) -> pd.DataFrame:
    """The accepted rows of an import; those of a generic table are filed under its label as their dataset."""
    accepted = workspace.read(stored.import_id).accepted
    return accepted.assign(dataset=stored.label) if stored.is_generic else accepted


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    """A column of a table, blank where it has none; only the core ones are in every table, and the others are text."""
    return table[name] if name in table else pd.Series(None, index=table.index, dtype="str")


def _concat_columns(parts: list[pd.Series]) -> pd.Series:
    if isinstance(parts[0].dtype, pd.CategoricalDtype):
        return pd.Series(union_categoricals([part.astype("str").astype("category") for part in parts]))
    return pd.concat([part.astype(parts[0].dtype) for part in parts], ignore_index=True)


def _apply_decisions(rows: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """The rows with `duplicate_of` as a person decided; a decision counts only where both incidents are there.

    Unlike `duplicates.apply_decisions`, which follows chains of links to their end, undoes links decided to be
    “different” and refuses cycles, this copies the first link of each incident as it stands.
    """
    is_same = (decisions["verdict"] == "same") & decisions["duplicate_of"].isin(rows["incident_id"])
    same = decisions[is_same].drop_duplicates("incident_id").set_index("incident_id")["duplicate_of"]
    if same.empty:
        return rows
    duplicate_of = rows["incident_id"].map(same).astype("str")
    return rows.assign(duplicate_of=duplicate_of.fillna(rows["duplicate_of"]))
