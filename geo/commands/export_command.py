"""`faultline export`: a selection to a file."""

import argparse

from geo import exports
from geo.bundle import bundle
from geo.commands.output import (
    DONE,
    Commands,
    check_target,
    extension_of,
    find_exporter,
    output_name,
    say,
    set_help,
    write,
)
from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid
from geo.exports.generalisation import EXACT, parse_generalisation
from geo.handover import page
from geo.query.engine import ResultSet
from geo.query.parameters import parse_query
from geo.query.unknown_names import drop_unknown_names
from geo.storage import addresses, atlas_cache
from geo.storage.atlas import Atlas

WHOLE = (bundle.EXTENSION, page.EXTENSION)  # more than the rows: not among the formats


def add_command(commands: Commands) -> None:
    """Add the command that writes a selection."""
    parser = commands.add_parser("export", help="write a selection to a file")
    set_help(parser, "Write a selection as the API does.")
    parser.add_argument("query", help="the selection as in a page's address, such as actor=Iran&from=2024-01-01")
    parser.add_argument("--format", choices=(*exports.EXPORTER, *WHOLE), help="by default that of --out, or csv")
    parser.add_argument(
        "--coordinates",
        default=EXACT.code,
        metavar="HOW",
        help="how coarse they are: exact, district, province, or grid-10 for cells of 10 km",
    )
    parser.add_argument("--out", help="the file to write, or - for standard output; by default named as a download is")
    parser.add_argument(
        "--from",
        dest="origin",
        metavar="INCIDENTS",
        help="a file or glob; default: the incidents that the server shows",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the selection of a query; raises FaultlineError and OSError."""
    parsed = parse_query(arguments.query)
    if parsed.problems:
        raise IncidentsInvalid("\n".join(map(str, parsed.problems)))
    selection = parsed.selection
    extension = arguments.format or extension_of(arguments.out or "")
    generalisation = parse_generalisation(arguments.coordinates)
    if extension not in WHOLE:
        find_exporter(extension, others=WHOLE)  # before any file is read
    atlas = addresses.open_atlas(arguments.origin, on_progress=say) if arguments.origin else atlas_cache.current_atlas()
    _, unknown = drop_unknown_names(selection, atlas.engine)
    if unknown:
        raise IncidentsInvalid("\n".join(map(str, unknown)))
    rows = atlas.select(selection)
    file = _make_file(atlas, rows, extension, generalisation)
    out = arguments.out or file.name
    check_target(out)
    write(out, file.chunks)
    say(f"{pluralize(len(rows), 'incident')} written to {output_name(out)}. {selection.describe()}")
    return DONE


def _make_file(atlas: Atlas, rows: ResultSet, extension: str, generalisation: exports.Generalisation) -> exports.Stream:
    """The rows in a format, as an evidence bundle, or as a page that works from a disk."""
    if extension == page.EXTENSION:
        return page.stream_page(atlas, rows.selection, generalisation)
    if extension == bundle.EXTENSION:
        return bundle.stream_bundle(bundle.BundleJob(atlas, rows, generalisation=generalisation))
    exporter = find_exporter(extension)
    return exports.stream(rows, exporter, data_version=atlas.version, generalisation=generalisation)
