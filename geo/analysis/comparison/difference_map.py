"""Countries or provinces by how much two selections differ in them, in classes to both sides for a map of two hues."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.analysis.choropleth import AREA_COLUMNS, build_choropleth
from geo.analysis.classification import ClassInterval, class_index, classify
from geo.analysis.comparison.baseline import SelectionPair
from geo.query.index import Index

MAX_CLASSES_PER_SIDE = 3


@dataclass(frozen=True, eq=False)
class DifferenceMap:
    """Areas with their counts on both sides: country, admin1 (by province), code, outline, here, there, class.

    `classes` are those of the size of a difference. Class number len(classes) is no difference; those below it are
    more there, those above it more here.
    """

    by: str
    areas: pd.DataFrame
    classes: tuple[ClassInterval, ...]


def build_difference_map(index: Index, pair: SelectionPair, *, by: str) -> DifferenceMap:
    """Countries or provinces (`by` country or admin1) with the incidents here and there; raises KeyError for others."""
    names = [*AREA_COLUMNS[by], "code", "outline"]
    sides = [build_choropleth(index.select(each), by=by).areas[[*names, "incidents"]] for _, each in pair.sides()]
    both = sides[0].merge(sides[1], on=names, how="outer", suffixes=("_here", "_there"))
    here, there = (both[f"incidents_{side}"].fillna(0).astype("int64") for side in ("here", "there"))
    values = (here - there).to_numpy(dtype=float)
    sizes = np.abs(values[values != 0])
    classes = classify(sizes, whole=True, max_classes=MAX_CLASSES_PER_SIDE)
    # Classes of more there come first, the farthest first; in the middle is no difference.
    number = np.sign(values).astype(int) * (class_index(np.abs(values), classes) + 1) + len(classes)
    told = both[names].assign(here=here, there=there, **{"class": np.where(values == 0, len(classes), number)})
    return DifferenceMap(by, told, classes)
