import geopandas as gpd
import numpy as np
import pytest

from geo.analysis.comparison.baseline import ALL, resolve_baseline
from geo.analysis.comparison.difference_map import MAX_CLASSES_PER_SIDE, build_difference_map
from geo.query.index import Index
from geo.query.selection import Selection


@pytest.mark.parametrize("by", ["country", "admin1"])
@pytest.mark.parametrize("other", ["country=Iraq", "before", ALL])
def test_areas_hold_what_each_side_has_and_class_what_differs(small: gpd.GeoDataFrame, by: str, other: str) -> None:
    index = Index.from_table(small)
    pair = resolve_baseline(index, Selection.from_query("country=Pakistan"), other)
    told = build_difference_map(index, pair, by=by)
    for side, selection in (("here", pair.selection), ("there", pair.baseline)):
        assert told.areas[side].sum() == selection.apply(small)[by].notna().sum()
    middle = len(told.classes)
    assert middle <= MAX_CLASSES_PER_SIDE
    for _, area in told.areas.iterrows():
        difference = area["here"] - area["there"]
        assert np.sign(area["class"] - middle) == np.sign(difference)
        if difference:
            held = told.classes[abs(area["class"] - middle) - 1]
            assert held.least <= abs(difference)
            assert held.below is None or abs(difference) < held.below


def test_no_area_differs_from_itself(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    told = build_difference_map(index, resolve_baseline(index, Selection(), ALL), by="country")
    assert told.classes == ()
    assert set(told.areas["class"]) == {0}
