"""The filters, in the order of the sidebar, the sentence and the query; all of these loop over them.

To add one, write its class in the file that fits and put it into the tuple there.
"""

from typing import Any

from geo.filters.areas import AREAS
from geo.filters.base import Control, Filter
from geo.filters.choices import NAMES, PRECISIONS
from geo.filters.dates import DATES
from geo.filters.place import PLACES
from geo.filters.rows import ROWS

FILTERS: tuple[Filter[Any], ...] = (*NAMES, *PLACES, *DATES, *ROWS, *PRECISIONS, *AREAS)
FILTER: dict[str, Filter[Any]] = {each.key: each for each in FILTERS}

__all__ = ["FILTER", "FILTERS", "Control", "Filter"]
