"""What the data of one reader know of places: those of the base and of this reader's imports, and nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo.core.geodesy import scalar_haversine_km
from geo.core.schema import LIST_SEPARATOR
from geo.places.gazetteer.name_normalization import MAX_NAME_LENGTH, strip_generic
from geo.places.own_places.clusters import CLUSTER_KM
from geo.places.own_places.own_table import MAX_POINTS, OwnPoint, OwnTable, form_of
from geo.places.own_places.point_counts import PRECISIONS


@dataclass(frozen=True, eq=False)
class OwnPlaces:
    """The tables that one reader may use, of which those before others go first where rows are equally many.

    `notes`: why data that may know places too could not be read, for the reader.
    """

    tables: tuple[OwnTable, ...] = ()
    notes: tuple[str, ...] = ()

    def points_of(self, name: str) -> list[OwnPoint]:
        """Where rows have this name in any spelling, the commonest point first; those within 25 km are one."""
        if not self or not 0 < len(name) <= MAX_NAME_LENGTH:
            return []
        return self._points_of_form(form_of(name)) or self._points_of_form(strip_generic(name))

    def has_form(self, form: str) -> bool:
        """Whether a row has this normalized name."""
        return any(table.has_form(form) for table in self.tables)

    def joined(self, table: OwnTable) -> "OwnPlaces":
        """These and another table, which goes first."""
        return replace(self, tables=(table, *self.tables)) if len(table) else self

    def __bool__(self) -> bool:
        return any(map(len, self.tables))

    def save(self, folder: Path) -> None:
        """Write the tables into an empty folder; `load` reads them."""
        for number, table in enumerate(self.tables):
            table.save(folder / f"{number:03}.arrow")

    @classmethod
    def load(cls, folder: Path) -> "OwnPlaces":
        """The tables of a folder that `save` wrote."""
        return cls(tuple(map(OwnTable.load, sorted(folder.glob("*.arrow")))))

    def _points_of_form(self, form: str) -> list[OwnPoint]:
        points = [point for table in self.tables for point in table.points_of(form)]
        ordered = sorted(points, key=lambda point: (PRECISIONS.index(point.precision), -point.n_rows))
        return sorted(_merge(ordered), key=lambda point: -point.n_rows)


NO_OWN_PLACES = OwnPlaces()


def _merge(points: Sequence[OwnPoint]) -> list[OwnPoint]:
    """The first MAX_POINTS points, to which those of their country within 25 km are added.

    As in one table a point of the finest precision goes before others, however frequent these are.
    """
    merged: list[OwnPoint] = []
    for point in points:
        number = next((number for number, other in enumerate(merged) if _is_same(point, other)), None)
        if number is not None:
            merged[number] = _add(merged[number], point)
        elif len(merged) < MAX_POINTS:
            merged.append(point)
    return merged


def _is_same(one: OwnPoint, other: OwnPoint) -> bool:
    return one.country == other.country and distance_km(one, other) <= CLUSTER_KM


def distance_km(one: OwnPoint, other: OwnPoint) -> float:
    """The distance between two points in kilometres."""
    return scalar_haversine_km(one.longitude, one.latitude, other.longitude, other.latitude)


def _add(point: OwnPoint, other: OwnPoint) -> OwnPoint:
    sources = list(dict.fromkeys([*point.sources.split(LIST_SEPARATOR), *other.sources.split(LIST_SEPARATOR)]))
    return replace(
        point,
        n_rows=point.n_rows + other.n_rows,
        spread_km=max(point.spread_km, distance_km(point, other) + other.spread_km),
        sources=LIST_SEPARATOR.join(sources),
    )
