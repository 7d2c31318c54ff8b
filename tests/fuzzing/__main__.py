"""Fuzz every reader: `python -m tests.fuzzing --mutations 2000 [--formats CSV,KML] [--first SEED]`."""

import argparse
import sys

from geo.ingest.readers import READERS
from tests.fuzzing.harness import fuzz


def main() -> int:
    """Print a line a format and each fault; 1 where there is any."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing")
    parser.add_argument("--mutations", type=int, default=2_000, help="files of each format")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first")
    parser.add_argument("--formats", default=",".join(reader.name for reader in READERS))
    arguments = parser.parse_args()
    n_faults = 0
    for name in arguments.formats.split(","):
        report = fuzz(name, range(arguments.first, arguments.first + arguments.mutations))
        faults = len(report.faults)
        print(f"{name:<12} {report.n_read:6,} read   {report.n_refused:6,} refused   {faults:4,} faults", flush=True)
        for fault in report.faults:
            print(f"  seed {fault.seed}: {fault.what}", flush=True)
        n_faults += faults
    return int(n_faults > 0)


if __name__ == "__main__":
    sys.exit(main())
