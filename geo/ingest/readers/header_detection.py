"""Where the columns of a table are named, and what they are called.

The thresholds are chosen by judgement; what they do to damaged files was measured: docs/decisions/0012.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from geo.errors import IncidentsInvalid
from geo.ingest.options import NO_HEADER, ImportOptions
from geo.ingest.readers.csv_records import Record, modal_width
from geo.ingest.readers.table_limits import check_names, check_width

MAX_SHOWN = 5  # lines above the header that are repeated
VALUE = re.compile(
    r"[^\w]*[+-]?\d[\d.,:/\s-]*(?:[eE][+-]?\d+)?[%°]?|\d{4}-\d\d-\d\d[T ].*|https?://\S+|[A-Za-z]{0,3}\d{4,}", re.ASCII
)
MIN_NAME_SHARE = 0.8  # share of a header's cells that are no values
MAX_NAME_LENGTH = 200  # characters; what is longer is prose
# Names of columns that say nothing without the name of their group above; by judgement.
PART_WORDS = frozenset(
    (
        *(
            "total",
            "civilian",
            "civilians",
            "military",
            "police",
            "combatants",
            "militants",
            "security forces",
            "others",
        ),
        *("men", "women", "children", "male", "female", "adults", "min", "max", "minimum", "maximum", "low", "high"),
        *("best", "start", "end", "from", "to", "n", "no", "number", "name", "code", "other"),
    )
)
ROWS_COMPARED = 20  # below names of groups
SHORT_HEADER = (
    "The header names {} columns and the rows have {} fields; the extra fields are blank. "
    "Names are assigned from the left; check that they match."
)

LONG_HEADER = (
    "The header has {} fields and the rows have {}; what is blank in the header is left out. "
    "Check that the names match."
)


@dataclass(frozen=True)
class Header:
    """The names of the columns, the number of their row (0 for none), and the number of the first row below it.

    `above` are rows above the header with several cells each: another table, whose rows are rejected.
    """

    row: int
    names: tuple[str, ...]
    first: int
    notes: tuple[str, ...] = ()
    above: tuple[Record, ...] = ()

    def is_above(self, row: int) -> bool:
        """Whether a row belongs to another table above the header."""
        return any(row == number for number, _ in self.above)


def detect_header(records: Sequence[Record], options: ImportOptions) -> Header:
    """The header among the first records that are not blank.

    Raises IncidentsInvalid where there are none, the row of the options is not among them, or the delimiter is unclear.
    """
    if not records:
        raise IncidentsInvalid("is empty. A header with the column names is needed.")
    width = modal_width(cells for _, cells in records)
    check_width(width)
    position = _position_from_options(records, options) if options.header_row else _detect_position(records, width)
    if position != 0 and not options.delimiter and not options.header_row:
        _check_width([cells for _, cells in records], width)
    if position is None:
        return _number_columns(records, width)
    row, cells = records[position][0], _join_groups(records, position)
    fitted = _fit_to_rows(cells, records[position + 1 :])
    names, name_notes = make_unique_names(fitted)
    titles = list(records[:position])
    notes = (*_notes_on_width(cells, fitted), *name_notes, *_notes_on_titles(titles))
    return Header(row, names, row + 1, notes, _other_table(titles))


def _check_width(records: Sequence[list[str]], width: int) -> None:
    """Raise IncidentsInvalid where most lines have other widths than the usual one: the delimiter is not known."""
    widths = [len(cells) for cells in records if len(cells) > 1]
    if widths.count(width) * 2 < len(widths):
        raise IncidentsInvalid(
            "names no columns on top, and most of its lines have different numbers of fields. "
            "Say which character separates the fields, and in which row the columns are named."
        )


def _number_columns(records: Sequence[Record], width: int) -> Header:
    """No header: numbered columns from the first row that is as wide as most."""
    check_width(width)
    first = next((number for number, cells in records if len(cells) == width), records[0][0])
    titles = [record for record in records if record[0] < first]
    names = tuple(f"column {number}" for number in range(1, width + 1))
    note = "No header was found: the columns are numbered. Say which row it is if there is one."
    # What stands above is a row that does not fit, unless it is a title of one cell.
    above = tuple(record for record in titles if _count_filled(record[1]) > 1)
    return Header(0, names, first, (note, *_notes_on_titles(titles)), above)


def make_unique_names(cells: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names for all columns, each different, and notes on those that had none or repeated another.

    Raises IncidentsInvalid where there are too many, or one is too long.
    """
    check_names(cells)
    names: dict[str, None] = {}
    notes = []
    existing = {cell.strip() for cell in cells}
    numbers: dict[str, int] = {}  # the last number of each repeated name
    for position, cell in enumerate(cells, start=1):
        label = cell.strip("\ufeff") if cell.strip("\ufeff \t\r\n\xa0") else ""
        base = name = label or f"column {position}"
        while name in names or (base in numbers and name in existing):
            numbers[base] = numbers.get(base, 1) + 1
            name = f"{base} ({numbers[base]})"
        if name != label:
            reason = f"repeats “{label[:60]}”" if label else "has no name"
            notes.append(f"Column {position} {reason}: it is called “{name[:70]}”.")
        names[name] = None
    return tuple(names), tuple(notes)


