"""Cells that a spreadsheet would run as a formula: armed with an apostrophe on the way out, disarmed on the way in.

OWASP, CSV injection; Symfony CVE-2021-41270 for the control characters.
"""

import re

# What spreadsheets strip before they look for a trigger: blanks, zero-width and bidi marks, controls.
INVISIBLE = r"[\s\x00-\x1f\x7f\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*"
TRIGGER = re.compile(rf"^(?:{INVISIBLE}[=+\-@|%＝＋－＠]|[\t\r\n\x00])")
PLAIN_NUMBER = re.compile(r"^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$", re.ASCII)


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may run the cell; plain numbers such as -34.5 are none."""
    return bool(TRIGGER.match(cell)) and not PLAIN_NUMBER.fullmatch(cell)


def escape_formula(cell: str) -> str:
    """The cell as it is safe to write; `disarmed` gives it back."""
    return f"'{cell}" if is_formula(cell.lstrip("'")) else cell


def unescape_formula(cell: str) -> str:
    """The cell as it was before `armed`."""
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell
