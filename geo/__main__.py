"""The command line: `python -m geo import` reads files into one table, `python -m geo export` writes a selection."""

import argparse
import codecs
import errno
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, TypeAlias

import msgspec
import pandas as pd

from geo import exports
from geo.core import incidents
from geo.core.csv_table import to_csv_bytes
from geo.core.excerpts import make_visible, shorten_message
from geo.core.failure_log import log_failure
from geo.core.formatting import pluralize
from geo.errors import FaultlineError, IncidentsInvalid, OptionsInvalid, ValueRefused
from geo.exports.exporter import ExportJob
from geo.exports.rows import TableRows
from geo.ingest import import_report, importing
from geo.ingest.answers import accept_proposals
from geo.ingest.import_messages import describe_question, describe_result
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.query.parameters import parse_query
from geo.query.selection import Selection
from geo.query.unknown_names import drop_unknown_names
from geo.settings import __version__
from geo.storage import addresses, atlas_cache
from geo.storage.merge import concat_tables
from geo.storage.packing import command as pack_command

DONE, PARTLY, REFUSED, LOOK, INTERRUPTED = 0, 1, 2, 3, 130  # the last as shells say it of Ctrl+C
STANDARD_OUTPUT = "-"
EXIT_CODES = """exit codes:
  0  done; every row was accepted, or repeats another one
  1  done, but rows were rejected or a question about a column is open: see the messages and --report
  2  refused: a file, a query or an argument cannot be used, or Faultline failed; nothing was written
  3  done and every row was read, but something needs a look: see the messages"""
DESCRIPTION = "Read files of incidents into one table, or write a selection to a file."
IS_YES = {"yes": True, "no": False}
MAX_ROUNDS = 5  # of questions: the answer to one may raise another, and no file was seen to need a third round
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # argparse gives it no public name
AddCommand = Callable[[Commands], None]
Imports = list[tuple[str, Import]]  # name of a file, and what reading it gave


