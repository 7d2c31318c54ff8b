"""`faultline check`: whether an evidence bundle is as it was made, and whether the data have changed since."""

import argparse
from pathlib import Path

from geo.bundle.comparison import compare_data, describe_generalised
from geo.bundle.reader import BundleCheck, read_bundle
from geo.bundle.stamp import Stamp
from geo.commands.output import DONE, LOOK, PARTLY, Commands, say
from geo.core.formatting import pluralize
from geo.exports.generalisation import EXACT
from geo.storage import addresses, atlas_cache

DESCRIPTION = "Check an evidence bundle: each file against its hash, and its incidents against the data of today."
EXIT_CODES = """exit codes:
  0  every file is as it was made, and its incidents have not changed since
  1  files in it are not as they were made: the messages name them
  2  it is no evidence bundle, or one that cannot be read
  3  every file is as it was made, but the data have changed since, or are others"""
MAX_HASHED = 10_000_000  # incidents whose file is written anew to be compared; by judgement: a few minutes


def add_command(commands: Commands) -> None:
    """Add the command that checks a bundle."""
    parser = commands.add_parser("check", help="check an evidence bundle")
    parser.description, parser.epilog = DESCRIPTION, EXIT_CODES
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("file", metavar="FILE.zip", help="the bundle as it was downloaded")
    parser.add_argument(
        "--from",
        dest="origin",
        metavar="INCIDENTS",
        help="a file or glob to compare it with; default: the incidents that the server shows",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Say what has become of a bundle and of its data; raises FaultlineError and OSError."""
    check = read_bundle(Path(arguments.file).read_bytes())
    say(f"Selected: {check.statement.describe_selection()}")
    for problem in check.statement.selection.problems:
        say(f"Not applied: {problem}")
    for file in check.altered:
        say(f"{file.name} {file.state}.")
    if check.is_intact:
        say(f"Every file in it is as it was made: {pluralize(len(check.files), 'file')}.")
    is_unchanged = _compare(check, arguments.origin)
    if not check.is_intact:
        return PARTLY
    return DONE if is_unchanged else LOOK


def _compare(check: BundleCheck, origin: str | None) -> bool:
    atlas = addresses.open_atlas(origin, on_progress=say) if origin else atlas_cache.current_atlas()
    stamp = Stamp.of(check.statement)
    if check.statement.coordinates != EXACT.code:
        say(describe_generalised(atlas, stamp))
        return stamp.has_version(atlas.version)
    results = atlas.select(check.statement.selection)
    comparison = compare_data(atlas, results, stamp, max_hashed=MAX_HASHED)
    say(comparison.describe())
    return comparison.is_unchanged
