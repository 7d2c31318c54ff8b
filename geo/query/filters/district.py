"""The filter on a district: by its name in any spelling, as the source states it."""

from functools import cache, lru_cache

from geo.places.districts.district import District, districts
from geo.query.filters.categorical import CategoricalFilter
from geo.query.filters.division import Division, DivisionFilter, form_of, forms_of_names


class DistrictFilter(DivisionFilter):
    """Rows whose district is called so, or by another spelling of the districts of that name.

    What lies in a district without stating it is a matter of its outline: of the filter `place`.
    """

    def read_divisions(self, name: str) -> tuple[Division, ...]:
        return _read_districts(name)


@lru_cache(maxsize=4096)
def _read_districts(name: str) -> tuple[Division, ...]:
    return tuple(
        Division(district.place_id, district.country, forms_of_names((district.name,)))
        for district in _districts_by_form().get(form_of(name), ())
    )


@cache
def _districts_by_form() -> dict[str, list[District]]:
    by_form: dict[str, list[District]] = {}
    for district in districts().values():
        by_form.setdefault(form_of(district.name), []).append(district)
    return by_form


DISTRICT_FILTERS: tuple[CategoricalFilter, ...] = (
    DistrictFilter("admin2", "District", "A district as the source names it, in any spelling: Khanaqin District",
                   column="admin2", phrase="in the district of"),
)  # fmt: skip
