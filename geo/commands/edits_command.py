"""`faultline edits`: the log of a workspace's edits: listed, exported, taken in, undone."""

import argparse
from pathlib import Path

from geo.bundle.reader import is_bundle
from geo.commands.companion_output import say_notes
from geo.commands.output import DONE, LOOK, PARTLY, STANDARD_OUTPUT, Commands, check_target, output_name, say, write
from geo.core.formatting import pluralize
from geo.errors import ValueRefused
from geo.storage import atlas_cache
from geo.storage.edits.companion_file import read_companion_file
from geo.storage.edits.companion_import import add_companion_file
from geo.storage.edits.edit import Edit
from geo.storage.edits.log_rows import export_log
from geo.storage.workspace.sessions import open_workspace

DESCRIPTION = "What a person changed in the incidents of this machine's workspace, or of a key's on a shared server."
EXIT_CODES = """exit codes:
  0  done
  1  done, but rows of the file were rejected: the messages name them
  2  refused: a file or an argument cannot be used; nothing was changed
  3  done, but corrections of one cell, or of another value than the table has, need a look: the messages name them"""
INSTEAD_OF_BUNDLE = (
    "a CSV file. This is an evidence bundle: drop it on the page Data, where its incidents come in with the claims, "
    "links, corrections and notes; or “faultline import” writes its table"
)
MAX_LISTED = 20  # rejected rows; chosen by judgement, for a screen


def add_command(commands: Commands) -> None:
    """Add the command about edits."""
    parser = commands.add_parser("edits", help="list, export, take in or undo changes of incidents")
    parser.description, parser.epilog = DESCRIPTION, EXIT_CODES
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--data", default="", metavar="KEY", help="the key of one's own data, on a shared server")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="list all edits, the oldest first").set_defaults(run=run_list)
    export = actions.add_parser("export", help="write the whole log as CSV")
    export.add_argument("--out", default=STANDARD_OUTPUT, help="the file to write; by default standard output")
    export.set_defaults(run=run_export)
    import_ = actions.add_parser("import", help="take in corrections, claims, publications, links, or a log")
    import_.add_argument("file", metavar="FILE", help="a CSV file with the header of its kind")
    import_.add_argument("--who", default="", help="who makes the changes, where the file does not say")
    import_.add_argument("--why", default="", help="why, where the file does not say")
    import_.set_defaults(run=run_import)
    undo = actions.add_parser("undo", help="let an edit, or all of a batch, not count any more")
    undo.add_argument("id", metavar="ID", help="of an edit or of a batch, as listed")
    undo.add_argument("--who", default="", help="who undoes it")
    undo.set_defaults(run=run_undo)


def run_list(arguments: argparse.Namespace) -> int:
    """Write one line an edit to standard output; raises FaultlineError."""
    edits = open_workspace(arguments.data).edits.read()
    write(STANDARD_OUTPUT, [f"{_line(edit)}\n".encode() for edit in edits])
    say(f"{pluralize(len(edits), 'edit')}.")
    return DONE


def run_export(arguments: argparse.Namespace) -> int:
    """Write the log; raises FaultlineError and OSError."""
    check_target(arguments.out)
    edits = open_workspace(arguments.data).edits.read()
    write(arguments.out, [export_log(edits)])
    say(f"{pluralize(len(edits), 'edit')} written to {output_name(arguments.out)}.")
    return DONE


def run_import(arguments: argparse.Namespace) -> int:
    """Take a companion file in; raises FaultlineError and OSError."""
    path = Path(arguments.file)
    content = path.read_bytes()
    if is_bundle(content):
        raise ValueRefused(path.name, accepted=INSTEAD_OF_BUNDLE)
    file = read_companion_file(content, path.name)
    workspace, atlas = open_workspace(arguments.data), atlas_cache.current_atlas(arguments.data)
    result = add_companion_file(workspace, atlas, file, who=arguments.who, why=arguments.why)
    say_notes(file)
    for row, column, value, reason in result.rejected.head(MAX_LISTED).itertuples(index=False):
        say(f"{path.name}: row {row}{f', column {column}' if column else ''}: {value!r} {reason.rstrip('.')}.")
    if len(result.rejected) > MAX_LISTED:
        say(f"{path.name}: {pluralize(len(result.rejected) - MAX_LISTED, 'more row')} rejected.")
    for sentence in result.describe():
        say(f"{path.name}: {sentence}")
    if len(result.rejected):
        return PARTLY
    return LOOK if result.notes else DONE


def run_undo(arguments: argparse.Namespace) -> int:
    """Undo an edit or a batch; raises FaultlineError."""
    log = open_workspace(arguments.data).edits
    is_batch = any(edit.batch == arguments.id for edit in log.read())
    (log.undo_batch if is_batch else log.undo)(arguments.id, arguments.who)
    say("Undone.")
    return DONE


def _line(edit: Edit) -> str:
    """An edit in a line: its identifiers, when, who, of what, what and why."""
    text = " ".join(edit.change.describe().split())
    mark = " (undone)" if edit.is_undone else ""
    cells = (edit.edit_id, edit.batch, f"{edit.at:%Y-%m-%d %H:%M}", edit.who, edit.incident_id, edit.kind, text + mark)
    return "\t".join("".join(letter for letter in cell if letter.isprintable()) for cell in cells)
