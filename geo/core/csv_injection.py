"""Cells that a spreadsheet would run as a formula: escaped with an apostrophe on export, unescaped on import.

Sources: OWASP, “CSV Injection”; Symfony CVE-2021-41270 for the control characters.
"""

import re

# What spreadsheets strip before they look for a trigger: blanks, zero-width and bidi marks, controls.
INVISIBLE = r"[\s\x00-\x1f\x7f\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*"
TRIGGER = re.compile(rf"^(?:{INVISIBLE}[=+\-@|%＝＋－＠]|[\t\r\n\x00])")
PLAIN_NUMBER = re.compile(r"^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$", re.ASCII)


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may run the cell; plain numbers such as -34.5 are safe."""
    return bool(TRIGGER.match(cell)) and not PLAIN_NUMBER.fullmatch(cell)


def escape_formula(cell: str) -> str:
    """The cell, with an apostrophe in front if a spreadsheet may run it; `unescape_formula` is the inverse."""
    return f"'{cell}" if is_formula(cell.lstrip("'")) else cell


def unescape_formula(cell: str) -> str:
    """The cell without the apostrophe that `escape_formula` put in front."""
    return cell[1:] if cell.startswith("'") and is_formula(cell.lstrip("'")) else cell
