"""The areas that the rows of several tables are known to, as one list."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.places.areas import Area
from geo.query.incident_areas import NO_AREA, AreaList
from geo.query.segments.joint_names import Codes


@dataclass(frozen=True, eq=False)
class JointAreas:
    """The areas of all tables; `codes`, by table: the joint number of each of its areas."""

    listed: AreaList
    codes: tuple[Codes, ...]

    @classmethod
    def of_parts(cls, parts: Sequence[AreaList]) -> "JointAreas":
        """Join the areas of each table. Of several countries that rows state with an area, the first by identifier
        stays, as within a table.
        """
        areas: dict[str, Area] = {}
        for part in parts:
            areas |= {area.area_id: area for area in part.areas if area.area_id not in areas}
        number_of = {area_id: number for number, area_id in enumerate(areas)}
        codes = tuple(np.array([number_of[area.area_id] for area in part.areas], dtype=np.intp) for part in parts)
        countries = _join_countries(parts, list(areas), number_of)
        boxes = np.array([area.outline.bounds for area in areas.values()], dtype=np.float64).reshape(-1, 4)
        return cls(AreaList(tuple(areas.values()), countries, boxes), codes)


def _join_countries(parts: Sequence[AreaList], area_ids: list[str], number_of: dict[str, int]) -> NDArray[np.int32]:
    """The number of each area's country."""
    of_area: dict[str, str] = {}
    for part in parts:
        for area, country in zip(part.areas, part.countries.tolist(), strict=True):
            if country != NO_AREA:
                stated = part.areas[country].area_id
                of_area[area.area_id] = min(stated, of_area.get(area.area_id, stated))
    numbers = [number_of[of_area[area_id]] if area_id in of_area else NO_AREA for area_id in area_ids]
    return np.array(numbers, dtype=np.int32)
