"""The ways in which a table counts events: in a column of counts, spread over columns, by year and area or by day."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from geo.ingest.generic.column_names import parse_event_type
from geo.ingest.generic.count_names import is_area_code, parse_count_name
from geo.ingest.generic.toll_names import parse_toll_name
from geo.ingest.generic.value_fit import sample_values
from geo.ingest.import_result import Guess
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR
from geo.ingest.parsers.cell_normalization import normalize
from geo.ingest.parsers.counts import parse_counts
from geo.ingest.parsers.date_words import normalize_date_words
from geo.ingest.parsers.dates import parse_dates
from geo.places.disambiguation import country_by_name

AREAS = ("country", "admin1", "admin2")
PERIODS = ("date_start", "date_end", "date_precision", YEAR, MONTH, DAY)
# By judgement: columns named like periods, countries or types from which a table is spread out by them; shares of
# cells that must be numbers, and of texts that must differ so that they tell of single events.
_MIN_SPREAD, _NUMBERS_SHARE, _DISTINCT_SHARE = 3, 0.9, 0.5
_MAX_ONES_SHARE = 0.95  # of counts that are 1: beyond, rows are single events with a harmless column
_MIN_NUMBERED, _MIN_GAPPED, _MAX_MEAN_STEP = 3, 10, 2.0  # rows of serial numbers, and their steps
_TEXT_LENGTH = 25  # characters on average from which texts tell of single events
_MIN_SERIES, _REGULAR_SHARE = 25, 0.9  # rows of an area (a dozen attacks may be on a dozen days), and of equal steps
_OF_SINGLE_EVENTS = (
    *(COORDINATES, "latitude", "longitude", "place_name", "event_type", "sub_event_type", "incident_id"),
    *("title", "summary", "actor_a", "actor_b"),
)
_NO_NAME = re.compile(r"column \d+")  # what readers call columns of a table without a header


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
class CountColumns:
    """A table's cells with the guesses of its columns, and samples of their values."""

    cells: pd.DataFrame
    guesses: Sequence[Guess]
    samples: dict[str, pd.Series] = field(default_factory=dict)

    def of(self, *targets: str) -> list[str]:
        """Return the columns that are guessed to mean one of these."""
        return [guess.column for guess in self.guesses if guess.target in targets]

    def sample(self, name: str) -> pd.Series:
        """Return a sample of the texts of a column."""
        if name not in self.samples:
            self.samples[name] = sample_values(self.cells[name])
        return self.samples[name]

    def are_serial(self, name: str) -> bool:
        """Return whether a column only numbers its rows, up or down: with steps of one, or with few numbers left out.

        Three rows show it, and ten where numbers are left out; both by judgement.
        """
        numbers = parse_counts(self.cells[name].dropna()).best.astype("float64")
        steps = numbers.diff().iloc[1:]
        if len(numbers) < _MIN_NUMBERED or not ((steps > 0).all() or (steps < 0).all()):
            return False
        return bool((steps.abs() == 1).all() or (len(numbers) >= _MIN_GAPPED and steps.abs().mean() <= _MAX_MEAN_STEP))

    def are_counts(self, name: str) -> bool:
        """Return whether nearly all cells of a column are numbers that can count."""
        texts = self.sample(name)
        return not texts.empty and float(parse_counts(texts).best.notna().mean()) >= _NUMBERS_SHARE

    @property
    def others(self) -> list[str]:
        """The columns that are no area, period, type, toll, exposure or count of events, and not only numbers."""
        usual = {*AREAS, *PERIODS, "event_type", "sub_event_type", "dataset", "last_modified"}
        return [
            guess.column
            for guess in self.guesses
            if guess.target not in usual and not is_area_code(guess.column) and not self._is_beside(guess.column)
        ]

    def _is_beside(self, name: str) -> bool:
        """Whether a column says nothing of a single event: periods, exposure, numbers, one value in all rows."""
        if parse_toll_name(name) is not None or parse_count_name(name) or self.are_counts(name):
            return True
        return bool(self.sample(name).nunique() <= 1)

    def tells_of_single_events(self) -> bool:
        """Whether rows have an identifier of the file's own, or texts of their own."""
        if any(not is_area_code(name) and not self.are_counts(name) for name in self.of("incident_id")):
            return True
        return any(self._has_own_texts(name) for name in self.others)

    def _has_own_texts(self, name: str) -> bool:
        texts = self.sample(name)
        is_long = not texts.empty and float(texts.str.len().mean()) >= _TEXT_LENGTH
        return is_long and bool(texts.nunique() > max(1, _DISTINCT_SHARE * len(texts)))


