import geopandas as gpd
import numpy as np
import pytest

from geo.analysis.comparison.baseline import ALL, resolve_baseline
from geo.analysis.comparison.difference_map import MAX_CLASSES_PER_SIDE, build_difference_map
from geo.query.index import Index
from geo.query.selection import Selection


@pytest.mark.parametrize("by", ["country", "admin1"])
@pytest.mark.parametrize("source", ["country=Iraq", "before", ALL])
def test_areas_hold_what_each_side_has_and_class_what_differs(small: gpd.GeoDataFrame, by: str, source: str) -> None:
    index = Index.from_table(small)
    pair = resolve_baseline(index, Selection.from_query("country=Pakistan"), source)
    differences = build_difference_map(index, pair, by=by)
    for side, selection in (("selection", pair.selection), ("baseline", pair.baseline)):
        assert differences.areas[side].sum() == selection.apply(small)[by].notna().sum()
    middle = len(differences.classes)
    assert middle <= MAX_CLASSES_PER_SIDE
    for _, area in differences.areas.iterrows():
        difference = area["selection"] - area["baseline"]
        assert np.sign(area["class"] - middle) == np.sign(difference)
        if difference:
            interval = differences.classes[abs(area["class"] - middle) - 1]
            assert interval.lower <= abs(difference)
            assert interval.upper is None or abs(difference) < interval.upper


def test_no_area_differs_from_itself(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    differences = build_difference_map(index, resolve_baseline(index, Selection(), ALL), by="country")
    assert differences.classes == ()
    assert set(differences.areas["class"]) == {0}
