"""The filter on a province: by any name that the gazetteer has for it."""

from functools import lru_cache

from geo import places
from geo.query.filters.categorical import CategoricalFilter
from geo.query.filters.division import Division, DivisionFilter, forms_of_names


class ProvinceFilter(DivisionFilter):
    """Rows whose province is called so, or by another name of the provinces of that name."""

    def read_divisions(self, name: str) -> tuple[Division, ...]:
        return _read_provinces(name)


@lru_cache(maxsize=4096)
def _read_provinces(name: str) -> tuple[Division, ...]:
    return tuple(
        Division(place.place_id, place.country or "", forms_of_names((place.name, *places.known_spellings(place))))
        for place in places.provinces_of_name(name)
    )


PROVINCE_FILTERS: tuple[CategoricalFilter, ...] = (
    ProvinceFilter("admin1", "Province", "A province by any of its names: Balochistan, Baluchistan",
                   column="admin1", phrase="in the province of"),
)  # fmt: skip
