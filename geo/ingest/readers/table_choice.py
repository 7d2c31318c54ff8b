"""Which of several tables of a file holds the incidents: those of one shape together, else the one that reads best.

The tables are the files of an archive, the layers of a GeoPackage or the tables of a web page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from geo.core.formatting import pluralize
from geo.core.schema import PLACE_NAMES
from geo.ingest.import_result import SHEET, Finding, Question
from geo.ingest.options import COORDINATES, YEAR, ImportOptions
from geo.ingest.readers.raw_table import RawTable

WHEN = frozenset(["date_start", YEAR])
WHERE = frozenset(["latitude", "longitude", COORDINATES, *PLACE_NAMES])
BOTH = 2  # of a rating: the table says when and where
MAX_SHAPES = 20  # kinds of tables in one file that are judged, by judgement
SAMPLE_ROWS = 200  # on which a table is judged, evenly from all
MAX_LISTED = 10  # names in a message
MAX_NAME = 100  # characters of a name in a message


@dataclass(frozen=True)
class TableNoun:
    """What the tables of a file are called: one and many of them."""

    one: str
    many: str


def take_tables(tables: Mapping[str, RawTable], options: ImportOptions, noun: TableNoun) -> RawTable:
    """The table that the options name, all of the shape that reads best as one, or the only one; there must be one.

    What else may hold incidents is asked about, and the rest is named.
    """
    table_name = options.sheet or options.answer(SHEET, "") or ""
    if table_name in tables:
        return _with_notes(replace(tables[table_name], n_tables=len(tables)), _note_others(tables, [table_name], noun))
    shapes = _group_by_shape(tables)
    ratings = {name: rate_table(tables[name]) for name in shapes} if len(shapes) > 1 else dict.fromkeys(shapes, (0, 0))
    alike = _without_copies(shapes[max(ratings, key=lambda name: ratings[name])])
    table, notes = _join(alike, noun)
    rivals = [name for name, rating in ratings.items() if name not in alike and rating[0] == BOTH]
    questions = _ask(tables, list(alike), rivals, noun) if rivals else ()
    asking = replace(table, questions=(*questions, *table.questions), n_tables=len(tables))
    return _with_notes(asking, (*notes, *_note_others(tables, list(alike), noun)))


def rate_table(table: RawTable) -> tuple[int, int]:
    """How well a table reads: whether it says when (1) and where (1) something happened, and its number of rows."""
    from geo.ingest.generic.column_inference import infer_columns  # which imports this package itself

    if table.cells.empty:
        return 0, 0
    step = max(1, len(table.cells) // SAMPLE_ROWS)
    sample = RawTable(table.format, table.cells.iloc[::step], table.header_row)
    targets = {guess.target for guess in infer_columns(sample)}
    return int(bool(targets & WHEN)) + int(bool(targets & WHERE)), len(table.cells)


def quote_names(names: Sequence[str]) -> str:
    """Names for a message: at most ten, each shortened."""
    listed = ", ".join(f"“{name[:MAX_NAME]}”" for name in names[:MAX_LISTED])
    return listed + (f" and {len(names) - MAX_LISTED:,} more" if len(names) > MAX_LISTED else "")


def _group_by_shape(tables: Mapping[str, RawTable]) -> dict[str, dict[str, RawTable]]:
    """The tables of one format with the same columns, by the name of the longest; the shapes with most rows first."""
    shapes: dict[tuple[str, frozenset[str]], dict[str, RawTable]] = {}
    for name, table in tables.items():
        shapes.setdefault((table.format, frozenset(table.column_names)), {})[name] = table
    largest = sorted(shapes.values(), key=lambda alike: -sum(len(table.cells) for table in alike.values()))
    return {max(alike, key=lambda name: len(alike[name].cells)): alike for alike in largest[:MAX_SHAPES]}


def _without_copies(alike: dict[str, RawTable]) -> dict[str, RawTable]:
    """The tables without those that only repeat an earlier one, cell by cell."""
    originals: dict[int, str] = {}
    for name, table in alike.items():
        columns = sorted(table.column_names)
        hashes = pd.util.hash_pandas_object(table.cells[columns].astype("str"), index=False)
        originals.setdefault(hash(tuple(hashes)), name)
    return {name: alike[name] for name in originals.values()}


def _join(alike: dict[str, RawTable], noun: TableNoun) -> tuple[RawTable, tuple[str, ...]]:
    """Tables of one shape as one, and a sentence on how their rows are numbered."""
    parts = list(alike.values())
    if len(parts) == 1:
        return parts[0], ()
    step = 10 ** len(str(max(map(_last_row, parts))))
    shifts = [step * place for place in range(len(parts))]
    rejected = [table.rejected.assign(row=table.rejected["row"] + by) for table, by in zip(parts, shifts, strict=True)]
    filled = [part for part in rejected if len(part)]
    shapes = [_shift(table.shapes, by) for table, by in zip(parts, shifts, strict=True) if len(table.shapes)]
    joined = replace(
        parts[0],
        cells=pd.concat([_shift(table.cells, by) for table, by in zip(parts, shifts, strict=True)]),
        rejected=pd.concat(filled, ignore_index=True) if filled else parts[0].rejected,
        notes=tuple(dict.fromkeys(note for table in parts for note in table.notes)),
        findings=tuple(
            _shift_finding(finding, by) for table, by in zip(parts, shifts, strict=True) for finding in table.findings
        ),
        questions=tuple(dict.fromkeys(question for table in parts for question in table.questions)),
        shapes=pd.concat(shapes) if shapes else parts[0].shapes,
    )
    numbering = ", ".join(
        f"{by + 1:,} in “{name[:MAX_NAME]}”" for name, by in list(zip(alike, shifts, strict=True))[:MAX_LISTED]
    )
    more = ", and so on" if len(parts) > MAX_LISTED else ""
    sentence = (
        f"{len(parts):,} {noun.many} with the same columns are read as one; their rows count from {numbering}{more}."
    )
    return joined, (sentence,)


def _last_row(table: RawTable) -> int:
    return int(max([table.header_row, *table.cells.index[-1:], *table.rejected["row"]]))


def _shift(rows: pd.DataFrame | pd.Series, by: int) -> pd.DataFrame | pd.Series:
    return rows.set_axis(rows.index + by, axis=0)


def _shift_finding(finding: Finding, by: int) -> Finding:
    return replace(finding, rows=pd.Index(finding.rows, dtype="int64") + by)


def _ask(tables: Mapping[str, RawTable], names: list[str], rivals: list[str], noun: TableNoun) -> tuple[Question, ...]:
    verb, other_verb = ("is" if len(names) == 1 else "are"), ("has" if len(rivals) == 1 else "have")
    text = (
        f"Which {noun.one} holds the incidents? {quote_names(names)} {verb} read; "
        f"{quote_names(rivals)} {other_verb} dates and places, too."
    )
    choices = tuple((name, f"Only “{name[:MAX_NAME]}”") for name in (*names, *rivals)[:MAX_LISTED])
    examples = tuple(
        f"{name[:MAX_NAME]}: {pluralize(len(tables[name].cells), 'row')}" for name in (*names, *rivals)[:3]
    )
    proposal = names[0] if len(names) == 1 else ""
    return (Question("", text, examples, SHEET, choices, proposal, sum(len(tables[name].cells) for name in rivals)),)


def _note_others(tables: Mapping[str, RawTable], names: list[str], noun: TableNoun) -> tuple[str, ...]:
    others = [name for name in tables if name not in names]
    if not others:
        return ()
    what = f"the {noun.one}" if len(names) == 1 else f"the {noun.many}"
    verb = "is" if len(names) == 1 else "are"
    return (f"Of the file, {what} {quote_names(names)} {verb} read; it also has {quote_names(others)}.",)


def _with_notes(table: RawTable, notes: tuple[str, ...]) -> RawTable:
    return replace(table, notes=(*notes, *table.notes))
