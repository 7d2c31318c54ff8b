"""The layers that districts come from: what their units are, whose data they are and under which licence."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from geo.settings import data_dir

LAYERS_CSV = data_dir() / "district_layers.csv"
SECOND_LEVEL = 2  # that of the column admin2
SHARE_ALIKE = "ODbL 1.0"
# One file a licence: share-alike outlines lie apart, so that nobody passes them on unaware.
DISTRICT_FILES: Mapping[str, Path] = MappingProxyType(
    {
        "Public domain": data_dir() / "districts_public_domain.parquet",
        "CC BY 3.0 IGO": data_dir() / "districts_cc_by_3_igo.parquet",
        "CC BY 4.0": data_dir() / "districts_cc_by_4.parquet",
        SHARE_ALIKE: data_dir() / "districts_odbl.parquet",
    }
)
LICENCE_ADDRESSES: Mapping[str, str] = MappingProxyType(
    {
        "Public domain": "",
        "CC BY 3.0 IGO": "https://creativecommons.org/licenses/by/3.0/igo/",
        "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
        SHARE_ALIKE: "https://opendatacommons.org/licenses/odbl/1-0/",
    }
)


@dataclass(frozen=True)
class DistrictLayer:
    """All units of one level in one country.

    `countries` are those that our borders draw where geoBoundaries has one; `unit` is what one is called (“tehsil”),
    `title` how it is written with its name (“{} Tehsil”).
    """

    boundary_id: str
    countries: tuple[str, ...]
    level: int
    unit: str
    title: str
    year: int
    source: str
    licence: str

    @property
    def precision(self) -> str:
        """The place precision of what is known to one unit; one of the third level is no district."""
        return "admin2" if self.level == SECOND_LEVEL else "region"

    @property
    def credit(self) -> str:
        """Whose the outlines are and under which licence, in a sentence."""
        licence = " ".join(filter(None, (self.licence, LICENCE_ADDRESSES[self.licence])))
        changes = "; outlines simplified, and cut to Natural Earth’s borders"
        return f"{self.countries[0]}, {self.unit}: {self.source} ({self.year}), by geoBoundaries; {licence}{changes}."


@cache
def district_layers() -> dict[str, DistrictLayer]:
    """The layers by geoBoundaries' identifier."""
    with LAYERS_CSV.open(encoding="utf-8", newline="") as file:
        layers = [_to_layer(row) for row in csv.DictReader(file)]
    return {layer.boundary_id: layer for layer in layers}


def credit_lines(boundary_ids: Iterable[str]) -> tuple[str, ...]:
    """A line for each of these layers, each once and in the order of the list; share-alike ones say what it asks."""
    ids = set(boundary_ids)
    return tuple(
        layer.credit + (" Whoever passes these outlines on shares them alike." if layer.licence == SHARE_ALIKE else "")
        for layer in district_layers().values()
        if layer.boundary_id in ids
    )


def _to_layer(row: dict[str, str]) -> DistrictLayer:
    return DistrictLayer(
        boundary_id=row["boundary_id"],
        countries=tuple(row["countries"].split("; ")),
        level=int(row["level"]),
        unit=row["unit"],
        title=row["title"],
        year=int(row["year"]),
        source=row["source"],
        licence=row["licence"],
    )
