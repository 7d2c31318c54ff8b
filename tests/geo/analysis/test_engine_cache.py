"""What is computed once of an engine is let go with it."""

import gc
import weakref

import geopandas as gpd

from geo.analysis.engine_cache import once_per_engine
from geo.query.engine import Engine
from geo.query.index import Index


def test_each_engine_and_argument_is_computed_once_and_let_go_with_the_engine(small: gpd.GeoDataFrame) -> None:
    calls: list[int] = []

    @once_per_engine
    def count(engine: Engine, factor: int = 1) -> int:
        calls.append(factor)
        return len(engine) * factor

    whole, part = Index.from_table(small), Index.from_table(small.head(3))
    assert [count(whole), count(part), count(whole, 2), count(whole), count(whole, 2)] == [10, 3, 20, 10, 20]
    assert calls == [1, 1, 2]
    alive = weakref.ref(part)
    del part
    gc.collect()
    assert alive() is None
