"""Write docs/settings.md from geo/settings.py; a test says when it is out of date."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from geo.settings import SETTINGS

TARGET = Path(__file__).parent / "settings.md"
INTRODUCTION = """# Settings

Generated from `geo/settings.py` by `docs/build_settings.py`; do not edit.

Each setting is an environment variable, and an option of `faultline serve`. `make run` takes the variables:
`PORT=8600 make run`. A blank value is the default. Your data folder is the one of your system, such as
`~/.local/share/faultline` on Linux and `~/Library/Application Support/faultline` on a Mac."""


def build_page() -> str:
    """The whole page."""
    rows = [f"| `{row.name}` | `{row.option}` | {_as_code(row.default)} | {row.help} |" for row in SETTINGS]
    table = ["| variable | option | default | what it is for |", "|---|---|---|---|", *rows]
    return "\n".join([INTRODUCTION, "", *table, ""])


def _as_code(default: str) -> str:
    return f"`{default}`" if default else ""


if __name__ == "__main__":
    TARGET.write_text(build_page(), encoding="utf-8")
