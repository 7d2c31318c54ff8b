"""The command line: `python -m geo import` reads files into one table, `python -m geo export` writes a selection."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from geo.commands import backup_command, check_command, edits_command, export_command, import_command
from geo.commands.output import DONE, INTERRUPTED, REFUSED, AddCommand, Commands, say, set_help
from geo.core.excerpts import shorten_message
from geo.core.failure_log import log_failure
from geo.errors import FaultlineError
from geo.settings import __version__
from geo.storage.packing import command as pack_command

DESCRIPTION = "Read files of incidents into one table, or write a selection to a file."
COMMANDS: tuple[AddCommand, ...] = (
    import_command.add_command,
    export_command.add_command,
    check_command.add_command,
    edits_command.add_command,
    pack_command.add_command,
    backup_command.add_backup_command,
    backup_command.add_restore_command,
)
__all__ = ["Commands", "main"]


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
        say("Interrupted before it was done. The same command, given again, does it.")
        return INTERRUPTED
    except (FaultlineError, OSError) as error:
        say(_describe(error))
        return REFUSED
    except Exception as error:
        failure_id = log_failure(error, doing="running a command")
        say(f"Faultline failed here (error {failure_id}). This is a bug in Faultline; the log above has the details.")
        return REFUSED
    return code


def _describe(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror[0].lower()}{error.strerror[1:]}; nothing was written."
    return shorten_message(str(error))


def _parser(program: str, more_commands: Sequence[AddCommand]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program)
    set_help(parser, DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"Faultline {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add_command in (*more_commands, *COMMANDS):
        add_command(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
