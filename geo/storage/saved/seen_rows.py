"""Which incidents a person has seen: identifiers, and a hash of each one's content, so that a change is noticed.

Nothing else of a row is kept. A hash reads the cells as CSV has them and passes over blank ones, so that a column that
another file brings, or the order of columns, changes none; nor do columns that are computed from other rows.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.exports.cells import TEXT, CellEncoder, CellFormat
from geo.query.engine import ResultSet

ID = "incident_id"
# What can change without the row: the chain by the links of others, the rest by one's own hand.
PASSED_OVER = ("chain", "tags", "corrected", "duplicate_of", "last_modified", "geometry")
MAX_ROWS = 200_000  # some 2 MB stored, and seconds to compare; of more, only the number is stored
BATCH_ROWS = 10_000
HASH_BYTES = 8  # 64 bits: a change goes unnoticed once in 10¹⁹
PLAIN = CellFormat(text=lambda texts: texts, day=lambda texts: texts, plain=lambda texts: texts, unknown="")
CELL_SEPARATOR, NAME_SEPARATOR = "\x1f", "\x1e"
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class SeenRows:
    """Incidents in the table's order, each with the hash of its content."""

    incident_ids: tuple[str, ...]
    hashes: Hashes

    @classmethod
    def of_results(cls, results: ResultSet) -> "SeenRows | None":
        """The incidents of a selection; None where there are more than MAX_ROWS."""
        if len(results) > MAX_ROWS:
            return None
        encoder = CellEncoder(results.engine.head, PLAIN)
        batches = [_hash_batch(encoder, rows) for rows in results.batches(BATCH_ROWS, BATCH_ROWS)]
        ids = tuple(incident_id for batch, _ in batches for incident_id in batch)
        return cls(ids, np.array([value for _, hashes in batches for value in hashes], dtype=np.uint64))

    def to_bytes(self) -> bytes:
        """Compressed bytes that `from_bytes` reads back."""
        return zlib.compress(msgspec.msgpack.encode((self.incident_ids, self.hashes.tobytes())))

    @classmethod
    def from_bytes(cls, content: bytes) -> "SeenRows":
        """Read what `to_bytes` wrote; raises ValueError where it is anything else."""
        try:
            ids, hashes = msgspec.msgpack.decode(zlib.decompress(content), type=tuple[tuple[str, ...], bytes])
        except (zlib.error, msgspec.DecodeError) as error:
            raise ValueError(str(error)) from None
        return cls(ids, np.frombuffer(hashes, dtype=np.uint64))


def _hash_batch(encoder: CellEncoder, rows: gpd.GeoDataFrame) -> tuple[list[str], Iterator[int]]:
    cells = dict(zip(encoder.names, encoder.encode(rows), strict=True))
    columns = [_name_cells(name, cells[name]) for name in sorted(set(cells) - set(PASSED_OVER))]
    lines = pc.binary_join_element_wise(*columns, pa.scalar("", TEXT)).to_pylist()
    return cells[ID].to_pylist(), map(_hash, lines)


def _name_cells(name: str, cells: pa.Array) -> pa.Array:
    """The cells with their column's name before them; blank ones stay blank."""
    start, end = pa.scalar(f"{name}{NAME_SEPARATOR}", TEXT), pa.scalar(CELL_SEPARATOR, TEXT)
    return pc.if_else(pc.equal(cells, ""), "", pc.binary_join_element_wise(start, cells, end, pa.scalar("", TEXT)))


def _hash(line: str) -> int:
    digest = hashlib.blake2b(line.encode(errors="surrogatepass"), digest_size=HASH_BYTES).digest()
    return int.from_bytes(digest, "little")
