"""What the columns of a table of no known provider say, each read by the reader of its meaning."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.core.schema import PLACE_PRECISIONS
from geo.ingest.generic import values
from geo.ingest.generic.casualties import Casualties, parse_casualties
from geo.ingest.generic.column_targets import ColumnMapping
from geo.ingest.generic.country_agreement import read_country_column
from geo.ingest.generic.country_columns import CountryColumn
from geo.ingest.generic.date_columns import DateColumns, parse_date_columns
from geo.ingest.generic.point_precision import PointPrecision, infer_point_precision
from geo.ingest.generic.positions import Positions, parse_positions
from geo.ingest.generic.precision_columns import (
    StatedPrecision,
    read_date_precision,
    read_place_precision,
    widen_dates,
)
from geo.ingest.import_result import Finding, Question
from geo.ingest.options import ImportOptions


@dataclass(frozen=True, eq=False)
class TableReading:
    """What each reader makes of its columns; None for a meaning that no column has.

    `event_types`: our column → its values (see `values.parse_event_types`); `type_notes`: sentences on rows.
    """

    dates: DateColumns
    stated_dates: StatedPrecision | None
    stated_places: StatedPrecision | None
    positions: Positions
    countries: CountryColumn | None
    casualties: Casualties
    event_types: Mapping[str, pd.Series]
    type_notes: list[pd.Series]

    @property
    def date_cells(self) -> Mapping[str, pd.Series]:
        """First day, last day and precision, as wide as the table states; empty where no column is a date."""
        cells = self.dates.cells
        return widen_dates(cells, self.stated_dates) if self.stated_dates and cells else cells

    @property
    def row_notes(self) -> list[pd.Series]:
        return [*self.dates.row_notes, *self.casualties.row_notes, *self.type_notes]

    @property
    def stated(self) -> list[StatedPrecision]:
        return [read for read in (self.stated_dates, self.stated_places) if read is not None]

    @property
    def states_precision(self) -> pd.Series | None:
        """Whether a column states how precisely each row's place is known (bool); None where there is none."""
        places = self.stated_places
        return None if places is None else ~places.is_open & places.precision.isin(list(PLACE_PRECISIONS))

    @property
    def doubtful(self) -> list[StatedPrecision | CountryColumn]:
        """The columns whose values may mean several things."""
        return [*self.stated, *([self.countries] if self.countries is not None else [])]

    @property
    def notes(self) -> tuple[str, ...]:
        return (*self.dates.notes, *self.positions.notes, *(note for read in self.stated for note in read.notes))

    def list_questions(self, identity_questions: tuple[Question, ...]) -> tuple[Question, ...]:
        """The questions of all readers, and on the identity of the rows."""
        own = (question for read in self.doubtful for question in read.questions)
        return (*self.dates.questions, *self.positions.questions, *identity_questions, *own)

    def list_findings(self, point_findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """The findings of all readers, and on the precision of points."""
        own = (finding for read in self.doubtful for finding in read.findings)
        return (
            *self.dates.findings,
            *self.positions.findings,
            *point_findings,
            *self.casualties.findings,
            *own,
        )

    def infer_point_precision(self, incident_columns: Mapping[str, pd.Series]) -> PointPrecision:
        """How precisely each position is meant, by its cell, its decimals and the names beside it."""
        if not self.positions.cells:
            return PointPrecision(None)
        latitude, longitude = self.positions.cells["latitude"], self.positions.cells["longitude"]
        return infer_point_precision(
            latitude,
            longitude,
            incident_columns,
            self.positions.precision.reindex(latitude.index),
            self.states_precision,
        )


def read_table(
    cells: pd.DataFrame, columns: ColumnMapping, parts: frozenset[str], options: ImportOptions
) -> TableReading:
    """Read the columns that have a reader of their own; `parts` are those that count a part of a toll."""
    single = {target: names[0] for target, names in columns.items()}
    positions = parse_positions(cells, columns, options)
    event_types, type_notes = values.parse_event_types(cells, columns)
    return TableReading(
        parse_date_columns(cells, single, options),
        _read_if_any(read_date_precision, cells, single.get("date_precision"), options),
        _read_if_any(read_place_precision, cells, single.get("place_precision"), options),
        positions,
        read_country_column(cells, single["country"], positions.cells, options) if "country" in single else None,
        parse_casualties(cells, columns, parts),
        event_types,
        type_notes,
    )


def _read_if_any(
    read: Callable[[pd.DataFrame, str, ImportOptions], StatedPrecision],
    cells: pd.DataFrame,
    column: str | None,
    options: ImportOptions,
) -> StatedPrecision | None:
    return None if column is None else read(cells, column, options)
