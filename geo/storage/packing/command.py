"""`faultline pack`: files of any size into a folder that DuckDB and Spark answer from."""

import argparse
import re
import sys
from pathlib import Path

from geo.core.excerpts import make_visible
from geo.core.formatting import pluralize
from geo.errors import ValueRefused
from geo.storage.packing.packer import pack
from geo.storage.packing.plan import DEFAULT_MEMORY

DESCRIPTION = """Pack files of incidents into a folder of Parquet files, for tables that are larger than memory.

Rows are checked as the server checks them, and the whole is refused where one cannot be used. Show the folder with
INCIDENTS=duckdb:FOLDER. While it is packed, the folder takes about five times the size of a compressed Parquet file
beside it. A run that was interrupted goes on where it stopped when the same command is given again."""
UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
LEAST_MEMORY = 200_000_000
ACCEPTED = "a number of bytes such as 800MB or 2GB, at least 200MB"


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("pack", help="pack files that are larger than memory into a folder")
    parser.description, parser.formatter_class = DESCRIPTION, argparse.RawDescriptionHelpFormatter
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="a file or a pattern, as INCIDENTS takes it")
    parser.add_argument("folder", metavar="FOLDER", help="a new or an empty folder, or one that was interrupted")
    parser.add_argument("--memory", default=f"{DEFAULT_MEMORY // 10**9}GB", help=f"{ACCEPTED}; by default %(default)s")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Pack; return 0. Raises FaultlineError and OSError."""
    manifest = pack(arguments.sources, Path(arguments.folder), parse_bytes(arguments.memory), _say)
    files = pluralize(len(manifest.partitions), "file")
    _say(f"{pluralize(manifest.n_rows, 'incident')} packed into {files} of rows in {arguments.folder}.")
    return 0


def parse_bytes(text: str) -> int:
    """The number of bytes of a text such as 2GB. Raises ValueRefused."""
    match = re.fullmatch(r"([0-9]{1,15}(?:\.[0-9]{1,3})?) ?([KMGT]?)B?", text.strip().upper())
    n_bytes = int(float(match[1]) * UNITS[match[2]]) if match else 0
    if n_bytes < LEAST_MEMORY:
        raise ValueRefused(text, accepted=ACCEPTED)
    return n_bytes


def _say(message: str) -> None:
    print(make_visible(message), file=sys.stderr, flush=True)
