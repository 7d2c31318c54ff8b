"""`faultline tokens`: tokens of programs that ask the API of a server that asks who they are."""

import argparse
from datetime import UTC, datetime

from geo.__main__ import Commands
from geo.errors import GateInvalid
from geo.gate.roles import Role
from geo.gate.tokens import DEFAULT_DAYS, add_token, list_tokens, remove_token

DESCRIPTION = """Tokens that let programs ask the API, where ACCESS lets in only who is known.

A program sends its token in the header “Authorization: Bearer flt_…”. It is shown once, when it is made."""


def add_command(commands: Commands) -> None:
    """Add the command with its three actions."""
    parser = commands.add_parser("tokens", help="make, list and withdraw tokens of the API", description=DESCRIPTION)
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="make a token and show it once")
    add.add_argument("name", help="what the token is for")
    add.add_argument("--role", choices=[role.value for role in Role], default=Role.READ.value)
    add.add_argument("--days", type=int, default=DEFAULT_DAYS, help=f"how long it holds; by default {DEFAULT_DAYS}")
    actions.add_parser("list", help="list tokens, without showing them")
    actions.add_parser("remove", help="withdraw a token").add_argument("name")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run an action and return the exit code; raises GateInvalid and WorkspaceFailed."""
    return ACTIONS[options.action](options)


def _add(options: argparse.Namespace) -> int:
    print(add_token(options.name, Role(options.role), options.days))
    return 0


def _list(_options: argparse.Namespace) -> int:
    for token in list_tokens():
        used = f"last used {_day(token.used)}" if token.used else "never used"
        print(f"{token.name}\t{token.role.value}\tmade {_day(token.made)}\tuntil {_day(token.until)}\t{used}")
    return 0


def _remove(options: argparse.Namespace) -> int:
    if not remove_token(options.name):
        raise GateInvalid(
            f"There is no token called {options.name[:60]!r}; “faultline tokens list” shows which there are."
        )
    return 0


ACTIONS = {"add": _add, "list": _list, "remove": _remove}


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
