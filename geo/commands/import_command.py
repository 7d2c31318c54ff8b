"""`faultline import`: files of incidents into one table."""

import argparse
import codecs
from pathlib import Path

import msgspec
import pandas as pd

from geo import exports
from geo.analysis.killed_total import KilledTotal
from geo.commands.bundle_input import BundleInput, read_bundles, write_corrections
from geo.commands.companion_output import WrittenCompanions, report_lines, split_companions, write_companions
from geo.commands.output import (
    DONE,
    LOOK,
    PARTLY,
    Commands,
    check_target,
    extension_of,
    find_exporter,
    output_name,
    say,
    set_help,
    write,
)
from geo.core import incidents
from geo.core.csv_table import to_csv_bytes
from geo.core.formatting import pluralize
from geo.errors import OptionsInvalid, ValueRefused
from geo.exports.exporter import ExportJob
from geo.exports.rows import TableRows
from geo.ingest import import_report, importing
from geo.ingest.answers import accept_proposals
from geo.ingest.import_messages import describe_question, describe_result
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.query.selection import Selection
from geo.storage.evidence import with_evidence
from geo.storage.merge import concat_tables
from geo.storage.provider_claims import add_table_claims

IS_YES = {"yes": True, "no": False}
MAX_ROUNDS = 5  # of questions: the answer to one may raise another, and no file was seen to need a third round
Imports = list[tuple[str, Import]]  # name of a file, and what reading it gave


def add_command(commands: Commands) -> None:
    """Add the command that reads files into one table."""
    formats, providers = ", ".join(exports.EXPORTER), ", ".join(_provider_names())
    parser = commands.add_parser("import", help="read files into one table")
    set_help(parser, "Read files into one table.")
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="incidents, an evidence bundle, or claims, publications and links about incidents; where identifiers "
        "repeat, the row of the later file counts",
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
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read the files, write one table and perhaps the report; raises FaultlineError and OSError."""
    options = _import_options(arguments)
    exporter = find_exporter(arguments.format or extension_of(arguments.out))
    for target in filter(None, (arguments.out, arguments.report)):
        check_target(target)
    companions = split_companions(arguments.files, arguments.out)
    if not companions.others:
        raise ValueRefused(", ".join(arguments.files), accepted="a file of incidents beside those of claims or links")
    bundles = read_bundles(companions.others, arguments.out)
    imports = [
        (Path(name).name, _read(Path(name), options, bundles.get(name), accepts_proposals=arguments.accept_proposals))
        for name in companions.others
    ]
    version = incidents.data_version(Path(name).read_bytes() for name in companions.others)
    table = incidents.as_incidents(concat_tables([imported.accepted for _, imported in imports]))
    write(arguments.out, exporter.iter_chunks(ExportJob(TableRows(table), Selection(), version)))
    say(f"{pluralize(len(table), 'incident')} written to {output_name(arguments.out)}.")
    n_replaced = sum(len(imported.accepted) for _, imported in imports) - len(table)
    if n_replaced:
        verb = "replaces" if n_replaced == 1 else "replace"
        say(f"{n_replaced:,} of them {verb} a row with the same identifier in an earlier file.")
    of_bundles = [file for bundle in bundles.values() for file in bundle.files]
    written = write_companions([*companions.files, *of_bundles], table["incident_id"], arguments.out)
    has_corrections = write_corrections(bundles.values(), table, arguments.out)
    if len(table):
        say(f"In all: {_describe_killed(table, written)}.")
    if arguments.report:
        write(arguments.report, [to_csv_bytes(_report_table(imports) + report_lines(written.files))])
    codes = [
        *(_exit_code(imported) for _, imported in imports),
        *(PARTLY for file in written.files if len(file.rejected)),
    ]
    codes += [DONE if bundle.is_intact else PARTLY for bundle in bundles.values()]
    codes += [DONE if has_corrections and not written.doubts else LOOK]
    return max(codes, key=(DONE, LOOK, PARTLY).index)


def _describe_killed(table: pd.DataFrame, written: WrittenCompanions) -> str:
    """How many people were killed, as an atlas of the files that were written says it: claims reach further."""
    claims = add_table_claims(written.tables["claims"], table)
    return KilledTotal.of_table(with_evidence(table, claims, written.tables["links"])).describe()


def _exit_code(imported: Import) -> int:
    if len(imported.rejected) or imported.questions:
        return PARTLY
    return LOOK if imported.concerns or imported.accepted.empty else DONE


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


def _read(path: Path, options: ImportOptions, bundle: BundleInput | None, *, accepts_proposals: bool) -> Import:
    """Read a file, or the incidents of a bundle."""
    say(f"Reading {path.name} …")
    content = bundle.contents.incidents if bundle else path
    imported = importing.read(content, name=path.name, options=options)
    for _ in range(MAX_ROUNDS if accepts_proposals else 0):
        answered = accept_proposals(options, imported.questions)
        if answered == options:
            break
        for question in filter(lambda question: question.proposal, imported.questions):
            say(f"{path.name}: {describe_question(question)} Answered: {question.proposal}.")
        options, imported = answered, importing.read(content, name=path.name, options=answered)
    for message in describe_result(imported):
        say(f"{path.name}: {message}")
    return imported


def _report_table(imports: Imports) -> list[list[str]]:
    """The lines of the report on rows that were not simply accepted, behind the name of their file."""
    reports = [import_report.report_lines(imported).assign(file=name) for name, imported in imports]
    lines = pd.concat([report[report["status"] != import_report.ACCEPTED] for report in reports])
    table: list[list[str]] = lines[["file", *import_report.COLUMNS]].astype("str").to_numpy().tolist()
    return [["file", *import_report.COLUMNS], *table]
