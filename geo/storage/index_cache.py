"""A large table kept checked and indexed beside its file, so that the next start reads memory maps instead of cells.

A folder holds Arrow and NumPy files and is named after the data's version and the code that made it: changed bytes
or changed code never meet an old folder. It is written under another name and then renamed, so that it is whole or
not there; what cannot be read is made anew.
"""

import contextlib
import hashlib
import json
import shutil
import tempfile
import time
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa

from geo.core.points import make_points
from geo.query.combinations import Combinations
from geo.query.facet_values import FacetValues
from geo.query.filters import FILTERS
from geo.query.index import Index
from geo.query.point_index import PointIndex
from geo.settings import code_dir, data_dir, gazetteer_dir, is_installed, workspace_dir

FOLDER = ".faultline"
MASKED_ARRAYS = {"Int32": pd.arrays.IntegerArray, "boolean": pd.arrays.BooleanArray}
TEMPORARY_PREFIX, ABANDONED_SECONDS = "being-made-", 3600
CACHED_FROM_ROWS = 100_000  # smaller tables are read as quickly
# Whose next release may order, code or store the same rows otherwise.
LIBRARIES = ("geopandas", "narwhals", "numpy", "pandas", "pyarrow", "shapely")


def cache_dir(file: Path, version: str) -> Path:
    """Where the table of a file is kept: beside it, by the version of its data."""
    is_bundled = is_installed() and file.parent == data_dir()
    parent = workspace_dir() if is_bundled else file.parent  # nothing may be written into site-packages
    return parent / FOLDER / f"{file.name}.{cache_key(version)}"


def cache_key(version: str) -> str:
    """What names all that can be told of data of a version: it changes with the code and the gazetteer too."""
    return f"{version}.{_code_fingerprint()}"


def read(folder: Path) -> Index | None:
    """The index of a kept table, memory-mapped; None where there is none that can be read."""
    if not (folder / "index.json").is_file():
        return None
    try:
        return _read(folder)
    except (OSError, EOFError, ValueError, TypeError, KeyError, pa.ArrowException):
        return None


