"""What a file says about itself in words: a sheet of a workbook, a README beside a shapefile, a layer's description."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd

from geo.core.formatting import pluralize
from geo.core.schema import COLUMN, EXPORT_COLUMNS, GENERALISED_COLUMN, GEOMETRY_IS, Column
from geo.exports.cells import GEOMETRY
from geo.exports.exporter import Exporter, ExportJob
from geo.exports.geometry_kind import NONE, REPRESENTATIVE_POINT

READING = "Blank is unknown, never zero. A point is only as precise as its place_precision says."
ATTRIBUTION = "Countries and provinces: Natural Earth, which shows de facto borders."
OTHERS: Mapping[str, Column] = {column.name: column for column in (*EXPORT_COLUMNS, GENERALISED_COLUMN)}
OF_A_DATASET = "A column of the dataset, as its provider names and fills it."


@dataclass(eq=False)
class RowCounts:
    """Counts that are added up while the rows are written."""

    n_rows: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, rows: gpd.GeoDataFrame) -> None:
        """Count some rows more."""
        self.n_rows += len(rows)
        if GEOMETRY_IS in rows.columns:
            self.kinds.update(rows[GEOMETRY_IS].value_counts().to_dict())

    def describe(self) -> dict[str, str]:
        """The counts, by what they count."""
        lines = {"Incidents": f"{self.n_rows:,}"}
        if self.kinds:
            lines["Known only to an area, shown by one point of it"] = f"{self.kinds[REPRESENTATIVE_POINT]:,}"
            lines["Without coordinates"] = f"{self.kinds[NONE]:,}"
        return lines


def describe_file(job: ExportJob, exporter: Exporter) -> dict[str, str]:
    """What is known of a file before its first row, by title: plain text, as hostile as the selection."""
    facts = job.facts
    lines = {
        "Selection": facts["selection"],
        "Address of the selection": f"/filter?{facts['query']}" if facts["query"] else "/filter",
        "Incidents": pluralize(len(job.rows), "incident"),
        "Data version": facts["data_version"],
        "Program": f"Faultline {facts['faultline_version']}",
    }
    if job.generalisation.is_coarse:
        lines["Coordinates"] = facts["coordinates"]
    return lines | {"How to read it": READING, "Borders": ATTRIBUTION, **_number("What is lost", exporter.losses)}


def dictionary_rows(names: list[str]) -> list[tuple[str, str, str, str]]:
    """Name, title, meaning and values of each of these columns."""
    return [_describe_column(name) for name in names if name != GEOMETRY]


def _describe_column(name: str) -> tuple[str, str, str, str]:
    column = COLUMN.get(name) or OTHERS.get(name)
    return (name, column.title, column.tooltip, ", ".join(column.allowed)) if column else (name, "", OF_A_DATASET, "")


def _number(title: str, lines: tuple[str, ...]) -> dict[str, str]:
    return {f"{title} ({number})": line for number, line in enumerate(lines, start=1)}
