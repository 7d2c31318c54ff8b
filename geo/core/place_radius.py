"""The circle that a place stands for where its row states no radius: one rule for the map, the filters and exports."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# Near: UCDP's codebook, where_prec 2, “within about 25 km”. District: a guess, not fitted.
NEAR_RADIUS_KM = 25.0
DISTRICT_RADIUS_KM = 30.0
DEFAULT_RADIUS_KM: Mapping[str, float] = MappingProxyType({"near": NEAR_RADIUS_KM, "admin2": DISTRICT_RADIUS_KM})
EXACT = "exact"


def circle_radii_km(precisions: pd.Series, stated_km: pd.Series) -> NDArray[np.float64]:
    """The radius of the circle that each row lies in: 0 for a point, the usual one where none is stated.

    `precisions`: place_precision; `stated_km`: radius_km. A row of unknown precision without a radius is a point; one
    known to an area has the radius that is stated, or is not a number, for its point says nothing of its size.
    """
    names = precisions.astype("category")
    defaults = np.array([_default_km(str(name)) for name in names.cat.categories] + [0.0])[names.cat.codes.to_numpy()]
    stated = stated_km.to_numpy(dtype=np.float64, na_value=np.nan)
    is_exact = np.array([name == EXACT for name in names.cat.categories] + [False])[names.cat.codes.to_numpy()]
    radii: NDArray[np.float64] = np.where(is_exact | np.isnan(stated), defaults, stated)
    return radii


def _default_km(precision: str) -> float:
    if precision in ("admin1", "region", "country"):
        return np.nan
    return DEFAULT_RADIUS_KM.get(precision, 0.0)