def main(
    arguments: Sequence[str] | None = None, *, program: str = "python -m geo", more_commands: Sequence[AddCommand] = ()
) -> int:
    """Run a command and return its exit code; messages go to standard error, data to standard output only for `-`."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    parsed = _parser(program, more_commands).parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
    except BrokenPipeError:
        # Whoever reads has enough. Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        _say("Interrupted before it was done. The same command, given again, does it.")
        return INTERRUPTED
    except (FaultlineError, OSError) as error:
        _say(_describe(error))
        return REFUSED
    except Exception as error:
        failure_id = log_failure(error, doing="running a command")
        _say(f"Faultline failed here (error {failure_id}). This is a bug in Faultline; the log above has the details.")
        return REFUSED
    return code


def _describe(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror[0].lower()}{error.strerror[1:]}; nothing was written."
    return shorten_message(str(error))


def add_import_command(commands: Commands) -> None:
    """Add the command that reads files into one table."""
    formats, providers = ", ".join(exports.EXPORTER), ", ".join(_provider_names())
    parser = commands.add_parser("import", help="read files into one table")
    _set_help(parser, "Read files into one table.")
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="where identifiers repeat, the row of the later file counts"
    )
    parser.add_argument("--out", required=True, help=f"the file to write ({formats}), or - for standard output")
    parser.add_argument("--format", choices=tuple(exports.EXPORTER), help="by default that of --out, or csv")
    parser.add_argument("--answers", metavar="JSON", help="how to read the files: the JSON from the page Data")
    parser.add_argument(
        "--accept-proposals", action="store_true", help="answer each open question as the message proposes"
    )
    parser.add_argument("--report", help="CSV listing each row that was rejected, repeated or doubtful, and why")
    parser.add_argument("--provider", help=f"provider of the files: {providers}")
    parser.add_argument(
        "--day-first",
        action="append",
        default=[],
        metavar="COLUMN=yes",
        help="whether a column's dates begin with the day; may be repeated",
    )
    parser.set_defaults(run=run_import)


def run_import(arguments: argparse.Namespace) -> int:
    """Read the files, write one table and perhaps the report; raises FaultlineError and OSError."""
    options = _import_options(arguments)
    exporter = _exporter(arguments.format or _extension(arguments.out))
    for target in filter(None, (arguments.out, arguments.report)):
        _check_target(target)
    imports = [
        (Path(name).name, _read(Path(name), options, accepts_proposals=arguments.accept_proposals))
        for name in arguments.files
    ]
    version = incidents.data_version(Path(name).read_bytes() for name in arguments.files)
    table = incidents.as_incidents(concat_tables([imported.accepted for _, imported in imports]))
    _write(arguments.out, exporter.iter_chunks(ExportJob(TableRows(table), Selection(), version)))
    _say(f"{pluralize(len(table), 'incident')} written to {_output_name(arguments.out)}.")
    n_replaced = sum(len(imported.accepted) for _, imported in imports) - len(table)
    if n_replaced:
        verb = "replaces" if n_replaced == 1 else "replace"
        _say(f"{n_replaced:,} of them {verb} a row with the same identifier in an earlier file.")
    if arguments.report:
        _write(arguments.report, [to_csv_bytes(_report_table(imports))])
    return max((_exit_code(imported) for _, imported in imports), key=(DONE, LOOK, PARTLY).index)


def _exit_code(imported: Import) -> int:
    if len(imported.rejected) or imported.questions:
        return PARTLY
    return LOOK if imported.concerns or imported.accepted.empty else DONE


def add_export_command(commands: Commands) -> None:
    """Add the command that writes a selection."""
    parser = commands.add_parser("export", help="write a selection to a file")
    _set_help(parser, "Write a selection as the API does.")
    parser.add_argument("query", help="the selection as in a page's address, such as actor=Iran&from=2024-01-01")
    parser.add_argument("--format", choices=tuple(exports.EXPORTER), help="by default that of --out, or csv")
    parser.add_argument("--out", help="the file to write, or - for standard output; by default named as a download is")
    parser.add_argument(
        "--from",
        dest="origin",
        metavar="INCIDENTS",
        help="a file or glob; default: the incidents that the server shows",
    )
    parser.set_defaults(run=run_export)


def run_export(arguments: argparse.Namespace) -> int:
    """Write the selection of a query; raises FaultlineError and OSError."""
    parsed = parse_query(arguments.query)
    if parsed.problems:
        raise IncidentsInvalid("\n".join(map(str, parsed.problems)))
    selection = parsed.selection
    exporter = _exporter(arguments.format or _extension(arguments.out or ""))
    atlas = (
        addresses.open_atlas(arguments.origin, on_progress=_say) if arguments.origin else atlas_cache.current_atlas()
    )
    _, unknown = drop_unknown_names(selection, atlas.engine)
    if unknown:
        raise IncidentsInvalid("\n".join(map(str, unknown)))
    rows = atlas.select(selection)
    out = arguments.out or exports.incidents_file_name(selection, exporter, atlas.version)
    _check_target(out)
    _write(out, exports.stream(rows, exporter, data_version=atlas.version).chunks)
    _say(f"{pluralize(len(rows), 'incident')} written to {_output_name(out)}. {selection.describe()}")
    return DONE


def _parser(program: str, more_commands: Sequence[AddCommand]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program)
    _set_help(parser, DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"Faultline {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add_command in (*more_commands, add_import_command, add_export_command, pack_command.add_command):
        add_command(commands)
    return parser


def _set_help(parser: argparse.ArgumentParser, description: str) -> None:
    parser.description, parser.epilog = description, EXIT_CODES
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def _provider_names() -> list[str]:
    return [provider.name for provider in importing.PROVIDERS]


def _import_options(arguments: argparse.Namespace) -> ImportOptions:
    options = _load_options(Path(arguments.answers)) if arguments.answers else ImportOptions()
    day_first = dict(options.day_first) | dict(map(_parse_day_first, arguments.day_first))
    if arguments.provider and arguments.provider not in _provider_names():
        raise ValueRefused(arguments.provider, accepted=", ".join(_provider_names()))
    provider = arguments.provider or options.provider
    return msgspec.structs.replace(options, day_first=tuple(day_first.items()), provider=provider)


def _parse_day_first(text: str) -> tuple[str, bool]:
    column, _, word = text.rpartition("=")
    if not column or word not in IS_YES:
        raise ValueRefused(text, accepted="a column's name followed by =yes or =no, such as date=yes")
    return column, IS_YES[word]


def _load_options(path: Path) -> ImportOptions:
    try:
        return ImportOptions.from_json(path.read_bytes().removeprefix(codecs.BOM_UTF8))
    except OptionsInvalid as error:
        accepted = "Accepted: the JSON that the page Data offers for download."
        raise OptionsInvalid(f"{path.name}: cannot be used for --answers: {error}. {accepted}") from None


def _read(path: Path, options: ImportOptions, *, accepts_proposals: bool) -> Import:
    _say(f"Reading {path.name} …")
    imported = importing.read(path, options=options)
    for _ in range(MAX_ROUNDS if accepts_proposals else 0):
        answered = accept_proposals(options, imported.questions)
        if answered == options:
            break
        for question in filter(lambda question: question.proposal, imported.questions):
            _say(f"{path.name}: {describe_question(question)} Answered: {question.proposal}.")
        options, imported = answered, importing.read(path, options=answered)
    for message in describe_result(imported):
        _say(f"{path.name}: {message}")
    return imported


def _report_table(imports: Imports) -> list[list[str]]:
    """The lines of the report on rows that were not simply accepted, behind the name of their file."""
    reports = [import_report.report_lines(imported).assign(file=name) for name, imported in imports]
    lines = pd.concat([report[report["status"] != import_report.ACCEPTED] for report in reports])
    table: list[list[str]] = lines[["file", *import_report.COLUMNS]].astype("str").to_numpy().tolist()
    return [["file", *import_report.COLUMNS], *table]


def _exporter(extension: str) -> exports.Exporter:
    if extension not in exports.EXPORTER:
        raise ValueRefused(extension, accepted=f"a file that ends in {', '.join(exports.EXPORTER)}, or --format")
    return exports.EXPORTER[extension]


def _extension(out: str) -> str:
    return Path(out).suffix.removeprefix(".").lower() if out not in ("", STANDARD_OUTPUT) else "csv"


def _write(out: str, chunks: Iterable[bytes]) -> None:
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


def _check_target(out: str) -> None:
    """Raise OSError, naming what the person typed, where a file cannot be written; before anything is read."""
    if out == STANDARD_OUTPUT:
        return
    path = Path(out)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), out)
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))


def _output_name(out: str) -> str:
    return "standard output" if out == STANDARD_OUTPUT else out


def _say(message: str) -> None:
    print(make_visible(message), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
