"""Where the commands write: files, standard output, and messages on standard error."""

import argparse
import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, TypeAlias

from geo import exports
from geo.core.excerpts import make_visible
from geo.errors import ValueRefused

DONE, PARTLY, REFUSED, LOOK, INTERRUPTED = 0, 1, 2, 3, 130  # the last as shells say it of Ctrl+C
STANDARD_OUTPUT = "-"
EXIT_CODES = """exit codes:
  0  done; every row was accepted, or repeats another one
  1  done, but rows were rejected, a question about a column is open, or a bundle was changed since it was made: see
     the messages and --report
  2  refused: a file, a query or an argument cannot be used, or Faultline failed; nothing was written
  3  done and every row was read, but something needs a look: see the messages"""
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # argparse gives it no public name
AddCommand = Callable[[Commands], None]


def set_help(parser: argparse.ArgumentParser, description: str) -> None:
    """Say what a command is for, and what its exit codes mean."""
    parser.description, parser.epilog = description, EXIT_CODES
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def find_exporter(extension: str, *, others: Sequence[str] = ()) -> exports.Exporter:
    """The exporter of a file extension; raises ValueRefused, which names the `others` that a command accepts too."""
    if extension not in exports.EXPORTER:
        endings = ", ".join((*exports.EXPORTER, *others))
        raise ValueRefused(extension, accepted=f"a file that ends in {endings}, or --format")
    return exports.EXPORTER[extension]


def extension_of(out: str) -> str:
    """The extension of the file to write, csv where it has none to state; some have two parts: shp.zip."""
    if out in ("", STANDARD_OUTPUT):
        return "csv"
    name = Path(out).name.lower()
    longest_first = sorted(exports.EXPORTER, key=len, reverse=True)
    return next(
        (extension for extension in longest_first if name.endswith(f".{extension}")),
        Path(name).suffix.removeprefix("."),
    )


def write(out: str, chunks: Iterable[bytes]) -> None:
    """Write a file that is whole or not there; a device, a pipe or standard output is written to as it is."""
    if out == STANDARD_OUTPUT:
        _write_to(sys.stdout.buffer, chunks)
        return
    path = Path(out).resolve()  # a symbolic link stays one
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            _write_to(device, chunks)
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(chunks)
        Path(name).chmod(0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write_to(stream: BinaryIO, chunks: Iterable[bytes]) -> None:
    for chunk in chunks:
        stream.write(chunk)
    stream.flush()


def check_target(out: str) -> None:
    """Raise OSError, naming what the person typed, where a file cannot be written; before anything is read."""
    if out == STANDARD_OUTPUT:
        return
    path = Path(out)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), out)
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))


def output_name(out: str) -> str:
    """What a message calls the file."""
    return "standard output" if out == STANDARD_OUTPUT else out


def say(message: str) -> None:
    """Write a message to standard error, harmless to a terminal."""
    print(make_visible(message), file=sys.stderr, flush=True)
