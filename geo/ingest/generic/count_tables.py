"""Tables in which a row counts events by week, month, district or country: they hold no incidents.

They are known by their columns: one of numbers that is named as a count of events, beside columns of periods, areas and
tolls; or columns that are periods, countries or types themselves, with a number in each cell.
"""

import csv
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

import pandas as pd

from geo.ingest.generic.column_names import parse_event_type
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.generic.toll_names import parse_toll_name
from geo.ingest.generic.value_fit import sample_values
from geo.ingest.import_result import Guess, Question
from geo.ingest.options import DAY, MONTH, YEAR, ImportOptions
from geo.ingest.parsers.cell_normalization import normalize
from geo.ingest.parsers.counts import parse_counts
from geo.ingest.parsers.date_words import normalize_date_words
from geo.ingest.parsers.dates import parse_dates
from geo.ingest.provider import Crosswalk
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.places.disambiguation import country_by_name
from geo.settings import data_dir

COUNT_WORDS_FILE = data_dir() / "count_words.csv"
ROW_MEANING = "rows"  # the topic of the question: what a row is
COUNTS, INCIDENTS = "counts", "incidents"  # its answers
MAX_COLUMNS = 200  # that are looked at, by judgement
MAX_WORDS = 10  # of a name that are looked at, by judgement
AREAS = ("country", "admin1", "admin2")
PERIODS = ("date_start", "date_end", "date_precision", YEAR, MONTH, DAY)
_PRECISIONS = {"country": "country", "admin1": "admin1", "admin2": "admin2"}
# By judgement: columns named like periods, countries or types from which a table is spread out by them; shares of
# cells that must be numbers, and of texts that must differ so that they tell of single events.
_MIN_SPREAD, _NUMBERS_SHARE, _DISTINCT_SHARE = 3, 0.9, 0.5
_MAX_ONES_SHARE = 0.95  # of counts that are 1: beyond, rows are single events with a harmless column
_TEXT_LENGTH = 25  # characters on average from which texts tell of single events
_NO_NAME = re.compile(r"column \d+")  # what readers call columns of a table without a header
_DAYS_OF_WEEK = pd.Timedelta(days=6)


@dataclass(frozen=True)
class CountTable:
    """What shows that a table counts events: the column of counts (empty where many are), and what it counts by."""

    what: str
    column: str
    by: tuple[str, ...]

    @property
    def description(self) -> str:
        """A sentence without its full stop."""
        by = f" by {_join(self.by)}" if self.by else ""
        return f"Each row counts {self.what}{by}"


@dataclass(frozen=True, eq=False)
class _Columns:
    """A table's cells with the guesses of its columns, and samples of their values."""

    cells: pd.DataFrame
    guesses: Sequence[Guess]
    samples: dict[str, pd.Series] = field(default_factory=dict)

    def of(self, *targets: str) -> list[str]:
        return [guess.column for guess in self.guesses if guess.target in targets]

    def sample(self, name: str) -> pd.Series:
        if name not in self.samples:
            self.samples[name] = sample_values(self.cells[name])
        return self.samples[name]

    def are_counts(self, name: str) -> bool:
        texts = self.sample(name)
        return not texts.empty and float(parse_counts(texts).best.notna().mean()) >= _NUMBERS_SHARE

    @property
    def others(self) -> list[str]:
        """The columns that are no area, period, type, toll, exposure or count of events, and not only numbers."""
        usual = {*AREAS, *PERIODS, "event_type", "sub_event_type", "dataset", "last_modified"}
        return [
            guess.column
            for guess in self.guesses
            if guess.target not in usual and not _is_area_code(guess.column) and not self._is_beside(guess.column)
        ]

    def _is_beside(self, name: str) -> bool:
        """Whether a column says nothing of a single event: periods, exposure, numbers, one value in all rows."""
        if parse_toll_name(name) is not None or _kind_of_name(name) or self.are_counts(name):
            return True
        return bool(self.sample(name).nunique() <= 1)

    def tells_of_single_events(self) -> bool:
        """Whether rows have an identifier of the file's own, or texts of their own."""
        if any(not _is_area_code(name) and not self.are_counts(name) for name in self.of("incident_id")):
            return True
        return any(self._has_own_texts(name) for name in self.others)

    def _has_own_texts(self, name: str) -> bool:
        texts = self.sample(name)
        is_long = not texts.empty and float(texts.str.len().mean()) >= _TEXT_LENGTH
        return is_long and bool(texts.nunique() > max(1, _DISTINCT_SHARE * len(texts)))


