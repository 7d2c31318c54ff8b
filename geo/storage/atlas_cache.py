"""The atlases that this process serves, in memory: the base, and those of the workspaces used last."""

import sys
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from geo.core import incidents
from geo.errors import WorkspaceFailed
from geo.query.cache import SingleFlight
from geo.query.index import Index
from geo.settings import is_shared
from geo.storage import index_cache
from geo.storage.atlas import Atlas
from geo.storage.atlas_loader import load_atlas, save_index
from geo.storage.merge import merge_imports
from geo.storage.workspace.sessions import open_workspace
from geo.storage.workspace.workspace import Snapshot, Workspace

IMPORTS_CACHE = "own"  # the name of the merged table in a workspace's cache folder
MAX_WORKSPACES = 8  # each holds a table of its own; chosen by judgement, for memory

_workspace_atlases: SingleFlight[Path, tuple[str, str], Atlas] = SingleFlight(MAX_WORKSPACES)


@cache
def base_atlas() -> Atlas:
    """Load the atlas of INCIDENTS or of the bundled file, without imports; progress goes to stderr.

    Raises IncidentsInvalid with file, row, column and reason.
    """
    return load_atlas(on_progress=_print_progress)


def current_atlas(key: str = "") -> Atlas:
    """The base atlas and, over it, the imports of this machine's workspace or of a session's on a shared server.

    It asks the workspace's database each time, so that two calls may give different atlases: take one for a request.
    While a change of what is shown is being indexed, other callers get what was shown before. A workspace that cannot
    be read gives the base atlas with a warning. Raises WorkspaceNotFound for a key that is none.
    """
    base = base_atlas()
    if is_shared() and not key:
        return base
    workspace = open_workspace(key)
    try:
        revision = workspace.revision
        if not revision:
            _workspace_atlases.drop(workspace.folder)
            return base
        load = partial(_load_workspace_atlas, base, workspace)
        return _workspace_atlases.get(workspace.folder, (base.version, revision), load, lambda: base)
    except WorkspaceFailed as error:
        return replace(base, warnings=(str(error),))


def _load_workspace_atlas(base: Atlas, workspace: Workspace, _key: tuple[str, str]) -> Atlas:
    """Load the base with the workspace's imports over it; a large table is cached on disk as the base is."""
    snapshot = workspace.snapshot()
    if not snapshot.revision:  # it has changed since it was asked for its revision
        return base
    version = incidents.data_version(part.encode() for part in (base.version, snapshot.revision))
    index, warnings = _load_merged_index(base, workspace, snapshot, version)
    n_rows = len(base.incidents) + sum(stored.accepted for stored in snapshot.imports)
    return replace(
        base,
        index=index,
        version=incidents.data_version(part.encode() for part in (version, *warnings)) if warnings else version,
        file_names=(*base.file_names, *(stored.label for stored in snapshot.imports)),
        imports=snapshot.imports,
        decisions=snapshot.decisions,
        n_replaced=0 if warnings else n_rows - len(index),
        warnings=(*base.warnings, *warnings),
    )


def _load_merged_index(
    base: Atlas, workspace: Workspace, snapshot: Snapshot, version: str
) -> tuple[Index, tuple[str, ...]]:
    """The index of all rows, from the cache on disk if it is there, and why imports are missing from it."""
    folder = index_cache.cache_dir(workspace.cache_dir / IMPORTS_CACHE, version)
    cached = index_cache.read(folder)
    if cached is not None:
        return cached, ()
    merged = merge_imports(base.incidents, workspace, snapshot)
    index = Index.from_table(merged.table)
    if len(index) >= index_cache.CACHED_FROM_ROWS and not merged.warnings:
        index = save_index(index, folder, _print_progress)
    return index, merged.warnings


def _print_progress(step: str) -> None:
    print(step, file=sys.stderr, flush=True)
