"""The command `faultline`: the commands of `python -m geo`, and `serve`."""

import sys
from collections.abc import Sequence

from faultline import serve, tokens
from geo import __main__ as command_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    return command_line.main(arguments, program="faultline", more_commands=(serve.add_command, tokens.add_command))


if __name__ == "__main__":
    sys.exit(main())
