"""The one table that this process serves, with its companions, by data version."""

import glob
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.core import incidents
from geo.core.schema import COMPANION_TABLES, REQUIRED, Column
from geo.errors import IncidentsInvalid, WorkspaceFailed
from geo.ingest import importing
from geo.ingest.generic.generic_table import GenericTable
from geo.ingest.options import ImportOptions
from geo.ingest.providers.faultline import Faultline
from geo.ingest.readers import read_table
from geo.query.cache import SingleFlight
from geo.query.index import Index, ResultSet
from geo.query.selection import Selection
from geo.settings import bundled_incidents, incidents_path
from geo.storage import index_cache
from geo.storage.merge import merge_imports
from geo.storage.workspace import access

BUNDLED = bundled_incidents()
MAX_FAILURES_SHOWN = 10
PROGRESS_FROM_BYTES = 5_000_000  # a file that takes long enough to be watched
IMPORTS_CACHE = "own"  # what the imports' table is called where it is kept
MAX_WORKSPACE_ATLASES = 8  # workspaces whose atlas is held in memory

OnProgress = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Atlas:
    """Incidents and what lies beside them; `version` changes with every byte of their files.

    `files`: the names of what they came from, a person's own imports included. `replaced`: how many rows an import with
    the same identifier has replaced. `broken`: what of the workspace could not be read, and why.
    """

    index: Index
    claims: pd.DataFrame
    publications: pd.DataFrame
    links: pd.DataFrame
    version: str
    file_names: tuple[str, ...] = field(default=())
    n_replaced: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def incidents(self) -> gpd.GeoDataFrame:
        """The incident table."""
        return self.index.table

    @property
    def cache_key(self) -> str:
        """What a browser that keeps answers keeps them by: `version` and what makes answers of it."""
        return index_cache.cache_key(self.version)

    def select(self, selection: Selection) -> ResultSet:
        """The incidents of a selection."""
        return self.index.select(selection)


_workspace_atlases: SingleFlight[Path, tuple[str, str], Atlas] = SingleFlight(MAX_WORKSPACE_ATLASES)


def load_incidents(path: str | Path | None = None) -> gpd.GeoDataFrame:
    """The incident table of a file or glob; by default that of INCIDENTS, else the bundled one.

    Raises IncidentsInvalid with file, row, column and reason.
    """
    return load_atlas(path).incidents


def load_atlas(path: str | Path | None = None, *, tell: OnProgress = lambda _: None) -> Atlas:
    """The atlas of a file or glob with the companions beside it; raises IncidentsInvalid with file, row and column.

    A large table is kept beside its file, checked and indexed, for the next start. `tell` is called with each step.
    """
    paths = _find_files(path or incidents_path())
    beside = {kind: _companion_paths(kind, paths) for kind in COMPANION_TABLES}
    every = [*paths, *(each for found in beside.values() for each in found)]
    version = incidents.data_version(each.read_bytes() for each in every)
    companions = {
        kind: _concat_companions([_load_companion(each, columns) for each in beside[kind]], columns)
        for kind, columns in COMPANION_TABLES.items()
    }
    index = _load_index(paths, version, tell)
    return Atlas(index, version=version, file_names=tuple(each.name for each in paths), **companions)


@cache
def base_atlas() -> Atlas:
    """The atlas of INCIDENTS or of the bundled ones, without anybody's own; its steps are told where one watches."""
    return load_atlas(tell=_print_progress)


def current_atlas(key: str = "") -> Atlas:
    """The atlas that this process serves: the base and, over it, this machine's own imports or a session's.

    `key` is that of a session's data on a shared server; raises WorkspaceNotFound where none can be of that form.
    Where nothing of one's own is shown, it is the base itself. While a change of what is shown is being indexed, other
    requests are answered from what was shown before.
    """
    if access.is_shared() and not key:
        return base_atlas()
    workspace = access.open_workspace(key)
    try:
        revision = workspace.revision
        if not revision:
            _workspace_atlases.drop(workspace.folder)
            return base_atlas()
        return _workspace_atlases.get(
            workspace.folder, (base_atlas().version, revision), partial(_merge_workspace, workspace), base_atlas
        )
    except WorkspaceFailed as error:
        return replace(base_atlas(), broken=(str(error),))


