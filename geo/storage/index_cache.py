"""A large table cached on disk, checked and indexed, so that the next start maps it into memory instead of reading it.

A folder holds Arrow and NumPy files and is named after the data's version and a fingerprint of the code: changed bytes
or changed code never meet an old folder. It is written under another name and renamed, so that it is whole or not
there; one that is damaged, by its checksums, is made again. See docs/decisions/0009 and 0058.
"""

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa

from geo.core.code_state import code_state
from geo.query.combinations import Combinations
from geo.query.facet_model import FacetModel
from geo.query.facet_values import FacetValues
from geo.query.filters import FILTER, FILTERS, Filter
from geo.query.filters.extents import Inside
from geo.query.index import Index
from geo.query.indexed_table import ChoiceKey, IndexedTable
from geo.query.point_index import PointIndex
from geo.query.table_points import hold_table, leave_out_points
from geo.settings import data_dir, is_installed, workspace_dir
from geo.storage.folder_checksums import is_intact, write_checksums
from geo.storage.mapped_files import MappedFolder, note_mapped

FOLDER = ".faultline"
HEAD, COLUMNS, READINGS = "index.json", "columns.json", "readings.json"
MODEL_TABLES = ("texts", "names", "choices")  # of a FacetModel
MASKED_ARRAYS = {"Int32": pd.arrays.IntegerArray, "boolean": pd.arrays.BooleanArray}
TEMPORARY_PREFIX = "being-made-"
ABANDONED_SECONDS = 3_600  # a folder that is still being made after so long belongs to a process that died
MIN_FREE_BYTES = 20_000_000  # the smallest table that is cached takes so much, at 200 bytes a row
CACHED_FROM_ROWS = 100_000  # smaller tables are checked and indexed in a second or two (docs/decisions/0009)
# What reading a damaged or foreign folder raises; msgspec's errors are ValueErrors.
READ_ERRORS = (OSError, EOFError, ValueError, TypeError, KeyError, pa.ArrowException)


class FacetHead(msgspec.Struct, frozen=True):
    """The parts of the facet values of one filter that are not arrays."""

    group: str
    values: tuple[str, ...]


class IndexHead(msgspec.Struct, frozen=True):
    """The parts of an index that are not arrays: the names of its groups, and its facets by filter."""

    groups: tuple[str, ...]
    facets: dict[str, FacetHead]


class ColumnHead(msgspec.Struct, frozen=True, array_like=True):
    """A column of a table: its name and dtype, “category” for any categorical one."""

    name: str
    dtype: str


def cache_dir(file: Path, version: str) -> Path:
    """The folder that caches a file's table of this data version: beside it, or in the workspace for bundled data."""
    is_bundled = is_installed() and file.parent == data_dir()
    parent = workspace_dir() if is_bundled else file.parent  # nothing may be written into site-packages
    return parent / FOLDER / f"{file.name}.{cache_key(version)}"


def cache_key(version: str) -> str:
    """A name for whatever is computed from data of this version; it changes with the code and the gazetteer too."""
    return f"{version}.{code_state()}"


def read(folder: Path) -> Index | None:
    """Read a cached index, memory-mapped; None where there is none, or none whose files are as they were written."""
    mapped = MappedFolder(folder)
    if not (folder / HEAD).is_file() or not is_intact(folder):
        return None
    try:
        index = _read(folder)
    except READ_ERRORS:
        return None
    note_mapped(index.source, mapped)
    return index


def is_writable(folder: Path) -> bool:
    """Whether such a folder can be written, as far as that shows before it is tried."""
    parent = next(parent for parent in folder.parents if parent.exists())
    is_open = parent.is_dir() and os.access(parent, os.W_OK | os.X_OK)
    return is_open and shutil.disk_usage(parent).free >= MIN_FREE_BYTES