def write(index: Index, folder: Path) -> bool:
    """Keep an index with all that its filters offer; False where no folder is then kept.

    What older data or older code left there of the same file is removed.
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
        return (folder / "index.json").is_file()  # another start was quicker
    with contextlib.suppress(OSError):  # what another start renames or removes meanwhile
        _prune(folder)
    return True


def _prune(kept: Path) -> None:
    file_name = kept.name.rsplit(".", 2)[0]
    for each in kept.parent.iterdir():
        replaced = each.name.rsplit(".", 2)[0] == file_name and each != kept
        abandoned = each.name.startswith(TEMPORARY_PREFIX) and time.time() - each.stat().st_mtime > ABANDONED_SECONDS
        if replaced or abandoned:
            shutil.rmtree(each, ignore_errors=True)


def _write(index: Index, folder: Path) -> None:
    _write_table(pd.DataFrame(index.table.drop(columns="geometry")), folder / "table")
    arrays: dict[str, Any] = {}
    for name, density in (("points", index.points), ("vague", index.imprecise)):
        arrays |= {f"{name}.keys": density.keys, f"{name}.rows": density.rows}
    for name, group in index.groups.items():
        arrays[f"group.{name}.codes"] = group.codes
        _write_table(group.values, folder / f"group.{name}")
    told: dict[str, Any] = {"groups": list(index.groups), "offers": {}}
    for each in (each for each in FILTERS if each.facet_columns):
        offers = index.facet_values(each)
        arrays |= {
            f"offers.{each.key}.combinations": offers.combinations,
            f"offers.{each.key}.choices": offers.value_codes,
        }
        arrays |= {f"offers.{each.key}.elsewhere.{choice}": rows for choice, rows in offers.by_region.items()}
        told["offers"][each.key] = {"group": offers.group, "names": offers.values, "elsewhere": list(offers.by_region)}
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    (folder / "index.json").write_text(json.dumps(told), encoding="utf-8")


def _read(folder: Path) -> Index:
    told = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    rows = _read_table(folder / "table")
    geometry = make_points(rows["longitude"].to_numpy(), rows["latitude"].to_numpy())
    return Index(
        table=gpd.GeoDataFrame(rows.assign(geometry=geometry), copy=False),  # a copy would fetch every page
        groups={name: _read_group(folder, f"group.{name}") for name in told["groups"]},
        points=PointIndex(_read_array(folder / "points", "keys"), _read_array(folder / "points", "rows")),
        imprecise=PointIndex(_read_array(folder / "vague", "keys"), _read_array(folder / "vague", "rows")),
        facets={key: _read_facet_values(folder / f"offers.{key}", each) for key, each in told["offers"].items()},
    )


def _read_group(folder: Path, name: str) -> Combinations:
    return Combinations(_read_table(folder / name), _read_array(folder / name, "codes"))


def _read_facet_values(path: Path, told: dict[str, Any]) -> FacetValues:
    return FacetValues(
        told["group"],
        tuple(told["names"]),
        _read_array(path, "combinations"),
        _read_array(path, "choices"),
        {choice: _read_array(path, f"elsewhere.{choice}") for choice in told["elsewhere"]},
    )


def _write_table(table: pd.DataFrame, folder: Path) -> None:
    """Text as Arrow, all else as one NumPy file a column; files are numbered, for names of columns are anybody's."""
    folder.mkdir()
    columns = []
    for number, name in enumerate(table.columns):
        values, path = table[name].array, folder / str(number)
        columns.append([name, str(values.dtype) if not isinstance(values, pd.Categorical) else "category"])
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
    (folder / "columns.json").write_text(json.dumps(columns), encoding="utf-8")


def _read_table(folder: Path) -> pd.DataFrame:
    columns = json.loads((folder / "columns.json").read_text(encoding="utf-8"))
    held = {name: _read_column(folder / str(number), dtype) for number, (name, dtype) in enumerate(columns)}
    return pd.DataFrame(held, copy=False)


def _read_column(path: Path, dtype: str) -> Any:
    if dtype == "category":
        return pd.Categorical.from_codes(_read_array(path, "codes"), _read_text(path), validate=False)
    if dtype == "str":
        return _read_text(path)
    if dtype in MASKED_ARRAYS:
        return MASKED_ARRAYS[dtype](_read_array(path, "values"), _read_array(path, "mask"))
    return _read_array(path, "values")


def _write_text(path: Path, texts: pd.Series) -> None:
    held = pa.table({"text": pa.array(texts, pa.large_string(), from_pandas=True)})
    with pa.OSFile(f"{path}.arrow", "wb") as file, pa.ipc.new_file(file, held.schema) as writer:
        writer.write_table(held)


def _read_text(path: Path) -> pd.Index:
    held = pa.ipc.open_file(pa.memory_map(f"{path}.arrow")).read_all()["text"]
    return pd.Index(pd.array(held, dtype="str"))


def _write_array(path: Path, kind: str, values: Any) -> None:
    np.save(f"{path}.{kind}.npy", values)


def _read_array(path: Path, kind: str) -> Any:
    return np.load(f"{path}.{kind}.npy", mmap_mode="r").view(np.ndarray)


@cache
def _code_fingerprint() -> str:
    """What the code and the gazetteer make of the same bytes can change with any of their files."""
    digest = hashlib.sha256()
    for path in sorted([*code_dir().rglob("*.py"), *data_dir().glob("*.csv"), *data_dir().glob("*.parquet")]):
        digest.update(path.read_bytes())
    for library in LIBRARIES:
        digest.update(metadata.version(library).encode())
    for path in sorted(gazetteer_dir().glob("*.txt")):
        digest.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()[:12]
