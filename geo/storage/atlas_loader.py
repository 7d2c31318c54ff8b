"""Incident files and the companions beside them, read and checked into an atlas."""

import glob
from collections.abc import Callable
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.core import actors, incidents
from geo.core.formatting import pluralize
from geo.core.schema import COMPANION_TABLES, REQUIRED
from geo.errors import IncidentsInvalid
from geo.ingest import importing
from geo.ingest.generic.generic_table import GenericTable
from geo.query.engine import NO_ROW
from geo.query.index import Index
from geo.storage import index_cache
from geo.storage.atlas import Atlas
from geo.storage.companions_beside import CORRECTIONS_SUFFIX, companion_paths_of, describe_unread, load_companions
from geo.storage.evidence import with_evidence
from geo.storage.index_process import IncidentFiles, index_in_child
from geo.storage.load_failures import describe_failures
from geo.storage.own_actors import SUFFIX, own_actors_paths, read_own_actors
from geo.storage.provider_claims import add_index_claims, add_table_claims
from geo.storage.source_files import FileStates, SourceFiles, file_states

MAX_COLUMNS_LISTED = 40  # of a refusal, so that it fits a screen; chosen by judgement
PROGRESS_FROM_BYTES = 5_000_000  # files that take a second or more to read; smaller ones are read without a word

CACHING = "Caching the index for the next start …"

OnProgress = Callable[[str], None]


def load_atlas(path: str | Path, *, on_progress: OnProgress = lambda _: None) -> Atlas:
    """Load the atlas of a file or glob, with the companions beside it; `on_progress` is called with each slow step.

    A large table is cached beside its file, checked and indexed (docs/decisions/0009). Raises IncidentsInvalid with
    file, row, column and reason.
    """
    paths = find_files(path)
    states = file_states(every_file(path))
    version = _read_version(path)
    companion_paths = {kind: companion_paths_of(kind, paths) for kind in COMPANION_TABLES}
    warnings = _use_own_actors(own_actors_paths(paths), on_progress)
    beside = load_companions(companion_paths)
    companions = beside.tables
    index = _load_index(path, states, version, companions, on_progress)
    notes = (*beside.notes, *describe_unread(paths), *beside.describe_unknown(_known_ids(index, beside.incident_ids)))
    for note in notes:
        on_progress(note)
    claims = add_index_claims(companions["claims"], index)
    _check_unchanged(path, states)
    return Atlas(
        index,
        version=version,
        file_names=tuple(file.name for file in paths),
        warnings=(*warnings, *notes),
        sources=SourceFiles(states, version, partial(every_file, path), partial(_check_version, path)),
        **(companions | {"claims": claims}),
    )


def every_file(pattern: str | Path) -> list[Path]:
    """The incident files of a path or glob and what lies beside them; raises IncidentsInvalid where there are none."""
    paths = find_files(pattern)
    companions = (companion for kind in COMPANION_TABLES for companion in companion_paths_of(kind, paths))
    return [*paths, *companions, *own_actors_paths(paths)]


def _read_version(pattern: str | Path) -> str:
    return incidents.data_version(file.read_bytes() for file in every_file(pattern))


def _check_version(pattern: str | Path) -> str:
    """The version of the files as they are now; raises IncidentsInvalid where they cannot be read as incidents."""
    for path in find_files(pattern):
        load_rows(path)
    return _read_version(pattern)


def _known_ids(index: Index, incident_ids: list[str]) -> set[str]:
    """Those of some incidents that the table has."""
    return {id_ for id_, row in zip(incident_ids, index.find(incident_ids).tolist(), strict=True) if row != NO_ROW}


def _use_own_actors(paths: list[Path], on_progress: OnProgress) -> tuple[str, ...]:
    """Let every filter know a person's own actors; what could not be used of them is told."""
    read = [read_own_actors(path.read_bytes(), path.name) for path in paths]
    actors.use_own_actors(actor for own, _ in read for actor in own)
    notes = tuple(note for _, notes in read for note in notes)
    for note in notes:
        on_progress(note)
    return notes


def save_index(index: Index, folder: Path, on_progress: OnProgress) -> Index:
    """Cache an index and read it back, so that a first start holds no more memory than the next."""
    on_progress(CACHING)
    if index_cache.write(index, folder):
        return index_cache.read(folder) or index
    on_progress("The folder for cached indexes cannot be written: the next start will take as long.")
    return index


def read_index(pattern: str | Path, states: FileStates, on_progress: OnProgress) -> Index:
    """Read and index the incident files of a path or glob and what lies beside them, in a process that did not yet.

    `states` are those of the files when their version was read. Raises IncidentsInvalid as `load_atlas` does.
    """
    paths = find_files(pattern)
    _use_own_actors(own_actors_paths(paths), lambda _: None)
    companions = load_companions({kind: companion_paths_of(kind, paths) for kind in COMPANION_TABLES}).tables
    return _read_index(pattern, states, companions, on_progress)


