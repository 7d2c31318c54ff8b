"""The choices of facets that were computed when a folder was packed; they hold for the code that computed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa

from geo.core import actors
from geo.core.code_state import code_state
from geo.errors import PackInvalid
from geo.query.facet_model import FacetModel
from geo.query.facet_values import FacetValues
from geo.query.filters import Filter
from geo.query.packed.folder import PackedFolder
from geo.query.packed.names import facet_path, further_path, readings_path


@dataclass(frozen=True, eq=False)
class StoredFacets:
    """The facets of a packed folder, by the key of their filter; places count as Inside.CERTAIN."""

    folder: PackedFolder

    @property
    def is_current(self) -> bool:
        """Whether this code and the own actors of this process would compute the same."""
        manifest = self.folder.manifest
        return manifest.code == code_state() and manifest.own_actors == actors.own_actors_state()

    def _has(self, key: str) -> bool:
        return key in self.folder.manifest.facets and self.is_current

    def values(self, key: str) -> FacetValues | None:
        """The choices of a filter; None where none are stored that hold."""
        if not self._has(key):
            return None
        if key not in self._values:
            self._values[key] = self._read_values(key)
        return self._values[key]

    @cached_property
    def _values(self) -> dict[str, FacetValues]:
        return {}

    def _read_values(self, key: str) -> FacetValues:
        values, matches = self._read(key, "values"), self._read(key, "matches")
        return FacetValues(
            self.folder.manifest.facets[key],
            tuple(values["choice"].to_pylist()),
            matches["combination"].to_numpy(),
            matches["code"].to_numpy(),
            np.flatnonzero(values["is_further"].to_numpy()).astype(np.int32),
        )

    def model(self, filter_: Filter[Any]) -> FacetModel | None:
        """What the choices are made of; None where it is not stored. The filter learns what its texts mean."""
        values = self.values(filter_.key)
        if values is None:
            return None
        filter_.remember_texts(self._read_readings(filter_.key))
        texts, names = (_to_counts(self._read(filter_.key, table)) for table in ("texts", "names"))
        choices = self._read(filter_.key, "choices").to_pandas().astype("str")
        return FacetModel(values.group, texts, choices, names, values.values, values.combinations, values.value_codes)

    def _read(self, key: str, table: str) -> pa.Table:
        return self.folder.read(facet_path(key, table))

    def _read_readings(self, key: str) -> Any:
        name = readings_path(key)
        try:
            return msgspec.json.decode(self.folder.file(name).read_bytes())
        except (OSError, msgspec.MsgspecError):
            raise PackInvalid(str(self.folder.path), f"its file {name} cannot be read") from None

    def further_path(self, key: str) -> str | None:
        """The name of the file of the rows that a filter's choices match by more than their combination."""
        return further_path(key) if key in self.folder.manifest.further and self._has(key) else None

    def further_choices(self, key: str) -> frozenset[str]:
        """The choices that this file is about."""
        values = self.values(key)
        return frozenset(values.values[code] for code in values.further.tolist()) if values else frozenset()


def facet_tables(model: FacetModel, values: FacetValues) -> Mapping[str, pa.Table]:
    """The choices of a filter and what they are made of, as `StoredFacets` reads them, by the name of the table."""
    n_choices = len(values.values)
    is_further = np.zeros(n_choices, dtype=bool)
    is_further[values.further] = True
    codes = np.arange(n_choices, dtype=np.int32)
    return {
        "values": pa.table({"code": codes, "choice": pa.array(values.values, pa.string()), "is_further": is_further}),
        "matches": pa.table({"combination": values.combinations, "code": values.value_codes}),
        "texts": _from_counts(model.texts),
        "names": _from_counts(model.names),
        "choices": pa.table({name: _texts(model.choices[name]) for name in ("name", "identity")}),
    }


def _from_counts(counts: pd.Series) -> pa.Table:
    return pa.table({"text": _texts(counts.index), "n": counts.to_numpy(dtype=np.int64)})


def _texts(texts: pd.Series | pd.Index) -> pa.Array:
    return pa.array(texts.tolist(), pa.string())


def _to_counts(table: pa.Table) -> pd.Series:
    return pd.Series(table["n"].to_numpy(), index=pd.Index(table["text"].to_pylist(), dtype="str"), dtype="int64")
