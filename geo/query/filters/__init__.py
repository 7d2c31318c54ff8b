"""The filters, in the order of the sidebar, the sentence and the query; all of these loop over them.

To add one, write its class in the file that fits and put it into the tuple there.
"""

from typing import Any

from geo.query.filters.attributes import ROWS
from geo.query.filters.categorical import NAMES, PRECISIONS
from geo.query.filters.date_range import DATES
from geo.query.filters.filter import Control, Filter
from geo.query.filters.place import PLACES
from geo.query.filters.spatial import AREAS

FILTERS: tuple[Filter[Any], ...] = (*NAMES, *PLACES, *DATES, *ROWS, *PRECISIONS, *AREAS)
FILTER: dict[str, Filter[Any]] = {each.key: each for each in FILTERS}

__all__ = ["FILTER", "FILTERS", "Control", "Filter"]
