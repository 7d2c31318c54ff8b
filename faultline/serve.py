"""`faultline serve`: the atlas on a port of this machine, from whichever folder."""

import argparse
import sys
from typing import NoReturn

from faultline import supervisor
from geo import gate, settings
from geo.__main__ import Commands
from geo.core.log_setup import check_log_settings, is_json
from geo.errors import GateInvalid, ServeFailed

DESCRIPTION = """Serve the atlas until it is interrupted.

Each option below is also an environment variable of its name in capitals; the option wins."""

MAX_WORKERS = 64  # by judgement: more than a machine has memory for


def add_command(commands: Commands) -> None:
    """Add the command, with an option for each setting."""
    parser = commands.add_parser("serve", help="serve the atlas", description=DESCRIPTION)
    for setting in settings.SETTINGS:
        parser.add_argument(setting.option, metavar=setting.name, dest=setting.name, help=_help(setting))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> NoReturn:
    """Serve, and end this process with the server's exit code; 2 where the atlas cannot be read."""
    for setting in settings.SETTINGS:
        if (value := getattr(options, setting.name)) is not None:
            setting.assign(value)
    try:
        check_log_settings()
        gate.check_access()
        if (number := n_workers()) > 1:
            raise SystemExit(supervisor.serve(number))
        # Streamlit would say it by a traceback.
        supervisor.listen(settings.ADDRESS.value(), settings.PORT.value()).close()
    except (GateInvalid, ServeFailed) as error:
        print(f"Faultline cannot start.\n{error}", file=sys.stderr, flush=True)
        raise SystemExit(2) from None
    _serve_here()


def _serve_here() -> NoReturn:
    from streamlit.web import cli  # here, for the other commands should not wait for it

    cli.main(streamlit_arguments(), prog_name="streamlit")
    raise SystemExit


def n_workers() -> int:
    """How many servers the setting asks for; raises ServeFailed."""
    text = settings.WORKERS.value().strip()
    if text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= MAX_WORKERS:
        return int(text)
    raise ServeFailed(f"WORKERS cannot be used: {text[:40]!r} is not a number of servers from 1 to {MAX_WORKERS}.")


def streamlit_arguments() -> list[str]:
    """The arguments of the command `streamlit`.

    It takes .streamlit/config.toml from the folder of the script, whatever the working folder.
    """
    address, port = settings.ADDRESS.value(), settings.PORT.value()
    # What Streamlit greets its operator with is no line of JSON.
    quiet = ["--logger.hideWelcomeMessage", "true"] if is_json() else []
    return ["run", str(settings.app_dir() / "app.py"), "--server.address", address, "--server.port", port, *quiet]


def _help(setting: settings.Setting) -> str:
    text = setting.help.replace("`", "")
    return f"{text}; by default {setting.default}" if setting.default else text
