"""Write docs/formats.md from the exporters; a test says when it is out of date."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from geo.exports import EXPORTERS
from geo.exports.generalisation import CHOICES

TARGET = Path(__file__).parent / "formats.md"
INTRODUCTION = """# Formats of downloads

Generated from `geo/exports` by `docs/build_formats.py`; do not edit.

Every format holds the same rows in the same order. Columns of the dictionary are always there; a dataset's own columns
only where a selected row has something in them. What a format loses the file says too, where it has room for words."""
COORDINATES = """## Coordinates

`coordinates=` in the address of a download, `--coordinates` on the command line. Declared in the file, in its name and,
row by row, in the column `generalised_to`. Any grid from 1 to 1,000 km will do: `grid-25`."""


def build_page() -> str:
    """The whole page."""
    rows = [
        f"| {row.label} | `.{row.extension}` | {row.purpose} | {'<br>'.join(row.losses) or 'nothing'} |"
        for row in EXPORTERS
    ]
    table = ["| format | file | what it is for | what it loses |", "|---|---|---|---|", *rows]
    choices = [f"- `{choice.code}`: {choice.describe()}" for choice in CHOICES]
    return "\n".join([INTRODUCTION, "", *table, "", COORDINATES, "", *choices, ""])


if __name__ == "__main__":
    TARGET.write_text(build_page(), encoding="utf-8")
