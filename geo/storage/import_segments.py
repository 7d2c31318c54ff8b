"""The visible imports of a workspace as segments over the base: each is indexed once, whatever is shown beside it."""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from geo.core import actors, incidents
from geo.core.temporary_folders import temporary_folder
from geo.errors import FaultlineError, StillPreparing
from geo.ingest.serialization import to_arrow
from geo.query.answers import NO_ROW, Rows
from geo.query.cache import RETRY_AFTER_S, WAIT_SECONDS, ByteBoundedLRU
from geo.query.engine import Engine
from geo.query.index import Index
from geo.query.segments import SegmentedEngine
from geo.query.segments.row_numbers import split_rows
from geo.storage import index_cache
from geo.storage.atlas_loader import OnProgress, save_index
from geo.storage.index_process import BREAKING_OFF, ImportedRows, index_in_child
from geo.storage.place_sources import PlaceSource
from geo.storage.workspace.slots import Slots
from geo.storage.workspace.snapshot import Snapshot
from geo.storage.workspace.stored_import import StoredImport
from geo.storage.workspace.workspace import Workspace

# In memory for imports that are hidden and shown again; both figures are chosen by judgement. What an atlas shows stays
# in memory in any case.
BYTES_PER_ROW = 1_000
CACHE_BYTES = 500_000_000
MAX_BASES = 6  # without some rows each, with what they have answered; chosen by judgement, for memory

# The workspace's folder and the import; the digest of its accepted rows, and its label where that is their dataset.
_SegmentKey = tuple[Path, str, str, str]


@dataclass(frozen=True, eq=False)
class ImportSegment:
    """The rows of one import as a table of its own, the companion tables about them by kind, and its file's digest."""

    engine: Engine
    companions: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    digest: str = ""

    @cached_property
    def place_source(self) -> PlaceSource:
        """Its rows as a table that knows places."""
        return PlaceSource(self.engine, self.digest)

    @property
    def incident_ids(self) -> list[str]:
        """The identifiers of its rows."""
        return self.place_source.incident_ids


@dataclass(frozen=True, eq=False)
class ImportSegments:
    """The segments of a snapshot in the order added; `warnings`: why imports that could not be read are missing."""

    segments: tuple[ImportSegment, ...]
    warnings: tuple[str, ...]


# One at a time in all processes of a server: each takes 1.4 GB for a million rows, and two would write one folder.
INDEXING = Slots("indexing", 1)
_segments: ByteBoundedLRU[_SegmentKey, ImportSegment] = ByteBoundedLRU(
    CACHE_BYTES, lambda segment: len(segment.engine) * BYTES_PER_ROW
)
_bases: ByteBoundedLRU[tuple[Engine, bytes], Engine] = ByteBoundedLRU(MAX_BASES, lambda _: 1)


def load_segments(workspace: Workspace, snapshot: Snapshot, on_progress: OnProgress) -> ImportSegments:
    """The visible imports of a snapshot; one that cannot be read is left out, with a warning."""
    forget_purged(workspace)
    segments, warnings = [], []
    for stored, digest in zip(snapshot.imports, snapshot.digests, strict=True):
        try:
            segments.append(_load_segment(workspace, stored, digest, on_progress))
        except StillPreparing:
            raise
        except FaultlineError as error:
            warnings.append(str(error))
    return ImportSegments(tuple(segments), tuple(warnings))


def forget_purged(workspace: Workspace) -> None:
    """Keep nothing in memory of the imports that a workspace has no longer; raises WorkspaceFailed."""
    existing = _existing_ids(workspace)
    _segments.discard(lambda key: key[0] == workspace.folder and key[1] not in existing)


def _existing_ids(workspace: Workspace) -> set[str]:
    return {stored.import_id for stored in (*workspace.imports(), *workspace.deleted())}


def forget_segments(workspace: Workspace) -> None:
    """Keep none of a workspace's imports in memory: each is read again, and made again where its index is damaged."""
    _segments.discard(lambda key: key[0] == workspace.folder)


