"""The place of each row in the order of the table: by first day, last day and identifier, the undated last.

Identifiers are sorted in each chunk when it is staged, and merged range by range, where one that is there twice is
noticed. Each row then has the rank of its identifier, a number, and a year's rows are sorted by numbers alone. Arrays
as long as the table lie on disk.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.errors import IncidentsInvalid
from geo.storage.packing.chunks import Chunks
from geo.storage.packing.plan import PackPlan
from geo.storage.packing.staged_rows import ID_ORDER, NO_DAY, NO_YEAR
from geo.storage.packing.staging import map_numbers, release_numbers

PART_ROWS = 250_000  # of identifiers that are sorted at a time, and so of a part of their index
SAMPLE_STEP = 500
WINDOW_ROWS = 4_000_000  # of a year that are sorted at a time, on average
DONE = "order/done.json"


class RowOrder:
    """The numbers of rows, once `order_rows` has given them."""

    def __init__(self, chunks: Chunks, n_parts: int) -> None:
        self.chunks, self.n_parts = chunks, n_parts
        path = chunks.staging.path / "order"
        self.rows = map_numbers(path / "rows", (chunks.n_rows,), "r")
        self.row_of_rank = map_numbers(path / "row_of_rank", (chunks.n_rows,), "r")

    def release(self) -> None:
        """Let go of the pages that were read."""
        release_numbers(self.rows)
        release_numbers(self.row_of_rank)

    def of_chunk(self, number: int) -> NDArray[np.int64]:
        """The number of each row of a chunk, in the order in which they are staged."""
        return self.rows[self.chunks.firsts[number] : self.chunks.firsts[number + 1]]

    def identifiers(self) -> Iterator[tuple[pa.Array, NDArray[np.int64]]]:
        """All identifiers, sorted, with the numbers of their rows, a part at a time."""
        start = 0
        for part in range(self.n_parts):
            texts = self.chunks.staging.read_table(f"order/identifiers-{part}.arrow")["incident_id"].combine_chunks()
            yield texts, np.asarray(self.row_of_rank[start : start + len(texts)])
            start += len(texts)


def order_rows(chunks: Chunks, plan: PackPlan) -> RowOrder:
    """Number all rows, unless they are numbered. Raises IncidentsInvalid where an identifier is there twice."""
    staging = chunks.staging
    n_parts = staging.read_json(DONE, int)
    if n_parts is None:
        path = staging.file("order/ranks").parent
        ranks, rows, row_of_rank = (
            map_numbers(path / name, (chunks.n_rows,), "w+") for name in ("ranks", "rows", "row_of_rank")
        )
        n_parts = _rank_identifiers(chunks, plan, ranks)
        first = 0
        for year in chunks.years:
            _number_year(chunks, year, first, ranks, rows)
            chunks.release()
            first += chunks.count(year)
        for start in range(0, chunks.n_rows, WINDOW_ROWS):
            row_of_rank[ranks[start : start + WINDOW_ROWS]] = rows[start : start + WINDOW_ROWS]
        for array in (rows, row_of_rank):
            if isinstance(array, np.memmap):
                array.flush()
        staging.write_json(DONE, n_parts)
        (path / "ranks").unlink()
    return RowOrder(chunks, n_parts)


def _rank_identifiers(chunks: Chunks, plan: PackPlan, ranks: NDArray[np.int64]) -> int:
    """Write the rank of each row's identifier, and the sorted identifiers in parts; return how many parts."""
    identifiers = [chunks.identifiers(number) for number in range(len(chunks))]
    texts = [table["incident_id"].chunk(0) for table in identifiers]
    orders = [table[ID_ORDER].chunk(0).to_numpy() for table in identifiers]
    starts = [0] * len(chunks)
    first, part = 0, 0
    for cut in [*_cuts(texts, orders), None]:
        stops = [
            len(order) if cut is None else _bisect(texts[number], order, cut, starts[number])
            for number, order in enumerate(orders)
        ]
        pieces = [order[start:stop] for order, start, stop in zip(orders, starts, stops, strict=True)]
        n_rows = sum(map(len, pieces))
        if n_rows:
            first, part = _rank_part(chunks, plan, texts, pieces, ranks, first, part), part + 1
        starts = stops
    return part


def _rank_part(
    chunks: Chunks,
    plan: PackPlan,
    identifiers: list[pa.Array],
    pieces: list[NDArray[np.signedinteger]],
    ranks: NDArray[np.int64],
    first: int,
    part: int,
) -> int:
    """Rank the identifiers of some rows of each chunk from a first rank on; return the rank behind them."""
    texts = pa.chunked_array(
        [pc.take(own, pa.array(piece)) for own, piece in zip(identifiers, pieces, strict=True) if len(piece)]
    ).combine_chunks()
    places = np.concatenate([piece + chunks.firsts[number] for number, piece in enumerate(pieces)])
    order = pc.array_sort_indices(texts).to_numpy()
    texts, places = texts.take(pa.array(order)), places[order]
    is_repeated = pc.equal(texts.slice(1), texts.slice(0, len(texts) - 1)).to_numpy(zero_copy_only=False)
    if is_repeated.any():
        raise IncidentsInvalid(_describe_repeats(chunks, plan, texts, places, np.flatnonzero(is_repeated)))
    ranks[places] = np.arange(first, first + len(places))
    chunks.staging.write_table(f"order/identifiers-{part}.arrow", pa.table({"incident_id": texts}))
    return first + len(places)