class CountForm(ABC):
    """One way in which a table counts events."""

    @abstractmethod
    def find(self, columns: _Columns) -> CountTable | None:
        """Return what shows that the table is of this form; None where it is not."""


class CountColumn(CountForm):
    """A column of numbers that is named as a count of events: EVENTS, “Number of incidents”, “عدد الحوادث”."""

    def find(self, columns: _Columns) -> CountTable | None:
        names = {guess.column: _kind_of_name(guess.column) for guess in columns.guesses}
        has_exposure = "exposure" in names.values()
        for name, kind in names.items():
            if kind not in ("events", "acts", "number") or not columns.are_counts(name):
                continue
            is_weak = kind != "events"
            if not has_exposure and (_are_ones(columns.sample(name)) or columns.tells_of_single_events()):
                continue
            if is_weak and (columns.others or not _counts_by(columns)):
                continue
            return CountTable(f"events (column {name})", name, _counts_by(columns))
        return None


class SpreadTable(CountForm):
    """Columns that are months, years, countries or types of events, with a number in each cell."""

    def find(self, columns: _Columns) -> CountTable | None:
        labels = _labels(columns)
        for what, find in (("periods", _are_periods), ("countries", _are_countries), ("types", _are_types)):
            spread = {*find([*labels.values()])}
            names = [name for name, label in labels.items() if label in spread and columns.are_counts(name)]
            rest = [guess.column for guess in columns.guesses if guess.column not in names]
            if len(names) < _MIN_SPREAD or not any(_has_more_than_one(columns.sample(name)) for name in names):
                continue
            if columns.tells_of_single_events() or (what != "periods" and {*columns.others} - {*names}):
                continue
            by = tuple(name for name in rest if not columns.are_counts(name))
            return CountTable(f"something in several columns ({labels[names[0]]} to {labels[names[-1]]})", "", by)
        return None


class YearlyGrid(CountForm):
    """Tolls of each year or month and each area, with nothing that tells of single events."""

    def find(self, columns: _Columns) -> CountTable | None:
        periods, areas = columns.of(YEAR, MONTH), columns.of(*AREAS)
        has_day = bool(columns.of("date_start", DAY, "title", "summary", "event_type"))
        tolls = [guess.column for guess in columns.guesses if guess.target.startswith(("killed_", "injured_"))]
        if not periods or has_day or not tolls or columns.others or len(columns.cells) < 2 * _MIN_SPREAD - 2:
            return None
        key = columns.cells[[*periods, *areas]].astype("str").fillna("")
        n_periods = len(key[periods].drop_duplicates())
        n_areas = len(key[areas].drop_duplicates()) if areas else 1
        if key.duplicated().any() or n_periods < 2 or len(key) != n_periods * n_areas:
            return None
        return CountTable(f"the dead ({tolls[0]})", tolls[0], tuple([*periods, *areas]))


FORMS: tuple[CountForm, ...] = (CountColumn(), SpreadTable(), YearlyGrid())


def may_hold_counts(table: RawTable) -> bool:
    """Return whether a table's names are like those of a table of counts; quick, for tables of every provider."""
    names = table.column_names
    return any(_kind_of_name(name) == "events" for name in names) and not any(map(_is_event_id, names))


def find_count_table(table: RawTable, guesses: Sequence[Guess]) -> CountTable | None:
    """Return what shows that the rows of a table count events; None where they may be incidents."""
    if len(table.cells) == 0:
        return None
    columns = _Columns(table.cells, guesses[:MAX_COLUMNS])
    return next((found for form in FORMS if (found := form.find(columns)) is not None), None)


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