def lay_over(base: Engine, segments: Sequence[ImportSegment]) -> SegmentedEngine:
    """The base and segments over it as one table; of each identifier the last row stays."""
    parts, later_ids = [], list[str]()
    for segment in reversed(segments):
        parts.append(_without(segment.engine, _find_rows(segment.engine, later_ids)))
        later_ids = [*later_ids, *segment.incident_ids]
    replaced = _find_rows(base, later_ids)
    # What was answered without these rows is still true where something else has changed.
    return SegmentedEngine((_remaining(base, replaced), *reversed(parts)))


def without_rows(engine: SegmentedEngine, rows: Rows) -> SegmentedEngine:
    """A table without some rows; what its base answers without them is remembered."""
    parts = list(engine.parts)
    for number, _, own in split_rows(rows):
        parts[number] = _remaining(parts[number], np.sort(own)) if number == 0 else parts[number].without(own)
    return SegmentedEngine(tuple(parts))


def _remaining(base: Engine, rows: Rows) -> Engine:
    return _bases.get((base, rows.tobytes()), lambda: _without(base, rows))


def _find_rows(engine: Engine, incident_ids: Sequence[str]) -> Rows:
    rows = engine.find(incident_ids) if incident_ids else np.zeros(0, dtype=np.int64)
    return np.unique(rows[rows != NO_ROW])


def _without(engine: Engine, rows: Rows) -> Engine:
    return engine.without(rows) if len(rows) else engine


def _load_segment(workspace: Workspace, stored: StoredImport, digest: str, on_progress: OnProgress) -> ImportSegment:
    key = (workspace.folder, stored.import_id, digest, stored.label if stored.is_generic else "")
    return _segments.get(
        key,
        lambda: ImportSegment(
            _load_index(workspace, stored, key, on_progress), workspace.read_companions(stored.import_id), stored.digest
        ),
    )


def _load_index(workspace: Workspace, stored: StoredImport, key: _SegmentKey, on_progress: OnProgress) -> Index:
    """The index of an import; that of a large one is cached on disk too."""
    if stored.accepted < index_cache.CACHED_FROM_ROWS:
        return _index_rows(_read_rows(workspace, stored))
    version = incidents.data_version(part.encode() for part in (*key[2:], actors.own_actors_state()))
    folder = index_cache.cache_dir(workspace.cache_dir / stored.import_id, version)
    cached = index_cache.read(folder)
    if cached is not None:
        return cached
    with INDEXING.take(WAIT_SECONDS) as is_our_turn:
        if not is_our_turn:
            raise StillPreparing(RETRY_AFTER_S)
        cached = index_cache.read(folder)  # another server may have made it meanwhile
        index = cached if cached is not None else _index_many(_read_rows(workspace, stored), folder, on_progress)
    if stored.import_id not in _existing_ids(workspace):  # it was purged meanwhile, which found nothing yet to remove
        shutil.rmtree(folder, ignore_errors=True)
    return index


def _read_rows(workspace: Workspace, stored: StoredImport) -> pd.DataFrame:
    accepted = workspace.read(stored.import_id).accepted
    return accepted.assign(dataset=stored.label) if stored.is_generic else accepted


def _index_many(rows: pd.DataFrame, folder: Path, on_progress: OnProgress) -> Index:
    index = _index_rows_in_child(rows, folder, on_progress)
    return index if index is not None else save_index(_index_rows(rows), folder, on_progress)


def _index_rows(rows: pd.DataFrame) -> Index:
    return Index.from_table(incidents.as_incidents(rows))


def _index_rows_in_child(rows: pd.DataFrame, folder: Path, on_progress: OnProgress) -> Index | None:
    """The index of many rows, made by a process of its own; None where it cannot be made there."""
    with ExitStack() as stack:
        try:
            path = stack.enter_context(temporary_folder("indexing")) / "rows.arrow"
            path.write_bytes(to_arrow(rows))
        except OSError:  # a disk that is full
            on_progress(BREAKING_OFF)
            return None
        return index_in_child(ImportedRows(str(path), actors.own_actors()), folder, on_progress)
