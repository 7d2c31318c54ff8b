"""What a reader chooses on a page beside the selection: how it draws, counts, compares and sorts.

Each option is a parameter of the address, and geo/query/parameters.py says what it means. It belongs to its page: two
pages may give one name different values, and each accepts and writes only its own.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from geo.analysis.choropleth import MEASURES, RATE_PERIODS
from geo.analysis.comparison.comparison import DIMENSION_KEYS
from geo.analysis.dimensions import DIMENSION
from geo.analysis.time_scale import SCALE
from geo.analysis.timeline import GROUPINGS
from geo.analysis.timeline import MEASURES as TIMELINE_MEASURES
from geo.analysis.timeline_curves import MAX_AVERAGED, MIN_AVERAGED
from geo.core.schema import COLUMN
from geo.errors import ValueRefused
from geo.mapping.choropleth_legend import VIEW_NAMES

MAX_DIGITS = 6  # of a number: more pages than any table has, and few enough to be read at once
DESCENDING = "-"  # before the name of a column: the largest and the latest first


@dataclass(frozen=True, kw_only=True)
class PageOption(ABC):
    """An option of a page. Its value is a text, as in the address, where the default is not written.

    `requires`: another option of the page; while that has its default, this one changes nothing and is not written.
    """

    page: str
    name: str
    default: str = ""
    requires: str = ""

    @property
    @abstractmethod
    def accepted(self) -> str:
        """The values in words, for a message."""

    @abstractmethod
    def accepts(self, value: str) -> bool:
        """Whether it can have this value."""

    def check(self, value: str) -> str:
        """The value; raises ValueRefused where it cannot have it."""
        if value != self.default and not self.accepts(value):
            raise ValueRefused(value, accepted=self.accepted)
        return value

    def to_widget(self, value: str) -> object:
        """The value as its widget shows it."""
        return value

    def from_widget(self, value: object) -> str:
        """The value that a widget shows; the default for an empty one."""
        return self.default if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Choice(PageOption):
    """One of a few values; where the default is none of them, one need not choose."""

    choices: tuple[str, ...]

    @property
    def accepted(self) -> str:
        """The choices."""
        return ", ".join(filter(None, self.choices))

    def accepts(self, value: str) -> bool:
        """Whether it is one of the choices."""
        return value in self.choices

    def to_widget(self, value: str) -> object:
        """The choice; None where there is none."""
        return value if self.accepts(value) else None


@dataclass(frozen=True, kw_only=True)
class Flag(PageOption):
    """Off, which is the default, or on."""

    @property
    def accepted(self) -> str:
        """The only value beside the default."""
        return "1"

    def accepts(self, value: str) -> bool:
        """Whether it is on."""
        return value == "1"

    def to_widget(self, value: str) -> object:
        """Whether it is on."""
        return value == "1"

    def from_widget(self, value: object) -> str:
        """1 for on."""
        return "1" if value else self.default


@dataclass(frozen=True, kw_only=True)
class WholeNumber(PageOption):
    """A whole number from `lowest` to `highest`; blank, or the default, where none is chosen."""

    lowest: int
    highest: int = 10**MAX_DIGITS - 1

    @property
    def accepted(self) -> str:
        """The range."""
        return f"a whole number from {self.lowest:,} to {self.highest:,}"

    def accepts(self, value: str) -> bool:
        """Whether it is a number of the range, in plain digits without a zero before them."""
        is_number = value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS
        return is_number and value == str(int(value)) and self.lowest <= int(value) <= self.highest

    def to_widget(self, value: str) -> object:
        """The number; None for blank."""
        return int(value) if value else None


@dataclass(frozen=True, kw_only=True)
class SortOrder(PageOption):
    """The column by which a table is sorted, with DESCENDING before it for the last first; blank is its own order."""

    columns: tuple[str, ...]

    @property
    def accepted(self) -> str:
        """An example of either direction."""
        return f"a column of the table, such as {self.columns[0]}, or {DESCENDING}{self.columns[0]} for the last first"

    def accepts(self, value: str) -> bool:
        """Whether it names a column."""
        return value.removeprefix(DESCENDING) in self.columns


PAGE_OPTIONS: tuple[PageOption, ...] = (
    Choice(page="map", name="drawn", default="incidents", choices=("incidents", *VIEW_NAMES.values())),
    Choice(page="map", name="measure", default="incidents", choices=tuple(MEASURES), requires="drawn"),
    Choice(page="map", name="per", choices=RATE_PERIODS, requires="drawn"),
    Choice(page="timeline", name="by", default="type", choices=GROUPINGS),
    Choice(page="timeline", name="scale", choices=tuple(SCALE)),
    Choice(page="timeline", name="count", default="incidents", choices=TIMELINE_MEASURES),
    WholeNumber(page="timeline", name="smooth", lowest=MIN_AVERAGED, highest=MAX_AVERAGED),
    Flag(page="timeline", name="cumulative"),
    Choice(page="compare", name="by", default="type", choices=DIMENSION_KEYS),
    Flag(page="compare", name="killed"),
    Choice(page="filter", name="rows", default="actor", choices=tuple(DIMENSION)),
    Choice(page="filter", name="columns", default="type", choices=tuple(DIMENSION)),
    Choice(page="filter", name="measure", default="incidents", choices=tuple(MEASURES)),
    WholeNumber(page="filter", name="page", default="1", lowest=1),
    WholeNumber(page="timeline", name="page", default="1", lowest=1),
    SortOrder(page="filter", name="sort", columns=tuple(COLUMN)),
)
PAGE_OPTION = {(option.page, option.name): option for option in PAGE_OPTIONS}


def options_of(page: str) -> tuple[PageOption, ...]:
    """The options of a page, by the last part of its address."""
    return tuple(option for option in PAGE_OPTIONS if option.page == page)