def _describe_repeats(
    chunks: Chunks, plan: PackPlan, texts: pa.Array, places: NDArray[np.int64], repeats: NDArray[np.intp]
) -> str:
    """The first identifier that is there twice, with file and row of both."""
    text = texts[int(repeats[0])].as_py()
    number = int(repeats[0])
    (first_file, first_row), (file, row) = sorted(_locate(chunks, int(place)) for place in places[number : number + 2])
    is_elsewhere = first_file != file
    where = f"row {first_row} of {plan.sources[first_file].name}" if is_elsewhere else f"row {first_row}"
    return f"{plan.sources[file].name}: row {row}, column incident_id: {text!r} is in {where} too."


def _locate(chunks: Chunks, place: int) -> tuple[int, int]:
    """The number of the source of a staged row, and of the row in it."""
    number = int(np.searchsorted(chunks.firsts, place, side="right")) - 1
    return chunks.heads[number].source, chunks.row_in_file(number, place - int(chunks.firsts[number]))


def _cuts(identifiers: list[pa.Array], orders: list[NDArray[np.signedinteger]]) -> list[str]:
    """Identifiers between which about PART_ROWS others lie."""
    samples = [
        pc.take(own, pa.array(order[SAMPLE_STEP // 2 :: SAMPLE_STEP]))
        for own, order in zip(identifiers, orders, strict=True)
    ]
    joined = pa.chunked_array(samples, pa.string()).combine_chunks()
    ordered = joined.take(pc.array_sort_indices(joined))
    step = PART_ROWS // SAMPLE_STEP
    return list(dict.fromkeys(ordered[step::step].to_pylist()))


def _bisect(texts: pa.Array, order: NDArray[np.signedinteger], cut: str, low: int) -> int:
    """How many of the texts, in their order, are below a text; at least `low`."""
    high = len(order)
    while low < high:
        middle = (low + high) // 2
        if texts[int(order[middle])].as_py() < cut:
            low = middle + 1
        else:
            high = middle
    return low


def _number_year(chunks: Chunks, year: int, first: int, ranks: NDArray[np.int64], rows: NDArray[np.int64]) -> None:
    """Number the rows of a year from a first number on, some days at a time where it has many rows."""
    spans = list(chunks.spans(year))
    for low, high in _windows(chunks, spans, year, ranks):
        places, pairs = [], []
        for number, start, stop in spans:
            major = _major(chunks, number, start, stop, year, ranks)
            is_member = (major >= low) & (major < high)
            at = np.flatnonzero(is_member)
            places.append(at + start + chunks.firsts[number])
            pairs.append(_pairs(chunks, number, start, stop, year)[at])
        place = np.concatenate(places)
        order = np.lexsort((ranks[place], np.concatenate(pairs)))
        rows[place[order]] = np.arange(first, first + len(order))
        first += len(order)


def _major(
    chunks: Chunks, number: int, start: int, stop: int, year: int, ranks: NDArray[np.int64]
) -> NDArray[np.signedinteger]:
    """What the rows of a year are sorted by first: their first day, or of the undated the rank of the identifier."""
    if year == NO_YEAR:
        return ranks[chunks.firsts[number] + start : chunks.firsts[number] + stop]
    return _days(chunks, number, "date_start", start, stop)


def _pairs(chunks: Chunks, number: int, start: int, stop: int, year: int) -> NDArray[np.int64]:
    """First and last day of each row as one number; 0 for the undated."""
    if year == NO_YEAR:
        return np.zeros(stop - start, dtype=np.int64)
    first, last = (_days(chunks, number, name, start, stop).astype(np.int64) for name in ("date_start", "date_end"))
    return (first << 32) + last


def _days(chunks: Chunks, number: int, name: str, start: int, stop: int) -> NDArray[np.int32]:
    days = chunks.part(number, name, start, stop).cast(pa.int32())
    return np.asarray(days.fill_null(NO_DAY) if days.null_count else days, dtype=np.int32)


def _windows(
    chunks: Chunks, spans: list[tuple[int, int, int]], year: int, ranks: NDArray[np.int64]
) -> list[tuple[int, int]]:
    """Ranges of what a year is sorted by first that hold about WINDOW_ROWS each."""
    everything = (np.iinfo(np.int64).min, np.iinfo(np.int64).max)
    if chunks.count(year) <= WINDOW_ROWS:
        return [everything]
    samples = np.sort(np.concatenate([_major(chunks, *span, year, ranks)[::SAMPLE_STEP] for span in spans]))
    cuts = np.unique(samples[WINDOW_ROWS // SAMPLE_STEP :: WINDOW_ROWS // SAMPLE_STEP]).tolist()
    return list(zip([everything[0], *cuts], [*cuts, everything[1]], strict=True))
