"""The atlases that this process serves, in memory: the base, and those of the workspaces used last."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from geo.core import incidents
from geo.core.log_setup import say_to_operator
from geo.core.schema import COMPANION_TABLES
from geo.errors import IndexDamaged, WorkspaceFailed
from geo.query.cache import SingleFlight
from geo.query.engine import ResultSet
from geo.query.segments import SegmentedEngine
from geo.query.selection import Selection
from geo.settings import is_shared
from geo.storage.addresses import open_atlas
from geo.storage.atlas import Atlas
from geo.storage.decided_rows import apply_decisions
from geo.storage.edits.apply_edits import EditedTable, apply_edits
from geo.storage.evidence import apply_evidence, find_changed
from geo.storage.import_companions import lay_companions_over
from geo.storage.import_segments import (
    BYTES_PER_ROW,
    ImportSegment,
    forget_purged,
    forget_segments,
    lay_over,
    load_segments,
)
from geo.storage.mapped_files import check_mapped
from geo.storage.place_sources import PlaceSource, PlaceSources
from geo.storage.workspace.sessions import open_workspace
from geo.storage.workspace.snapshot import Snapshot
from geo.storage.workspace.workspace import Workspace

# Both by judgement. A workspace takes memory by its rows; of those that are empty but for edits, each takes little.
MAX_WORKSPACES, MAX_BYTES = 100, 1_000_000_000

_Key = tuple[str, str]  # the base's version and the workspace's revision


@cache
def base_atlas() -> Atlas:
    """Load the atlas of INCIDENTS or of the bundled file, without imports; progress goes to stderr.

    Raises IncidentsInvalid with file, row, column and reason.
    """
    return open_atlas(on_progress=say_to_operator)


def current_atlas(key: str = "") -> Atlas:
    """The base atlas and, over it, the imports of this machine's workspace or of a session's on a shared server.

    It asks the workspace's database each time, so that two calls may give different atlases: take one for a request.
    While a change of what is shown is being indexed, others wait: nobody gets what was shown before, or the base
    without what is theirs. A workspace that cannot be read gives the base atlas, which says what is missing. Raises
    WorkspaceNotFound for a key that is none, StillPreparing where the wait is too long, IndexDamaged where what
    answers was written into, and what stops a wait.
    """
    base = base_atlas()
    check_mapped([base.engine])
    if is_shared() and not key:
        return base
    workspace = open_workspace(key)
    atlas = _own_atlas(base, workspace)
    try:
        check_mapped(atlas.engine.parts if isinstance(atlas.engine, SegmentedEngine) else ())
    except IndexDamaged:  # whoever asks next has them made again
        forget_segments(workspace)
        _workspace_atlases.drop(workspace.folder)
        raise
    return atlas


def _own_atlas(base: Atlas, workspace: Workspace) -> Atlas:
    """The base with what a workspace shows over it; the base, which says what is missing, where it cannot be read."""
    try:
        revision = workspace.revision
        if not revision:
            _workspace_atlases.drop(workspace.folder)
            forget_purged(workspace)
            return base
        return _workspace_atlases.get(
            workspace.folder,
            (base.version, revision),
            lambda: (base.version, workspace.revision),
            partial(_load_workspace_atlas, base, workspace),
        )
    except WorkspaceFailed as error:
        return replace(base, warnings=(*base.warnings, str(error)), missing=(str(error),))


def _size_bytes(atlas: Atlas) -> int:
    """The memory that an atlas takes beside the base, by the rows that are not the base's."""
    return (len(atlas.imported) if atlas.imported is not None else 0) * BYTES_PER_ROW


_workspace_atlases: SingleFlight[Path, _Key, Atlas] = SingleFlight(MAX_WORKSPACES, MAX_BYTES, _size_bytes)


def _load_workspace_atlas(base: Atlas, workspace: Workspace) -> tuple[_Key, Atlas]:
    """The base with the workspace's imports and decisions over it, and what it is of."""
    snapshot = workspace.snapshot()
    key = base.version, snapshot.revision
    # Without a revision, it has changed since it was asked for one.
    return key, _lay_snapshot_over(base, workspace, snapshot) if snapshot.revision else base


def _lay_snapshot_over(base: Atlas, workspace: Workspace, snapshot: Snapshot) -> Atlas:
    """The base with what a workspace shows at one moment over it; nothing of the base is made again."""
    imports = load_segments(workspace, snapshot, say_to_operator)
    laid = lay_over(base.engine, imports.segments)
    companions = lay_companions_over({kind: getattr(base, kind) for kind in COMPANION_TABLES}, imports.segments)
    edited = apply_edits(laid, companions, snapshot.edits)
    decisions = snapshot.decisions.replace(dict(edited.edits.successors))
    decided = apply_decisions(edited.engine, decisions, deleted_ids=edited.deleted_ids)
    engine = _with_evidence(base, decided, edited, imports.segments)
    version = incidents.data_version(part.encode() for part in (base.version, snapshot.revision, *imports.warnings))
    n_rows = len(base.engine) + sum(stored.accepted for stored in snapshot.imports)
    return replace(
        base,
        engine=engine,
        version=version,
        file_names=(*base.file_names, *(stored.label for stored in snapshot.imports)),
        imports=snapshot.imports,
        undecided=edited.engine,
        imported=_select_own(edited.engine) if imports.segments else None,
        decisions=snapshot.decisions,
        edits=edited.edits,
        unedited=laid if snapshot.edits else None,
        n_replaced=0 if imports.warnings else n_rows - len(laid),
        warnings=(*base.warnings, *imports.warnings),
        missing=imports.warnings,
        place_sources=_list_place_sources(base, edited, imports.segments),
        **edited.companions,
    )


def _list_place_sources(base: Atlas, edited: EditedTable, segments: Sequence[ImportSegment]) -> PlaceSources:
    """The tables that know places; that of the base is everybody's, that of an import goes with its segment."""
    layers = (base.own_source, *(segment.place_source for segment in segments))
    copies = edited.engine.parts[len(layers) :]
    return PlaceSources(layers, PlaceSource(copies[0]) if copies else None, edited.removed_ids)


def _select_own(engine: SegmentedEngine) -> ResultSet:
    """The rows over the base."""
    return engine.select_parts(Selection(), range(1, len(engine.parts)))


def _with_evidence(
    base: Atlas, engine: SegmentedEngine, edited: EditedTable, segments: Sequence[ImportSegment]
) -> SegmentedEngine:
    """The table as all claims and links together have it; the base alone has worked out its own."""
    imported = (incident_id for segment in segments for incident_id in segment.incident_ids)
    added = [segment.companions for segment in segments]
    claims, links = ([tables[kind] for tables in added if kind in tables] for kind in ("claims", "links"))
    changed = find_changed((base.claims, base.links), claims, links, imported)
    every_id = edited.changed_ids.union(changed)
    return apply_evidence(
        engine, edited.companions["claims"], edited.companions["links"], every_id, former_links=base.links
    )
