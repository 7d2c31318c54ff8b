"""The areas that rows are known to, numbered as in memory: in the order in which they come in the table."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.places.areas import AREA_COLUMNS, Area
from geo.query.filters.extents import smallest_area
from geo.query.incident_areas import NO_AREA, number_areas
from geo.query.packed.names import AREAS, EXTENT_AREAS
from geo.storage.packing.chunks import Chunks
from geo.storage.packing.combination_keys import CombinationKeys
from geo.storage.packing.parquet_files import write_table
from geo.storage.packing.row_order import RowOrder
from geo.storage.packing.staged_rows import AREA_GROUP

DONE = "areas.npy"
LAST = np.iinfo(np.int64).max


def code_areas(chunks: Chunks, keys: CombinationKeys, order: RowOrder, folder: Path) -> NDArray[np.int32]:
    """For each combination of AREA_GROUP, and last for none, the codes of its area and extent area: [combination, 2].

    Writes the two lists of areas.
    """
    staging = chunks.staging
    if not staging.has(DONE):
        texts = _texts(keys).iloc[np.argsort(_first_rows(chunks, keys, order), kind="stable")]
        listed, numbers = number_areas(texts)
        _write_areas(folder, [area.area_id for area in listed.areas], listed.countries, listed.boxes)
        extents = [smallest_area(*row) for row in texts.itertuples(index=False)]
        extent_numbers = _write_extent_areas(folder, extents)
        codes = np.full((len(texts) + 1, 2), NO_AREA, dtype=np.int32)
        codes[texts.index] = np.stack([numbers, extent_numbers], axis=1)
        staging.write_array(DONE, codes)
    return np.asarray(staging.read_array(DONE), dtype=np.int32)


def _first_rows(chunks: Chunks, keys: CombinationKeys, order: RowOrder) -> NDArray[np.int64]:
    """The first row of each combination."""
    firsts = np.full(keys.count(AREA_GROUP), LAST, dtype=np.int64)
    for number in range(len(chunks)):
        own = chunks.integers(number, f"_{AREA_GROUP}")
        members = np.flatnonzero(own >= 0)
        np.minimum.at(firsts, keys.codes(number, AREA_GROUP)[own[members]], order.of_chunk(number)[members])
    return firsts


def _texts(keys: CombinationKeys) -> pd.DataFrame:
    """The texts of all combinations, empty where missing."""
    columns = keys.columns(AREA_GROUP, slice(None))
    texts = {
        name: np.append(keys.dictionaries.texts(name).to_numpy(zero_copy_only=False), "").astype(object)[codes]
        for name, codes in zip(AREA_COLUMNS, columns, strict=True)
    }
    return pd.DataFrame(texts, dtype=object)


def _write_areas(folder: Path, ids: list[str], countries: NDArray[np.int32], boxes: NDArray[np.float64]) -> None:
    edges = {name: boxes[:, place] for place, name in enumerate(("west", "south", "east", "north"))}
    codes = pa.array(np.arange(len(ids), dtype=np.int32))
    table = pa.table({"code": codes, "area_id": pa.array(ids, pa.string()), "country": countries, **edges})
    write_table(folder / AREAS, table)


def _write_extent_areas(folder: Path, areas: list[Area | None]) -> NDArray[np.int32]:
    """Write the distinct areas; return the number of each, NO_AREA for none."""
    ids = list(dict.fromkeys(area.area_id for area in areas if area))
    numbers = {area_id: number for number, area_id in enumerate(ids)}
    codes = pa.array(np.arange(len(ids), dtype=np.int32))
    write_table(folder / EXTENT_AREAS, pa.table({"code": codes, "area_id": pa.array(ids, pa.string())}))
    return np.array([numbers[area.area_id] if area else NO_AREA for area in areas], dtype=np.int32)
