"""`faultline serve`: the atlas on a port of this machine, from whichever folder."""

import argparse
from typing import NoReturn

from geo import settings
from geo.__main__ import Commands

DESCRIPTION = """Serve the atlas until it is interrupted.

Each option below is also an environment variable of its name in capitals; the option wins."""


def add_command(commands: Commands) -> None:
    """Add the command, with an option for each setting."""
    parser = commands.add_parser("serve", help="serve the atlas", description=DESCRIPTION)
    for setting in settings.SETTINGS:
        parser.add_argument(setting.option, metavar=setting.name, dest=setting.name, help=_help(setting))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> NoReturn:
    """Serve, and end this process with the server's exit code; 2 where the atlas cannot be read."""
    from streamlit.web import cli  # here, for the other commands should not wait for it

    for setting in settings.SETTINGS:
        if (value := getattr(options, setting.name)) is not None:
            setting.assign(value)
    cli.main(streamlit_arguments(), prog_name="streamlit")
    raise SystemExit


def streamlit_arguments() -> list[str]:
    """The arguments of the command `streamlit`.

    It takes .streamlit/config.toml from the folder of the script, whatever the working folder.
    """
    address, port = settings.ADDRESS.value(), settings.PORT.value()
    return ["run", str(settings.app_dir() / "app.py"), "--server.address", address, "--server.port", port]


def _help(setting: settings.Setting) -> str:
    text = setting.help.replace("`", "")
    return f"{text}; by default {setting.default}" if setting.default else text
