"""`faultline backup` and `faultline restore`: all workspaces of a server as one file, and back."""

import argparse
from pathlib import Path

from geo.commands.output import DONE, PARTLY, Commands, say
from geo.core.formatting import pluralize
from geo.errors import WorkspaceFailed
from geo.settings import workspace_address, workspace_dir
from geo.storage.workspace.backup import BackupSummary, make_backup, restore_backup

BACKUP = """Write all imports, edits and saved selections of this server into one file, while it serves. On a shared
server those of every session; what can be computed from them is left out. The file has everything in plain: keep it
where only you can read it."""
RESTORE = (
    "Restore a backup into the folder of WORKSPACE, which must have no workspace. Everything in it is checked first."
)
EXIT_CODES = """exit codes:
  0  done
  1  done, but files of the workspace are damaged and not in the backup: the messages name them
  2  refused: nothing was written, and the message says why"""
POSTGRES = (
    "WORKSPACE names a PostgreSQL database, which has imports, their files and edits in it: back it up with pg_dump, "
    "and restore it with pg_restore."
)


def add_backup_command(commands: Commands) -> None:
    """Add the command that makes a backup."""
    parser = _add(commands, "backup", "write all workspaces to one file", BACKUP)
    parser.add_argument("file", metavar="FILE.zip", help="the file to write; one that is there is replaced")
    parser.set_defaults(run=run_backup)


def add_restore_command(commands: Commands) -> None:
    """Add the command that restores one."""
    parser = _add(commands, "restore", "restore a backup into an empty workspace", RESTORE)
    parser.add_argument("file", metavar="FILE.zip", help="the file that “backup” wrote")
    parser.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> int:
    """Write a backup; raises FaultlineError and OSError."""
    summary = make_backup(_folder(), Path(arguments.file))
    for name in summary.damaged:
        say(f"{name} is damaged or missing, and not in the backup.")
    say(f"Backed up: {_describe(summary)}.")
    return PARTLY if summary.damaged else DONE


def run_restore(arguments: argparse.Namespace) -> int:
    """Restore a backup; raises FaultlineError and OSError."""
    folder = _folder()
    say(f"Restored into {folder}: {_describe(restore_backup(Path(arguments.file), folder))}.")
    return DONE


def _add(commands: Commands, name: str, summary: str, description: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=summary)
    parser.description, parser.epilog = description, EXIT_CODES
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    return parser


def _folder() -> Path:
    """The folder of WORKSPACE; raises WorkspaceFailed where it is a database of its own."""
    if workspace_address():
        raise WorkspaceFailed(POSTGRES)
    return workspace_dir()


def _describe(summary: BackupSummary) -> str:
    return f"{pluralize(summary.n_workspaces, 'workspace')}, {pluralize(summary.n_files, 'file')}"
