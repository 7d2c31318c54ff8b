"""The command line: `python -m geo import` reads files into one table, `python -m geo export` writes a selection."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec
import pandas as pd

from geo import exports
from geo.core import incidents
from geo.core.csv_table import to_csv_bytes
from geo.errors import FaultlineError, IncidentsInvalid, ValueRefused
from geo.exports.exporter import ExportJob
from geo.ingest import import_report, importing
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.query.selection import Selection
from geo.storage import atlas_cache, atlas_loader
from geo.storage.merge import concat_tables

DONE, PARTLY, REFUSED = 0, 1, 2
STANDARD_OUTPUT = "-"
CODES = """exit codes:
  0  done; every row was accepted, or repeats another one
  1  done, but rows were rejected or a question about a column is open: see the messages and --report
  2  refused: a file, a query or an argument cannot be used; nothing was written"""
DESCRIPTION = "Read files of incidents into one table, or write a selection to a file."
YES_NO = {"yes": True, "no": False}
SHOWN = 5  # rejected cells that the messages repeat

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # argparse gives it no public name
AddCommand = Callable[[Commands], None]


def main(
    arguments: Sequence[str] | None = None, *, program: str = "python -m geo", more_commands: Sequence[AddCommand] = ()
) -> int:
    """Run a command and give its exit code; messages go to standard error, data to standard output only for `-`."""
    options = _parser(program, more_commands).parse_args(arguments)
    try:
        code: int = options.run(options)
    except (FaultlineError, OSError) as error:
        _say(_message(error))
        return REFUSED
    return code


def _message(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror[0].lower()}{error.strerror[1:]}; nothing was written."
    return str(error)


def _import(options: argparse.Namespace) -> int:
    answers = _answers(options)
    exporter = _exporter(options.format or _extension(options.out))
    read = [(Path(name).name, _read(Path(name), answers)) for name in options.files]
    version = incidents.data_version(Path(name).read_bytes() for name in options.files)
    rows = concat_tables([each.accepted for _, each in read])
    table = incidents.as_incidents(rows)
    _write(options.out, exporter.iter_chunks(ExportJob(table, None, Selection(), version)))
    replaced = sum(len(each.accepted) for _, each in read) - len(table)
    _say(f"{len(table):,} incidents written to {_named(options.out)}.")
    if replaced:
        _say(f"{replaced:,} of them replace a row of the same identifier in an earlier file.")
    if options.report:
        _write(options.report, [to_csv_bytes(_report(read))])
    return PARTLY if any(len(each.rejected) or each.questions for _, each in read) else DONE


def _export(options: argparse.Namespace) -> int:
    selection = Selection.from_query(options.query)
    if selection.problems:
        raise IncidentsInvalid("\n".join(map(str, selection.problems)))
    exporter = _exporter(options.format or _extension(options.out or ""))
    served = (
        atlas_loader.load_atlas(options.origin, on_progress=_say) if options.origin else atlas_cache.current_atlas()
    )
    chosen = served.select(selection)
    out = options.out or exports.incidents_file_name(selection, exporter, served.version)
    _write(out, exports.stream(chosen, exporter, data_version=served.version).chunks)
    _say(f"{len(chosen):,} incidents written to {_named(out)}. {selection.describe()}")
    return DONE


def _parser(program: str, more_commands: Sequence[AddCommand]) -> argparse.ArgumentParser:
    parser = _described(argparse.ArgumentParser(prog=program), DESCRIPTION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add_command in more_commands:
        add_command(commands)
    formats, providers = ", ".join(exports.EXPORTER), ", ".join(each.name for each in importing.PROVIDERS)

    one = _described(commands.add_parser("import", help="read files into one table"), "Read files into one table.")
    one.add_argument("files", nargs="+", metavar="FILE", help="of identifiers that repeat, the later file's row stays")
    one.add_argument("--out", required=True, help=f"the file to write ({formats}), or - for standard output")
    one.add_argument("--format", choices=tuple(exports.EXPORTER), help="by default that of --out, or csv")
    one.add_argument("--answers", help="what was decided about the files: the JSON that the page Data hands over")
    one.add_argument("--report", help="a CSV of every row that was rejected, repeats another or is in doubt, and why")
    one.add_argument("--provider", help=f"whose tables they are: {providers}")
    one.add_argument(
        "--day-first", action="append", default=[], metavar="COLUMN=yes", help="whether its dates begin with the day"
    )
    one.set_defaults(run=_import)

    two = _described(commands.add_parser("export", help="write a selection"), "Write a selection as the API does.")
    two.add_argument("query", help="the selection as in a page's address, such as actor=Iran&from=2024-01-01")
    two.add_argument("--format", choices=tuple(exports.EXPORTER), help="by default that of --out, or csv")
    two.add_argument("--out", help="the file to write, or - for standard output; by default named as a download is")
    two.add_argument("--from", dest="origin", metavar="INCIDENTS", help="a file or glob; by default what is served")
    two.set_defaults(run=_export)
    return parser


def _described(parser: argparse.ArgumentParser, description: str) -> argparse.ArgumentParser:
    parser.description, parser.epilog = description, CODES
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    return parser


def _answers(options: argparse.Namespace) -> ImportOptions:
    answers = _saved(Path(options.answers)) if options.answers else ImportOptions()
    days = dict(answers.day_first)
    for given in options.day_first:
        column, _, word = given.rpartition("=")
        if not column or word not in YES_NO:
            raise ValueRefused(given, accepted="a column's name with =yes or =no behind it, such as date=yes")
        days[column] = YES_NO[word]
    providers = [each.name for each in importing.PROVIDERS]
    if options.provider and options.provider not in providers:
        raise ValueRefused(options.provider, accepted=", ".join(providers))
    return msgspec.structs.replace(
        answers, day_first=tuple(days.items()), provider=options.provider or answers.provider
    )


def _saved(path: Path) -> ImportOptions:
    try:
        return ImportOptions.from_json(path.read_text(encoding="utf-8"))
    except (ValueError, TypeError, KeyError, AttributeError):
        told = "holds no answers. Accepted: the JSON that the page Data hands over."
        raise IncidentsInvalid(f"{path.name}: {told}") from None


def _read(path: Path, answers: ImportOptions) -> Import:
    _say(f"Reading {path.name} …")
    read = importing.read(path, options=answers)
    for told in read.notes:
        _say(f"{path.name}: {told}")
    _say(f"{path.name}: {read.provider}; {import_report.row_accounting(read)}; {len(read.warnings):,} doubts.")
    for row in read.rejected.head(SHOWN).itertuples():
        where = f"row {row.row}, column {row.column}" if row.column else f"row {row.row}"
        _say(f"{path.name}: {where}: {row.value!r} {str(row.reason).rstrip('.')}.")
    for question in read.questions:
        _say(f"{path.name}: column {question.column}: {question.text} {'; '.join(question.examples)}")
    return read


def _report(read: Iterable[tuple[str, Import]]) -> list[list[str]]:
    """The lines of the report on rows that were not simply accepted, behind the name of their file."""
    told = [import_report.report_lines(each).assign(file=name) for name, each in read]
    lines = pd.concat([each[each["status"] != import_report.ACCEPTED] for each in told])
    table: list[list[str]] = lines[["file", *import_report.COLUMNS]].astype("str").to_numpy().tolist()
    return [["file", *import_report.COLUMNS], *table]


def _exporter(extension: str) -> exports.Exporter:
    if extension not in exports.EXPORTER:
        raise ValueRefused(extension, accepted=f"a file that ends in {', '.join(exports.EXPORTER)}, or --format")
    return exports.EXPORTER[extension]


def _extension(out: str) -> str:
    return Path(out).suffix.removeprefix(".").lower() if out not in ("", STANDARD_OUTPUT) else "csv"


def _write(out: str, pieces: Iterable[bytes]) -> None:
    """Write a file that is whole or not there, or to standard output."""
    if out == STANDARD_OUTPUT:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.writelines(pieces)
        Path(name).chmod(0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _named(out: str) -> str:
    return "standard output" if out == STANDARD_OUTPUT else out


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
