"""Tables in which a row counts events by week, month, district or country: they hold no incidents.

They are known by their columns: one of numbers that is named as a count of events, beside columns of periods, areas and
tolls; or columns that are periods, countries or types themselves, with a number in each cell.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from geo.ingest.generic.count_forms import AREAS, FORMS, CountColumns, CountTable
from geo.ingest.generic.count_names import is_event_id, parse_count_name
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.import_result import Guess, Question
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.counts import parse_counts
from geo.ingest.provider import Crosswalk
from geo.ingest.readers.raw_table import RawTable, build_rejections

ROW_MEANING = "rows"  # the topic of the question: what a row is
COUNTS, INCIDENTS = "counts", "incidents"  # its answers
MAX_COLUMNS = 200  # that are looked at, by judgement
_PRECISIONS = {"country": "country", "admin1": "admin1", "admin2": "admin2"}
_DAYS_OF_WEEK = pd.Timedelta(days=6)


def may_hold_counts(table: RawTable) -> bool:
    """Return whether a table's names are like those of a table of counts; quick, for tables of every provider."""
    names = table.column_names
    return any(parse_count_name(name) == "events" for name in names) and not any(map(is_event_id, names))


def find_count_table(table: RawTable, guesses: Sequence[Guess]) -> CountTable | None:
    """Return what shows that the rows of a table count events; None where they may be incidents."""
    if len(table.cells) == 0:
        return None
    columns = CountColumns(table.cells, guesses[:MAX_COLUMNS])
    return next((count_table for form in FORMS if (count_table := form.find(columns)) is not None), None)


def reject_counts(table: RawTable, counts: CountTable, options: ImportOptions) -> Crosswalk:
    """Return a crosswalk in which no row is an incident, with the question whether it is one all the same."""
    reason = (
        f"{counts.description}, and is no single incident. Give the table of single events; to read the rows as"
        " incidents all the same, answer that each row is one incident."
    )
    column = counts.column or str(table.cells.columns[0])
    values = table.cells[column].astype("str").fillna("").array
    rejected = pd.DataFrame({"row": table.cells.index, "column": column, "value": values, "reason": reason})
    is_answered = options.answer(ROW_MEANING, counts.column) is not None
    questions = () if is_answered else (ask_row_meaning(table, counts),)
    return Crosswalk(pd.DataFrame(index=table.cells.index), {}, rejected, questions=questions)


def ask_row_meaning(table: RawTable, counts: CountTable) -> Question:
    """Return the question what a row of a table of counts is."""
    return Question(
        counts.column,
        f"{counts.description}. Is each row a count of events, or one incident?",
        tuple(table.cells[counts.column].astype("str").dropna().iloc[:3]) if counts.column else (),
        topic=ROW_MEANING,
        choices=((COUNTS, "a count of events: leave the rows out"), (INCIDENTS, "one incident: read the rows")),
        proposal=COUNTS,
        n_rows=len(table.cells),
    )


def widen_counts(crosswalk: Crosswalk, counts: CountTable, cells: pd.DataFrame) -> Crosswalk:
    """Return rows of counts read as incidents: each is as wide as its area and its period; none of no event stays."""
    result = crosswalk.cells.copy(deep=False)
    result["place_precision"] = _precision_of_area(result)
    if any("week" in normalize_column_name(name).split() for name in cells.columns):
        result = _widen_to_weeks(result)
    rejected = crosswalk.rejected
    if counts.column:
        is_none = (parse_counts(cells[counts.column]).best == 0).fillna(False).astype(bool)
        none = build_rejections((row, counts.column, "0", "counts no event") for row in cells.index[is_none])
        rejected = pd.concat([rejected, none], ignore_index=True) if len(none) else rejected
    return replace(crosswalk, cells=result, rejected=rejected)


def _precision_of_area(cells: pd.DataFrame) -> pd.Series:
    """The finest area that each row names; unknown where it names none."""
    precision = pd.Series("unknown", index=cells.index, dtype="str")
    for name in AREAS:
        if name in cells:
            precision = precision.mask(cells[name].notna(), _PRECISIONS[name])
    return precision


def _widen_to_weeks(cells: pd.DataFrame) -> pd.DataFrame:
    """The rows with the seven days from their first as their span, where they state one day."""
    if "date_start" not in cells:
        return cells
    start = pd.to_datetime(cells["date_start"], errors="coerce")
    is_day = start.notna() & (cells.get("date_precision", pd.Series("day", index=cells.index)).astype("str") == "day")
    end = (start + _DAYS_OF_WEEK).dt.strftime("%Y-%m-%d")
    last = cells.get("date_end", pd.Series(None, index=cells.index, dtype="str"))
    if not pd.api.types.is_string_dtype(last.dtype):
        end = pd.to_datetime(end)
    precision = cells.get("date_precision", pd.Series("day", index=cells.index, dtype="str")).astype("str")
    return cells.assign(date_end=last.mask(is_day, end), date_precision=precision.mask(is_day, "week"))
