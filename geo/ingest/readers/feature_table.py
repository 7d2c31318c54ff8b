"""Records with geometries, from any format, as a raw table: longitude, latitude, and the rest as WKT."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from geo.core.schema import REQUIRED
from geo.ingest.import_result import Finding
from geo.ingest.options import ImportOptions
from geo.ingest.readers.area_features import describe_areas, is_area
from geo.ingest.readers.feature_positions import POSITION, Shape, locate_features
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.readers.table_limits import ColumnCounter

MAX_SHOWN = 200  # characters of a value that a rejection repeats


@dataclass(frozen=True, eq=False)
class Features:
    """The records of a file by their number in it, each with its cells and its geometry, and those that are none.

    `areas` has the numbers of outlines that our own downloads have beside the incidents.
    """

    cells: dict[int, Mapping[str, str | None]] = field(default_factory=dict)
    shapes: dict[int, Shape] = field(default_factory=dict)
    rejected: list[tuple[int, str, str, str]] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)
    _columns: ColumnCounter = field(default_factory=ColumnCounter)

    def add(self, number: int, cells: Mapping[str, str | None], shape: Shape = None) -> None:
        """Add a record, which may be an area; one that holds half a character (a lone surrogate) is rejected.

        Raises IncidentsInvalid where the records have too many different names by now.
        """
        if is_area(cells):
            self.areas.append(number)
            return
        self._columns.count(cells)
        text = "".join(filter(None, (*cells, *cells.values())))
        try:
            text.encode()
        except UnicodeEncodeError as error:
            surrogate = ascii(text[error.start])
            self.reject(number, text, f"holds {surrogate}, half a character; write it whole")
        else:
            self.cells[number] = cells
            self.shapes[number] = shape

    def reject(self, number: int, value: str, reason: str) -> None:
        """Reject a record; `value` is what it holds instead."""
        excerpt = value[:MAX_SHOWN].encode("utf-8", "backslashreplace").decode()
        self.rejected.append((number, "", excerpt, reason))


def build_table(
    name: str,
    features: Features,
    options: ImportOptions,
    *,
    system: str = "",
    has_geometry: bool = False,
    notes: tuple[str, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> RawTable:
    """The records as a raw table of the format `name`.

    `system` is the reference system that the file states, empty for none; with `has_geometry` the table has columns for
    the position even where no record has one. Raises IncidentsInvalid where the system is unknown.
    """
    notes = (*notes, *describe_areas(len(features.areas)))
    index = pd.Index(features.cells, dtype="int64")
    if not features.cells:  # no record names a column
        cells = pd.DataFrame(columns=list(REQUIRED), index=index, dtype="str")
        return RawTable(name, cells, 1, build_rejections(features.rejected), notes, findings)
    cells = pd.DataFrame(list(features.cells.values()), index=index).astype("str")
    positions = locate_features(cells, features.shapes, options, system)
    columns = _add_axes(positions.columns, cells) if has_geometry else positions.columns
    rejected = build_rejections(sorted((*features.rejected, *positions.rejected)))
    return RawTable(
        name,
        _put_columns(cells, columns).drop(index=[row for row, *_ in positions.rejected]),
        1,
        rejected,
        (*notes, *positions.notes),
        findings,
        questions=positions.questions,
        shapes=positions.shapes,
    )


def _add_axes(columns: Mapping[str, pd.Series], cells: pd.DataFrame) -> dict[str, pd.Series]:
    """The geometries' columns, with blank ones for the axes that neither they nor the cells have."""
    blank = pd.Series(None, index=cells.index, dtype="str")
    return {**columns, **{axis: blank for axis in POSITION if axis not in {*columns, *cells}}}


def _put_columns(cells: pd.DataFrame, columns: Mapping[str, pd.Series]) -> pd.DataFrame:
    """The cells with the geometries' columns behind them; a row's own position stays where it has no geometry."""
    others = cells.drop(columns=[axis for axis in POSITION if axis in columns and axis in cells])
    own = {axis: values.fillna(cells[axis]) if axis in cells else values for axis, values in columns.items()}
    return pd.concat([others, pd.DataFrame(own, index=cells.index)], axis=1) if own else cells
