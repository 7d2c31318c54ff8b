"""The choices of facets that were computed when a folder was packed; they hold for the code that computed them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from geo.core import actors
from geo.core.code_state import code_state
from geo.query.facet_values import FacetValues
from geo.query.packed.folder import PackedFolder
from geo.query.packed.names import choices_path, further_path, matches_path


@dataclass(frozen=True, eq=False)
class StoredFacets:
    """The facets of a packed folder, by the key of their filter; places count as Inside.CERTAIN."""

    folder: PackedFolder

    @property
    def is_current(self) -> bool:
        """Whether this code and the own actors of this process would compute the same."""
        manifest = self.folder.manifest
        return manifest.code == code_state() and manifest.own_actors == actors.own_actors_state()

    def values(self, key: str) -> FacetValues | None:
        """The choices of a filter; None where none are stored that hold."""
        group = self.folder.manifest.facets.get(key)
        if group is None or not self.is_current:
            return None
        if key not in self._values:
            self._values[key] = self._read(key, group)
        return self._values[key]

    @cached_property
    def _values(self) -> dict[str, FacetValues]:
        return {}

    def _read(self, key: str, group: str) -> FacetValues:
        choices, matches = self.folder.read(choices_path(key)), self.folder.read(matches_path(key))
        return FacetValues(
            group,
            tuple(choices["choice"].to_pylist()),
            matches["combination"].to_numpy(),
            matches["code"].to_numpy(),
            np.flatnonzero(choices["is_further"].to_numpy()).astype(np.int32),
        )

    def further_path(self, key: str) -> str | None:
        """The name of the file of the rows that a filter's choices match by more than their combination."""
        is_there = key in self.folder.manifest.further and key in self.folder.manifest.facets
        return further_path(key) if is_there and self.is_current else None

    def further_choices(self, key: str) -> frozenset[str]:
        """The choices that this file is about."""
        values = self.values(key)
        return frozenset(values.values[code] for code in values.further.tolist()) if values else frozenset()


def facet_tables(values: FacetValues) -> tuple[pa.Table, pa.Table]:
    """The choices of a filter and their matches, as `StoredFacets` reads them."""
    n_choices = len(values.values)
    is_further = np.zeros(n_choices, dtype=bool)
    is_further[values.further] = True
    codes = np.arange(n_choices, dtype=np.int32)
    choices = {"code": codes, "choice": pa.array(values.values, pa.string()), "is_further": is_further}
    return pa.table(choices), pa.table({"combination": values.combinations, "code": values.value_codes})