def _labels(columns: _Columns) -> dict[str, str]:
    """Column → its name; in a table without a header, which one of years seems to be, the text in the first row."""
    names = [guess.column for guess in columns.guesses]
    if not all(_NO_NAME.fullmatch(name) for name in names):
        return {name: name for name in names}
    return {name: str(columns.cells[name].iloc[0]) for name in names}


def _counts_by(columns: _Columns) -> tuple[str, ...]:
    """The columns of periods, then those of areas; codes of areas only where no column names them."""
    names = [guess.column for guess in columns.guesses]
    periods = {*columns.of(*PERIODS), *(name for name in names if _kind_of_name(name) == "period")}
    areas = columns.of(*AREAS) or [name for name in names if _is_area_code(name)]
    return (*(name for name in names if name in periods), *(name for name in areas if name not in periods))


def _are_ones(texts: pd.Series) -> bool:
    """Whether nearly all counts are 1, so that each row is a single event; zeros count none."""
    return float((parse_counts(texts).best == 1).fillna(False).mean()) >= _MAX_ONES_SHARE


def _has_more_than_one(texts: pd.Series) -> bool:
    return bool((parse_counts(texts).best > 1).fillna(False).any())


def _are_periods(names: Sequence[str]) -> list[str]:
    """The names that are a year, a month or another period: “2024”, “January”, “Jan 2024”, “2024-01”."""
    texts = pd.Series(list(names), dtype="str")
    words = texts.map(lambda text: normalize_date_words(normalize(text[:40]))[0])
    is_month = words.str.fullmatch(r"@[gpi]\d\d").astype(bool)
    is_year = texts.str.strip().str.fullmatch(r"(?:19|20)\d\d").astype(bool)
    is_date = parse_dates(texts).start.notna() & texts.str.contains(r"\d").astype(bool)
    return [name for name, is_period in zip(names, is_month | is_year | is_date, strict=True) if is_period]


def _are_countries(names: Sequence[str]) -> list[str]:
    return [name for name in names if len(name) > 3 and country_by_name(name.strip())]


def _are_types(names: Sequence[str]) -> list[str]:
    return [name for name in names if parse_event_type(name)[0] and parse_toll_name(name) is None]


def _is_area_code(name: str) -> bool:
    words = {*normalize_column_name(name).split()}
    codes = {"pcode", "iso", "iso2", "iso3", "code", "pcode1", "pcode2", "adm0", "adm1", "adm2", "admin0"}
    return bool(words & codes) and not words & {"event", "incident"}


def _is_event_id(name: str) -> bool:
    words = normalize_column_name(name).split()
    return words[:2] in (["event", "id"], ["incident", "id"], ["eventid"], ["globaleventid"])


@lru_cache(maxsize=4096)  # names of columns are a user's
def _kind_of_name(name: str) -> str:
    """What a name says in the words of `data/count_words.csv`: events, acts, number, period, exposure; empty for none.

    “Number of events” and “events” count events; “event number” numbers them, and “event” is one.
    """
    words = normalize_column_name(name).split()[:MAX_WORDS]
    if " ".join(words) in _words():
        kind = _words()[" ".join(words)]
        return kind if kind in ("events", "acts", "period", "exposure") or words[0] in ("count", "counts", "n") else ""
    kinds = [_words().get(word, "") for word in words]
    nouns = [place for place, kind in enumerate(kinds) if kind in ("events", "event", "acts", "act")]
    if not nouns or (words[-1] in ("number", "no", "nr", "num", "id") and kinds[-1] == "number"):
        return "period" if kinds and set(kinds) == {"period"} else ""
    noun = nouns[-1]
    is_plural = kinds[noun] in ("events", "acts")
    has_number = "number" in kinds[:noun] or words[-1] in ("count", "counts", "total")
    is_known = all(kinds)
    if not (has_number and (is_plural or is_known)) and not (is_plural and is_known):
        return ""
    return "events" if kinds[noun] in ("events", "event") else "acts"


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = {}
    with COUNT_WORDS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words.setdefault(normalize_column_name(row["wording"]), row["kind"])
    return words


def _join(names: Sequence[str]) -> str:
    shown = list(names[:4])
    return " and ".join(shown) if len(shown) < 3 else f"{', '.join(shown[:-1])} and {shown[-1]}"
