"""The process that reads a batch: `python -m tests.fuzzing.child FORMAT FIRST LAST`; a line of JSON for each seed."""

import json
import resource
import sys
import traceback

from geo.errors import FaultlineError
from geo.ingest.importing import read_file
from geo.ingest.options import ImportOptions
from tests.fuzzing.harness import MAX_SECONDS_PER_FILE, NAME
from tests.fuzzing.mutations import mutate
from tests.fuzzing.samples import samples

MAX_MEMORY_BYTES = 1_500_000_000  # what one damaged file of a few kB may never take
WARM_UP_SECONDS = 30  # the first file loads names and shapes


def main() -> None:
    """Read the files of a batch, and say of each what became of it."""
    name, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    sample = samples()[name]
    _limit_seconds(WARM_UP_SECONDS)
    _read(sample)
    for seed in range(first, last):
        _limit_seconds(MAX_SECONDS_PER_FILE)
        print(json.dumps([seed, _read(mutate(sample, seed))]), flush=True)


def _limit_seconds(seconds: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds, resource.RLIM_INFINITY))


def _read(content: bytes) -> str:
    try:
        imported = read_file(content, name=NAME, options=ImportOptions())
    except FaultlineError as error:
        message = str(error)
        return "refused" if message.startswith(NAME) and len(message) > len(NAME) + 5 else f"says only {message!r}"
    except BaseException as error:  # what is not an error for people is a fault of ours, of whatever kind
        return "".join(traceback.format_exception(error))[-1500:]
    parts = len(imported.accepted) + imported.rejected["row"].nunique() + len(imported.duplicates)
    return "read" if imported.rows_in == parts else f"{imported.rows_in} rows in, {parts} accounted for"


if __name__ == "__main__":
    main()