class CountForm(ABC):
    """One way in which a table counts events."""

    @abstractmethod
    def find(self, columns: CountColumns) -> CountTable | None:
        """Return what shows that the table is of this form; None where it is not."""


class CountColumn(CountForm):
    """A column of numbers that is named as a count of events: EVENTS, “Number of incidents”, “عدد الحوادث”."""

    def find(self, columns: CountColumns) -> CountTable | None:
        names = {guess.column: parse_count_name(guess.column) for guess in columns.guesses}
        has_exposure = "exposure" in names.values()
        for name, kind in names.items():
            if kind not in ("events", "acts", "number") or not columns.are_counts(name):
                continue
            if not has_exposure and columns.are_serial(name):
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

    def find(self, columns: CountColumns) -> CountTable | None:
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

    def find(self, columns: CountColumns) -> CountTable | None:
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


class DaySeries(CountForm):
    """Tolls of each area day after day, or week after week, with nothing that tells of single events."""

    def find(self, columns: CountColumns) -> CountTable | None:
        dates = columns.of("date_start")
        areas = columns.of(*AREAS) or [guess.column for guess in columns.guesses if is_area_code(guess.column)]
        tolls = [guess.column for guess in columns.guesses if parse_toll_name(guess.column) is not None]
        if len(dates) != 1 or not tolls or columns.of(*_OF_SINGLE_EVENTS) or columns.others:
            return None
        if any(parse_count_name(guess.column) == "events" for guess in columns.guesses):  # numbers of its rows
            return None
        days = parse_dates(columns.cells[dates[0]].astype("str")).start
        key = columns.cells[areas].astype("str").fillna("").agg("|".join, axis=1) if areas else ""
        if days.isna().any() or not _are_regular(pd.DataFrame({"area": key, "day": days})):
            return None
        return CountTable(f"the casualties ({tolls[0]})", tolls[0], (dates[0], *areas))


FORMS: tuple[CountForm, ...] = (CountColumn(), SpreadTable(), YearlyGrid(), DaySeries())


def _labels(columns: CountColumns) -> dict[str, str]:
    """Column → its name; in a table without a header, which one of years seems to be, the text in the first row."""
    names = [guess.column for guess in columns.guesses]
    if not all(_NO_NAME.fullmatch(name) for name in names):
        return {name: name for name in names}
    return {name: str(columns.cells[name].iloc[0]) for name in names}


def _counts_by(columns: CountColumns) -> tuple[str, ...]:
    """The columns of periods, then those of areas; codes of areas only where no column names them."""
    names = [guess.column for guess in columns.guesses]
    periods = {*columns.of(*PERIODS), *(name for name in names if parse_count_name(name) == "period")}
    areas = columns.of(*AREAS) or [name for name in names if is_area_code(name)]
    return (*(name for name in names if name in periods), *(name for name in areas if name not in periods))


def _are_ones(texts: pd.Series) -> bool:
    """Whether nearly all counts are 1, so that each row is a single event; zeros count none."""
    return float((parse_counts(texts).best == 1).fillna(False).mean()) >= _MAX_ONES_SHARE


def _has_more_than_one(texts: pd.Series) -> bool:
    return bool((parse_counts(texts).best > 1).fillna(False).any())


def _are_regular(rows: pd.DataFrame) -> bool:
    """Whether each area has one row a day, or one a week, and no day two of them (columns: area, day)."""
    if rows.duplicated().any() or rows.groupby("area").size().median() < _MIN_SERIES:
        return False
    steps = rows.sort_values(["area", "day"]).groupby("area")["day"].diff().dt.days.dropna()
    return any(float((steps == step).mean()) >= _REGULAR_SHARE for step in (1, 7))


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


def _join(names: Sequence[str]) -> str:
    first_names = list(names[:4])
    return " and ".join(first_names) if len(first_names) < 3 else f"{', '.join(first_names[:-1])} and {first_names[-1]}"
