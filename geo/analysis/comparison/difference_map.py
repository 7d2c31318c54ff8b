"""Countries or provinces by how much two selections differ in them, in classes to both sides for a map of two hues."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.analysis.choropleth import AREA_COLUMNS, build_choropleth
from geo.analysis.classification import ClassInterval, class_index, classify
from geo.analysis.comparison.baseline import BASELINE, SELECTION, SelectionPair
from geo.query.engine import Engine

MAX_CLASSES_PER_SIDE = 3  # as many shades as the map has of each hue


@dataclass(frozen=True, eq=False)
class DifferenceMap:
    """How many incidents each side of a pair has in each area.

    `areas`: country, admin1 (by province), code, outline, selection, baseline (incidents), class. `classes` divide the
    sizes of the differences. Class len(classes) is no difference; lower ones are more in the baseline, the largest
    differences first, and higher ones more in the selection.
    """

    pair: SelectionPair
    by: str
    areas: pd.DataFrame
    classes: tuple[ClassInterval, ...]


def build_difference_map(engine: Engine, pair: SelectionPair, *, by: str) -> DifferenceMap:
    """Count the incidents of both sides by area (`by` country or admin1); raises KeyError for any other."""
    names = [*AREA_COLUMNS[by], "code", "outline"]
    counts = [
        build_choropleth(engine.select(selection), by=by)
        .areas[[*names, "incidents"]]
        .rename(columns={"incidents": side})
        for side, selection in pair.sides()
    ]
    areas = counts[0].merge(counts[1], on=names, how="outer").fillna({SELECTION: 0, BASELINE: 0})
    areas = areas.astype({SELECTION: "int64", BASELINE: "int64"})
    differences = (areas[SELECTION] - areas[BASELINE]).to_numpy(dtype=float)
    sizes = np.abs(differences)
    classes = classify(sizes[sizes > 0], is_integer=True, max_classes=MAX_CLASSES_PER_SIDE)
    steps = np.where(sizes > 0, class_index(sizes, classes) + 1, 0)
    numbers = len(classes) + np.sign(differences).astype(int) * steps
    return DifferenceMap(pair, by, areas.assign(**{"class": numbers}), classes)
