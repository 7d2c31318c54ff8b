"""A table with the choices that filters have in it."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

import pandas as pd

from geo.query.answers import Counts
from geo.query.facet_model import FacetModel
from geo.query.facet_values import FacetValues, values_of_model
from geo.query.filters import Filter
from geo.query.filters.extents import Inside


class FacetSource(ABC):
    """What lists combinations and counts their rows."""

    @abstractmethod
    def combinations(self, group: str) -> pd.DataFrame:
        """The distinct combinations of a group of COLUMN_GROUPS, one a row; perhaps with some that no row has.

        Text columns are `str`, days `datetime64`. The index is 0, 1, 2 …: the codes of combinations.
        """

    @abstractmethod
    def total_counts(self, group: str) -> Counts:
        """How many rows of the whole table have each combination of a group."""

    @property
    def base(self) -> "FacetSource":
        """The table that most rows are of: its combinations are the first ones here. Itself where there is none."""
        return self

    def facet_values(self, filter_: Filter[Any], inside: Inside = Inside.CERTAIN) -> FacetValues:
        """The choices of a filter in the whole table; computed when first needed, which may take the gazetteer."""
        key = (filter_.key, inside if filter_.matches_regions else Inside.CERTAIN)
        if key not in self._facet_values:
            known = None if self.base is self else self.base.facet_values(filter_, inside)
            self._facet_values[key] = values_of_model(self.facet_model(filter_), filter_, inside, known)
        return self._facet_values[key]

    def facet_model(self, filter_: Filter[Any]) -> FacetModel:
        """What these choices are put together of: where there is a base, of what its own ones are."""
        if filter_.key not in self._facet_models:
            self._facet_models[filter_.key] = self._build_facet_model(filter_)
        return self._facet_models[filter_.key]

    def _build_facet_model(self, filter_: Filter[Any]) -> FacetModel:
        if self.base is self:
            return FacetModel.build(filter_, self.combinations, self.total_counts)
        model = self.base.facet_model(filter_)
        before, after = self.base.total_counts(model.group), self.total_counts(model.group)
        return model.change(filter_, self.combinations(model.group), before, after)

    @cached_property
    def _facet_values(self) -> dict[tuple[str, Inside], FacetValues]:
        return {}

    @cached_property
    def _facet_models(self) -> dict[str, FacetModel]:
        return {}
