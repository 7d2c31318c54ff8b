"""The range of numbers that parties claim, as a cell has it: “2–11”, or “2–11 or more” without an upper end."""

import re

OPEN_END = " or more"
RANGE = re.compile(rf"(\d{{1,9}})–(\d{{1,9}})({OPEN_END})?", re.ASCII)


def format_claimed_range(least: int, most: int, *, is_open: bool) -> str:
    """The range as text; `most`: the greatest number that is stated."""
    return f"{least}–{most}{OPEN_END if is_open else ''}"


def parse_claimed_range(text: str) -> tuple[int, int, bool] | None:
    """The least number, the greatest one that is stated, and whether there is no upper end; None for other texts."""
    match = RANGE.fullmatch(text.strip())
    if match is None:
        return None
    least, most, end = match.groups()
    return (int(least), int(most), bool(end)) if int(least) <= int(most) else None