def _print_progress(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


def _merge_workspace(workspace: access.Workspace, _known: tuple[str, str]) -> Atlas:
    """The base with the workspace's own; as large ones are, kept for the next start."""
    snapshot = workspace.snapshot()  # the workspace may have changed since it was asked for its revision
    version = incidents.data_version(each.encode() for each in (base_atlas().version, snapshot.revision))
    folder = index_cache.cache_dir(workspace.cache_dir / IMPORTS_CACHE, version)
    index, broken = index_cache.read(folder), tuple[str, ...]()
    if index is None:
        made = merge_imports(base_atlas().incidents, workspace, snapshot)
        index, broken = Index.from_table(made.table), made.warnings
        if len(index) >= index_cache.CACHED_FROM_ROWS and not broken:
            index = _save_index(index, folder, _print_progress)
    return replace(
        base_atlas(),
        index=index,
        version=incidents.data_version(each.encode() for each in (version, *broken)) if broken else version,
        files=(*base_atlas().file_names, *(each.label for each in snapshot.shown)),
        replaced=0
        if broken
        else len(base_atlas().incidents) + sum(each.accepted for each in snapshot.shown) - len(index),
        broken=broken,
    )


def _load_index(paths: list[Path], version: str, tell: OnProgress) -> Index:
    folder = index_cache.cache_dir(paths[0], version)
    found = index_cache.read(folder)
    if found is not None:
        tell(f"{paths[0].name}: {len(found):,} incidents, kept from an earlier start.")
        return found
    table = _load_table(paths, tell)
    large = len(table) >= index_cache.CACHED_FROM_ROWS
    if large:
        tell(f"Indexing {len(table):,} incidents …")
    index = Index.from_table(table)
    return _save_index(index, folder, tell) if large else index


def _save_index(index: Index, folder: Path, tell: OnProgress) -> Index:
    """The index from its folder, so that a first start holds no more memory than the next."""
    tell("Keeping them beside the file for the next start …")
    if index_cache.write(index, folder):
        return index_cache.read(folder) or index
    tell(f"{folder.parent} cannot be written: the next start will take as long.")
    return index


def _load_table(paths: list[Path], tell: OnProgress) -> gpd.GeoDataFrame:
    large = sum(path.stat().st_size for path in paths) > PROGRESS_FROM_BYTES
    parts = []
    for path in paths:
        if large:
            tell(f"Reading and checking {path.name} ({path.stat().st_size / 1e6:,.0f} MB) …")
        parts.append(_load_rows(path))
    rows = pd.concat(parts)
    _check_unique(rows, paths)
    if large:
        tell(f"Placing and ordering {len(rows):,} incidents …")
    return incidents.as_incidents(rows.drop(columns="_file").reset_index(drop=True))


def _find_files(pattern: str | Path) -> list[Path]:
    found = [Path(pattern)] if Path(pattern).is_file() else [Path(name) for name in sorted(glob.glob(str(pattern)))]
    beside = tuple(f".{kind}.csv" for kind in COMPANION_TABLES)
    files = [path for path in found if path.is_file() and not path.name.endswith(beside)]
    if not files:
        raise IncidentsInvalid(
            f"{pattern}: no such file. INCIDENTS names a {', '.join(importing.EXTENSIONS)} file or a glob."
        )
    return files


def _load_rows(path: Path) -> pd.DataFrame:
    read = importing.read(path)
    if read.provider == GenericTable.name:
        missing = ", ".join(name for name in REQUIRED if name not in read.names)
        raise IncidentsInvalid(
            f"{path.name}: has no column {missing}. Found: {', '.join(read.names[:40])}. Add the column, blank where "
            "unknown; or give the file on the page Data, where you see what its columns are taken for."
        )
    failures = pd.concat([read.rejected, read.duplicates])
    if len(failures):
        raise IncidentsInvalid(_describe_failures(path.name, failures))
    file = pd.Categorical.from_codes(np.zeros(len(read.accepted), dtype=np.int8), [path.name])
    return read.accepted.assign(_file=file)


def _companion_paths(kind: str, paths: list[Path]) -> list[Path]:
    # one.csv and one.geojson have the same companions.
    beside = dict.fromkeys(path.with_name(f"{path.stem}.{kind}.csv") for path in paths)
    return [path for path in beside if path.is_file()]


def _concat_companions(tables: list[pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    return pd.concat(tables or [incidents.check(pd.DataFrame(), columns).accepted], ignore_index=True)


def _load_companion(path: Path, columns: tuple[Column, ...]) -> pd.DataFrame:
    try:
        sheet = read_table(path.read_bytes())
        checked = incidents.check_companion(Faultline().crosswalk(sheet, ImportOptions()).cells, columns)
    except IncidentsInvalid as error:
        raise IncidentsInvalid(f"{path.name}: {error}") from None
    rejected = pd.concat([sheet.rejected, checked.rejected], ignore_index=True)
    if len(rejected):
        raise IncidentsInvalid(_describe_failures(path.name, rejected))
    return checked.accepted


def _check_unique(rows: pd.DataFrame, paths: list[Path]) -> None:
    repeated = rows[rows.duplicated("incident_id")] if len(paths) > 1 else rows.head(0)
    if len(repeated):
        first = repeated.iloc[0]
        raise IncidentsInvalid(
            f"{first['_file']}: row {repeated.index[0]}, column incident_id: {first['incident_id']!r} "
            f"stands in another of the {len(paths)} files too."
        )


def _describe_failures(name: str, failures: pd.DataFrame) -> str:
    lines = [
        f"{name}: row {row}{f', column {column}' if column else ''}: {value!r} {reason.rstrip('.')}."
        for row, column, value, reason in failures.head(MAX_FAILURES_SHOWN).itertuples(index=False)
    ]
    more = len(failures) - MAX_FAILURES_SHOWN
    return "\n".join(lines + ([f"{name}: and {more} more."] if more > 0 else []))