def _load_index(
    pattern: str | Path,
    states: FileStates,
    version: str,
    companions: dict[str, pd.DataFrame],
    on_progress: OnProgress,
) -> Index:
    file = find_files(pattern)[0]
    folder = index_cache.cache_dir(file, version)
    cached = index_cache.read(folder)
    if cached is not None:
        on_progress(f"{file.name}: {pluralize(len(cached), 'incident')}, cached by an earlier start.")
        return cached
    if folder.exists():
        on_progress(f"{file.name}: the index that an earlier start cached is damaged. It is made again.")
    index = _index_files_in_child(pattern, states, folder, on_progress)
    if index is not None:
        return index
    index = _read_index(pattern, states, companions, on_progress)
    return save_index(index, folder, on_progress) if len(index) >= index_cache.CACHED_FROM_ROWS else index


def _index_files_in_child(
    pattern: str | Path, states: FileStates, folder: Path, on_progress: OnProgress
) -> Index | None:
    """The index of large files, made by a process of its own; None where it cannot be made there."""
    if not _are_large(find_files(pattern)):
        return None
    files = IncidentFiles(str(pattern), {str(path): state for path, state in states.items()})
    return index_in_child(files, folder, on_progress)


def _read_index(
    pattern: str | Path, states: FileStates, companions: dict[str, pd.DataFrame], on_progress: OnProgress
) -> Index:
    table = _load_table(find_files(pattern), on_progress, companions)
    _check_unchanged(pattern, states)  # before anything is cached under a version that it is not of
    if len(table) >= index_cache.CACHED_FROM_ROWS:
        on_progress(f"Indexing {pluralize(len(table), 'incident')} …")
    return Index.from_table(table)


def _check_unchanged(pattern: str | Path, states: FileStates) -> None:
    if file_states(every_file(pattern)) != states:
        name = find_files(pattern)[0].name
        raise IncidentsInvalid(f"{name}: changed while it was read. Start again once it is whole.")


def _are_large(paths: list[Path]) -> bool:
    return sum(path.stat().st_size for path in paths) > PROGRESS_FROM_BYTES


def _load_table(paths: list[Path], on_progress: OnProgress, companions: dict[str, pd.DataFrame]) -> gpd.GeoDataFrame:
    is_large = _are_large(paths)
    parts = []
    for path in paths:
        if is_large:
            on_progress(f"Reading and checking {path.name} ({path.stat().st_size / 1e6:,.0f} MB) …")
        parts.append(load_rows(path))
    rows = pd.concat(parts)
    _check_unique(rows, paths)
    if is_large:
        on_progress(f"Locating and sorting {pluralize(len(rows), 'incident')} …")
    rows = rows.drop(columns="_file").reset_index(drop=True)
    claims = add_table_claims(companions["claims"], rows)
    return incidents.as_incidents(with_evidence(rows, claims, companions["links"]))


def find_files(pattern: str | Path) -> list[Path]:
    """The incident files of a path or glob, without companions; raises IncidentsInvalid where there are none."""
    is_path = Path(pattern).is_file()  # a path may hold brackets, which a glob would read as a pattern
    matches = [Path(pattern)] if is_path else [Path(name) for name in sorted(glob.glob(str(pattern)))]
    companions = (*(f".{kind}.csv" for kind in COMPANION_TABLES), SUFFIX)
    files = [path for path in matches if path.is_file() and not path.name.endswith(companions)]
    if not is_path:
        files = [path for path in files if not path.name.endswith(CORRECTIONS_SUFFIX)]
    if not files:
        raise IncidentsInvalid(
            f"{pattern}: no such file. INCIDENTS names a {', '.join(importing.EXTENSIONS)} file or a glob."
        )
    return files


def load_rows(path: Path) -> pd.DataFrame:
    """The rows of a file, with its name as `_file`; raises IncidentsInvalid unless every row is accepted."""
    imported = importing.read(path)
    if imported.provider == GenericTable.name:
        raise IncidentsInvalid(_describe_missing_columns(path.name, imported.names))
    failures = pd.concat([imported.rejected, imported.duplicates])
    if len(failures):
        raise IncidentsInvalid(describe_failures(path.name, failures))
    file = pd.Categorical.from_codes(np.zeros(len(imported.accepted), dtype=np.int8), [path.name])
    return imported.accepted.assign(_file=file)


def _check_unique(rows: pd.DataFrame, paths: list[Path]) -> None:
    """Raise IncidentsInvalid where one identifier is in two files; within a file it is a duplicate already."""
    repeated = rows[rows.duplicated("incident_id")] if len(paths) > 1 else rows.head(0)
    if len(repeated):
        first = repeated.iloc[0]
        raise IncidentsInvalid(
            f"{first['_file']}: row {repeated.index[0]}, column incident_id: {first['incident_id']!r} "
            f"is in another of the {len(paths)} files too."
        )


def _describe_missing_columns(name: str, names: tuple[str, ...]) -> str:
    missing = [column for column in REQUIRED if column not in names]
    return (
        f"{name}: has no {'column' if len(missing) == 1 else 'columns'} {', '.join(missing)}. "
        f"Found: {', '.join(names[:MAX_COLUMNS_LISTED])}. Add what is missing, blank where unknown; or add the file "
        "on the Data page, where you can say what its columns hold."
    )