def write(index: Index, folder: Path) -> bool:
    """Write an index with the facet values of all filters, and remove what older data or code left of the same file.

    Returns whether there is such a folder afterwards.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=TEMPORARY_PREFIX))
    except OSError:
        return False
    try:
        _write(index, temporary)
        shutil.rmtree(folder, ignore_errors=True)
        temporary.rename(folder)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        return (folder / HEAD).is_file()  # another start was quicker
    with contextlib.suppress(OSError):  # what another start renames or removes meanwhile
        _prune(folder)
    return True


def _prune(current: Path) -> None:
    """Remove older folders of the same file, and what starts that died were making."""
    file_name = current.name.rsplit(".", 2)[0]
    for folder in current.parent.iterdir():
        is_outdated = folder.name.rsplit(".", 2)[0] == file_name and folder != current
        is_temporary = folder.name.startswith(TEMPORARY_PREFIX)
        if is_outdated or (is_temporary and time.time() - folder.stat().st_mtime > ABANDONED_SECONDS):
            shutil.rmtree(folder, ignore_errors=True)


def _write(index: Index, folder: Path) -> None:
    source = index.source
    _write_table(leave_out_points(source.table), folder / "table")
    _write_points(folder / "points", source.points)
    _write_points(folder / "imprecise", source.imprecise)
    for name, group in source.groups.items():
        _write_array(folder / f"group.{name}", "codes", group.codes)
        _write_table(group.values, folder / f"group.{name}")
    with_facets = (filter_ for filter_ in FILTERS if filter_.facet_columns)
    heads = {filter_.key: _write_facet_values(index, filter_, folder) for filter_ in with_facets}
    _write_json(folder / HEAD, IndexHead(tuple(source.groups), heads))
    write_checksums(folder)


def _read(folder: Path) -> Index:
    head = msgspec.json.decode((folder / HEAD).read_bytes(), type=IndexHead)
    rows = _read_table(folder / "table")
    models = {key: _read_model(folder / f"facet.{key}", facet) for key, facet in head.facets.items()}
    facets = {(key, Inside.CERTAIN): _read_facet_values(folder / f"facet.{key}", models[key]) for key in models}
    source = IndexedTable(
        table=hold_table(rows),
        groups={name: _read_group(folder / f"group.{name}") for name in head.groups},
        points=_read_points(folder / "points"),
        imprecise=_read_points(folder / "imprecise"),
        further={
            choice: rows for (key, _), facet in facets.items() for choice, rows in _read_further(folder, key, facet)
        },
    )
    return Index(source, facets=facets, models=models)


def _write_points(path: Path, points: PointIndex) -> None:
    _write_array(path, "keys", points.keys)
    _write_array(path, "rows", points.rows)


def _read_points(path: Path) -> PointIndex:
    return PointIndex(_read_array(path, "keys"), _read_array(path, "rows"))


def _read_group(path: Path) -> Combinations:
    return Combinations(_read_table(path), _read_array(path, "codes"))


def _write_facet_values(index: Index, filter_: Filter[Any], folder: Path) -> FacetHead:
    """Write the choices of a filter, and the further rows of each choice that has any, one choice after the other.

    What the gazetteer says of their texts too, so that it need not be asked where rows are added.
    """
    facet, model, path = index.facet_values(filter_), index.facet_model(filter_), folder / f"facet.{filter_.key}"
    further = [
        index.source.further_rows(filter_, facet.values[code], Inside.CERTAIN) for code in facet.further.tolist()
    ]
    for kind in ("combinations", "value_codes", "further"):
        _write_array(path, kind, getattr(facet, kind))
    _write_table(model.choices, path.with_name(f"{path.name}.choices"))
    for kind in ("texts", "names"):
        counts: pd.Series = getattr(model, kind)
        columns = {"text": counts.index.to_series(index=range(len(counts))), "rows": counts.to_numpy()}
        _write_table(pd.DataFrame(columns), path.with_name(f"{path.name}.{kind}"))
    _write_json(path.with_name(f"{path.name}.{READINGS}"), filter_.read_texts(model.texts))
    _write_array(path, "further_rows", np.concatenate([np.empty(0, dtype=np.int32), *further]))
    _write_array(path, "further_stops", np.cumsum([len(rows) for rows in further], dtype=np.int64))
    return FacetHead(facet.group, facet.values)


def _read_facet_values(path: Path, model: FacetModel) -> FacetValues:
    return FacetValues(model.group, model.values, model.combinations, model.value_codes, _read_array(path, "further"))


def _read_model(path: Path, head: FacetHead) -> FacetModel:
    texts, names, choices = (_read_table(path.with_name(f"{path.name}.{kind}")) for kind in MODEL_TABLES)
    combinations, value_codes = (_read_array(path, kind) for kind in ("combinations", "value_codes"))
    counts = (table.set_index("text")["rows"].rename(None).rename_axis(None) for table in (texts, names))
    readings = (path.with_name(f"{path.name}.{READINGS}")).read_bytes()
    FILTER[path.name.removeprefix("facet.")].remember_texts(msgspec.json.decode(readings))
    text_rows, name_rows = counts
    return FacetModel(head.group, text_rows, choices, name_rows, head.values, combinations, value_codes)


def _read_further(folder: Path, key: str, facet: FacetValues) -> Iterator[tuple[ChoiceKey, Any]]:
    """The further rows of each choice of a filter."""
    rows, stops = (_read_array(folder / f"facet.{key}", kind) for kind in ("further_rows", "further_stops"))
    starts = [0, *stops.tolist()]
    for code, start, stop in zip(facet.further.tolist(), starts, stops.tolist(), strict=False):
        yield (key, Inside.CERTAIN, facet.values[code]), rows[start:stop]


def _write_table(table: pd.DataFrame, folder: Path) -> None:
    """Write text as Arrow, all else as one NumPy file a column; files are numbered, for names may be no file names."""
    folder.mkdir()
    heads = []
    for number, name in enumerate(table.columns):
        values, path = table[name].array, folder / str(number)
        heads.append(ColumnHead(name, "category" if isinstance(values, pd.Categorical) else str(values.dtype)))
        if isinstance(values, pd.Categorical):
            _write_array(path, "codes", values.codes)
            _write_text(path, pd.Series(values.categories, dtype="str"))
        elif isinstance(values.dtype, pd.StringDtype):
            _write_text(path, table[name])
        elif str(values.dtype) in MASKED_ARRAYS:
            _write_array(path, "values", values._data)
            _write_array(path, "mask", values._mask)
        else:
            _write_array(path, "values", table[name].to_numpy())
    _write_json(folder / COLUMNS, heads)


def _read_table(folder: Path) -> pd.DataFrame:
    heads = msgspec.json.decode((folder / COLUMNS).read_bytes(), type=list[ColumnHead])
    columns = {head.name: _read_column(folder / str(number), head.dtype) for number, head in enumerate(heads)}
    return pd.DataFrame(columns, copy=False)


def _read_column(path: Path, dtype: str) -> Any:
    if dtype == "category":
        return pd.Categorical.from_codes(_read_array(path, "codes"), _read_text(path), validate=False)
    if dtype == "str":
        return _read_text(path)
    if dtype in MASKED_ARRAYS:
        return MASKED_ARRAYS[dtype](_read_array(path, "values"), _read_array(path, "mask"))
    return _read_array(path, "values")


def _write_json(path: Path, head: Any) -> None:
    # Not msgspec's encoder: it refuses a lone surrogate, which the name of a column may hold.
    path.write_text(json.dumps(msgspec.to_builtins(head)), encoding="utf-8")


def _write_text(path: Path, texts: pd.Series) -> None:
    table = pa.table({"text": pa.array(texts, pa.large_string(), from_pandas=True)})
    with pa.OSFile(f"{path}.arrow", "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def _read_text(path: Path) -> pd.Index:
    texts = pa.ipc.open_file(pa.memory_map(f"{path}.arrow")).read_all()["text"]
    return pd.Index(pd.array(texts, dtype="str"))


def _write_array(path: Path, kind: str, values: Any) -> None:
    np.save(f"{path}.{kind}.npy", values)


def _read_array(path: Path, kind: str) -> Any:
    return np.load(f"{path}.{kind}.npy", mmap_mode="r").view(np.ndarray)
