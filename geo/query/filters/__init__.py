"""The filters, in the order of the sidebar, of the sentence and of the query: all of these loop over them.

To add a filter, write its class in the file that fits and add an instance to the tuple there.
"""

from typing import Any

from geo.query.filters.actor import ACTOR_FILTERS
from geo.query.filters.attributes import ATTRIBUTE_FILTERS
from geo.query.filters.categorical import NAME_FILTERS, PRECISION_FILTERS
from geo.query.filters.country import COUNTRY_FILTERS
from geo.query.filters.date_range import DATE_FILTERS
from geo.query.filters.district import DISTRICT_FILTERS
from geo.query.filters.evidence import EVIDENCE_FILTERS
from geo.query.filters.exclusion import exclude, is_excluded, strip_exclusion
from geo.query.filters.filter import Control, Filter
from geo.query.filters.inside import INSIDE_FILTERS
from geo.query.filters.place import PLACE_FILTERS
from geo.query.filters.province import PROVINCE_FILTERS
from geo.query.filters.spatial import SPATIAL_FILTERS
from geo.query.filters.text import TEXT_FILTERS

FILTERS: tuple[Filter[Any], ...] = (
    *ACTOR_FILTERS, *NAME_FILTERS, *COUNTRY_FILTERS, *PROVINCE_FILTERS, *DISTRICT_FILTERS, *PLACE_FILTERS,
    *DATE_FILTERS, *ATTRIBUTE_FILTERS, *EVIDENCE_FILTERS, *TEXT_FILTERS, *PRECISION_FILTERS, *SPATIAL_FILTERS,
    *INSIDE_FILTERS,
)  # fmt: skip
FILTER: dict[str, Filter[Any]] = {filter_.key: filter_ for filter_ in FILTERS}

__all__ = ["FILTER", "FILTERS", "Control", "Filter", "exclude", "is_excluded", "strip_exclusion"]
