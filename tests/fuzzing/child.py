"""The process that reads a batch: `python -m tests.fuzzing.child FORMAT FIRST LAST`; a line of JSON for each seed."""

import gc
import json
import pickle
import resource
import sys
import traceback

from geo.errors import FaultlineError
from geo.ingest.importing import read_file
from geo.ingest.options import ImportOptions
from geo.ingest.readers import read_table
from tests.fuzzing.harness import MAX_SECONDS_PER_FILE, NAME
from tests.fuzzing.mutations import damages_a_member, mutate
from tests.fuzzing.samples import samples

READ = "read"
SEALED = ("GeoParquet", "Excel", "Shapefile")  # formats, or their archives, that have checksums over cells
MAX_MEMORY_BYTES = 1_500_000_000  # what one damaged file of a few kB may never take
WARM_UP_SECONDS = 30  # the first file loads names and shapes


def main() -> None:
    """Read the files of a batch, and say of each what became of it."""
    name, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    sample = samples()[name]
    _limit_seconds(WARM_UP_SECONDS)
    imported = {_table_key(sample)}
    _read(sample)
    gc.freeze()  # what one file leaves is not looked through for the next
    for seed in range(first, last):
        _limit_seconds(MAX_SECONDS_PER_FILE)
        damaged = mutate(sample, seed)
        key = _table_key(damaged)
        # An import follows from its table alone: damage that leaves a table as it was needs no new one.
        outcome = READ if key and key in imported else _read(damaged)
        imported |= {key} if outcome == READ else set()
        if outcome == READ and name in SEALED and not damages_a_member(sample, seed):
            outcome = compare_cells(sample, damaged)
        print(json.dumps([seed, outcome]), flush=True)


def _limit_seconds(seconds: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds, resource.RLIM_INFINITY))


def _table_key(content: bytes) -> bytes:
    """All that a reader makes of a file, as bytes; none where it fails, which `_read` looks into."""
    try:
        table = read_table(content)
        return pickle.dumps({**vars(table), "shapes": table.shapes.map(str).to_dict()})
    except BaseException:
        return b""


def _read(content: bytes) -> str:
    try:
        imported = read_file(content, name=NAME, options=ImportOptions())
    except FaultlineError as error:
        message = str(error)
        return "refused" if message.startswith(NAME) and len(message) > len(NAME) + 5 else f"says only {message!r}"
    except BaseException as error:  # what is not an error for people is a fault of ours, of whatever kind
        return "".join(traceback.format_exception(error))[-1500:]
    numbers = [*imported.accepted.index, *imported.rejected["row"].unique(), *imported.duplicates["row"]]
    n_rows = read_table(content).n_rows  # counted by the reader, before anything is accepted or rejected
    is_whole = len(numbers) == len(set(numbers)) == n_rows
    return (
        READ
        if is_whole
        else f"{n_rows} rows in the file, {len(numbers)} accounted for, {len(set(numbers))} of them once"
    )


def compare_cells(sample: bytes, damaged: bytes) -> str:
    """READ where all cells are as they were in the whole file, else what no checksum has noticed.

    The names of columns are left out: Parquet has no checksum over them. What is read as another format is named so.
    """
    tables = [read_table(content) for content in (sample, damaged)]
    before, after = (table.cells.fillna("").astype("str") for table in tables)
    if tables[0].format != tables[1].format:
        return READ
    return READ if before.to_numpy().tolist() == after.to_numpy().tolist() else "changed cells without a word"


if __name__ == "__main__":
    main()