def are_names(cells: Sequence[str]) -> bool:
    """Whether the cells look like names of columns rather than values."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    n_values = sum(bool(VALUE.fullmatch(cell)) or len(cell) > MAX_NAME_LENGTH for cell in filled)
    return bool(filled) and n_values <= (1 - MIN_NAME_SHARE) * len(filled)


def _position_from_options(records: Sequence[Record], options: ImportOptions) -> int | None:
    if options.header_row == NO_HEADER:
        return None
    for position, (number, _) in enumerate(records):
        if number == options.header_row:
            return position
    raise IncidentsInvalid(f"row {options.header_row}: holds no names of columns near the beginning of the file.")


def _detect_position(records: Sequence[Record], width: int) -> int | None:
    for position, (_, cells) in enumerate(records):
        if len(cells) == width and _is_split_header(cells, [below for _, below in records[position + 1 :]]):
            return position + 1
        if len(cells) != width or _count_filled(cells) * 2 < width:
            continue
        if are_names(cells):
            return position + _is_group_header(cells, [below for _, below in records[position + 1 :]])
        # Values: the row above may hold the names, with one too few or too many.
        above = records[position - 1][1] if position else []
        has_names = _count_filled(above) >= max(2, width / 2) and are_names(above)
        return position - 1 if has_names else None
    return None


def _is_group_header(cells: list[str], below: Sequence[list[str]]) -> bool:
    """Whether these cells, some blank, name groups of columns, whose own names follow: “Place” above “City”.

    The row of names has no blank cell and no value, and below it at least two columns hold nothing but values.
    """
    rows = [row for row in below[1 : ROWS_COMPARED + 1] if len(row) == len(cells)]
    if (
        not rows
        or not _count_filled(cells)
        or _count_filled(cells) == len(cells)
        or not len(cells) == len(below[0]) == _count_filled(below[0])
    ):
        return False
    return _count_value_columns(rows, len(cells)) > 1 and not any(VALUE.fullmatch(name.strip()) for name in below[0])


def _is_split_header(cells: list[str], below: Sequence[list[str]]) -> bool:
    """Whether these cells name some columns and groups of others, and the next row names just what is in the groups.

    “Date, Where, , Casualties, ” above “ , Province, District, Killed, Injured”: each column has a name in one of the
    rows, those without one on top have theirs below, and further below at least two columns hold nothing but values.
    """
    if not below or len(below[0]) != len(cells) or not (are_names(cells) and are_names(below[0])):
        return False
    pairs = [(upper.strip(), lower.strip()) for upper, lower in zip(cells, below[0], strict=True)]
    if not all(upper or lower for upper, lower in pairs) or all(lower for _, lower in pairs):
        return False
    has_group = any(not upper and lower for upper, lower in pairs)
    return has_group and _count_value_columns(below[1 : ROWS_COMPARED + 1], len(cells)) > 1


def _count_value_columns(rows: Sequence[list[str]], width: int) -> int:
    """How many columns hold nothing but numbers, dates and the like in these rows."""
    fitting = [row for row in rows if len(row) == width]
    columns = [[cell.strip() for cell in column if cell.strip()] for column in zip(*fitting, strict=True)]
    return sum(bool(column) and all(map(VALUE.fullmatch, column)) for column in columns)


def _join_groups(records: Sequence[Record], position: int) -> list[str]:
    """The names of the columns, with the name of their group before those that say little alone: “Killed Civilians”."""
    cells = records[position][1]
    above = records[position - 1][1] if position else []
    below = [row for _, row in records[position:]]
    if not _is_group_header(above, below) and not _is_split_header(above, below):
        return cells
    keys = [cell.strip().casefold() for cell in cells]
    counts = Counter(keys)
    names, group = [], ""
    for cell, key, group_cell in zip(cells, keys, above, strict=True):
        if not key:
            names.append(group_cell)  # its name stands in the row above alone
            continue
        group = group_cell.strip() or group
        is_unclear = key in PART_WORDS or counts[key] > 1
        names.append(f"{group} {cell.strip()}" if is_unclear and group else cell)
    return names


def _fit_to_rows(cells: list[str], below: Sequence[Record]) -> list[str]:
    """The header, as wide as the rows below where what they or it have more is blank: lines that end in delimiters."""
    widths = [len(record) for _, record in below if any(map(str.strip, record))]
    names = [cell for cell in cells if cell.strip()]
    if widths and max(widths) < len(cells) and modal_width(record for _, record in below) == len(names):
        return names  # in a header the blank ones are what is too much, wherever they stand
    width = min((len(record) for _, record in below), default=0)
    is_blank = all(not any(map(str.strip, record[len(cells) :])) for _, record in below)
    return cells + [""] * (width - len(cells)) if is_blank and width > len(cells) else cells


def _notes_on_width(cells: Sequence[str], fitted: Sequence[str]) -> tuple[str, ...]:
    if len(fitted) > len(cells):
        return (SHORT_HEADER.format(len(cells), len(fitted)),)
    return (LONG_HEADER.format(len(cells), len(fitted)),) if len(fitted) < len(cells) else ()


def _count_filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _other_table(titles: Sequence[Record]) -> tuple[Record, ...]:
    """The rows above the header that are a table: three or more with several filled cells."""
    rows = tuple(record for record in titles if _count_filled(record[1]) > 1)
    return rows if len(rows) > 2 else ()


def _notes_on_titles(titles: Sequence[Record]) -> tuple[str, ...]:
    lines = [f"row {number}: {' '.join(filter(None, map(str.strip, cells)))[:200]}" for number, cells in titles]
    more = f" … and {len(lines) - MAX_SHOWN} more" if len(lines) > MAX_SHOWN else ""
    return (f"Stands above the header: {'; '.join(lines[:MAX_SHOWN])}{more}.",) if lines else ()
