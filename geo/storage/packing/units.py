"""The parts in which files are read: some row groups of a Parquet file of ours, or a whole file of another kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.own_rows import check_rows
from geo.ingest.readers.geoparquet import to_raw_table
from geo.storage import atlas_loader
from geo.storage.load_failures import describe_failures
from geo.storage.packing.plan import PackPlan, SourceFile

FIRST_BATCH, MAX_BATCH = 256, 65_536  # rows that are unpacked together: few until it shows how large they are


@dataclass(frozen=True)
class Unit:
    """Row groups of a source, `first_row` being the number of their first row in the file; none for the whole file."""

    source: int
    number: int
    groups: tuple[int, ...] = ()
    first_row: int = 1
    n_rows: int = 0

    @property
    def name(self) -> str:
        """The name under which its chunks are staged."""
        return f"{self.source:04}-{self.number:06}"


@dataclass(frozen=True, eq=False)
class Chunk:
    """Rows of a unit that are not yet checked: a table of Arrow, or rows of a file that was read and checked whole."""

    unit: Unit
    number: int
    first_row: int
    cells: pa.Table | pd.DataFrame


def list_units(plan: PackPlan) -> list[Unit]:
    """All units of all sources, in order."""
    return [unit for source in range(len(plan.sources)) for unit in _units_of(plan, source)]


def _units_of(plan: PackPlan, source: int) -> Iterator[Unit]:
    file = plan.sources[source]
    if not file.is_streamed:
        yield Unit(source, 0)
        return
    metadata = pq.read_metadata(file.path)
    sizes = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
    number, first_row, groups = 0, 1, list[int]()
    for group, size in enumerate(sizes):
        n_rows = sum(sizes[each] for each in groups)
        if groups and n_rows + size > plan.chunk_rows:
            yield Unit(source, number, tuple(groups), first_row, n_rows)
            number, first_row, groups = number + 1, first_row + n_rows, []
        groups.append(group)
    yield Unit(source, number, tuple(groups), first_row, sum(sizes[each] for each in groups))


def read_unit(plan: PackPlan, unit: Unit) -> Iterator[Chunk]:
    """Read a unit in chunks. Raises IncidentsInvalid where the file is damaged, or was changed since it was planned."""
    file = plan.sources[unit.source]
    if not file.is_unchanged():
        raise IncidentsInvalid(f"{file.name}: was changed while it was packed. Run the command again.")
    if not file.is_streamed:
        yield from _slice_rows(plan, unit, atlas_loader.load_rows(Path(file.path)).drop(columns="_file"))
        return
    try:
        yield from _stream(plan, unit)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise IncidentsInvalid(f"{file.name}: cannot be read as Parquet: {error}") from None


def _slice_rows(plan: PackPlan, unit: Unit, rows: pd.DataFrame) -> Iterator[Chunk]:
    for number, start in enumerate(range(0, max(len(rows), 1), plan.chunk_rows)):
        yield Chunk(unit, number, start, rows.iloc[start : start + plan.chunk_rows])


def _stream(plan: PackPlan, unit: Unit) -> Iterator[Chunk]:
    """The rows of row groups, never more at a time than the plan allows, by rows and by bytes."""
    with pq.ParquetFile(plan.sources[unit.source].path, page_checksum_verification=True) as file:
        number, first_row = 0, unit.first_row
        batches: list[pa.RecordBatch] = []
        for batch in _iter_batches(file, unit.groups, plan):
            batches.append(batch)
            n_rows, size = sum(len(each) for each in batches), sum(each.nbytes for each in batches)
            if n_rows >= plan.chunk_rows or size >= plan.chunk_bytes:
                yield Chunk(unit, number, first_row, pa.Table.from_batches(batches))
                number, first_row, batches = number + 1, first_row + n_rows, []
        if batches or not number:
            yield Chunk(unit, number, first_row, pa.Table.from_batches(batches, file.schema_arrow))
            first_row += sum(len(each) for each in batches)
        if first_row - unit.first_row != unit.n_rows:
            raise ValueError(f"it declares {unit.n_rows:,} rows in a part that holds {first_row - unit.first_row:,}")


def _iter_batches(file: pq.ParquetFile, groups: tuple[int, ...], plan: PackPlan) -> Iterator[pa.RecordBatch]:
    probe = next(file.iter_batches(FIRST_BATCH, row_groups=list(groups)), None)
    row_bytes = probe.nbytes / max(len(probe), 1) if probe is not None else 1
    size = int(min(MAX_BATCH, plan.chunk_rows, max(FIRST_BATCH, plan.chunk_bytes / max(row_bytes, 1))))
    yield from file.iter_batches(size, row_groups=list(groups))


def check_chunk(file: SourceFile, chunk: Chunk) -> pd.DataFrame:
    """The rows of a chunk after checking, indexed by their number in the file.

    Raises IncidentsInvalid with file, row, column and reason unless every row is accepted.
    """
    if isinstance(chunk.cells, pd.DataFrame):
        return chunk.cells
    try:
        checked = check_rows(to_raw_table(chunk.cells, ImportOptions(), chunk.first_row))
    except (pa.ArrowException, ValueError) as error:
        raise IncidentsInvalid(f"{file.name}: cannot be read as Parquet: {error}") from None
    except IncidentsInvalid as error:
        raise IncidentsInvalid(f"{file.name}: {error}") from None
    if len(checked.rejected):
        raise IncidentsInvalid(describe_failures(file.name, checked.rejected))
    return checked.accepted
