"""Files and analyses of a table are the same, byte by byte, where it lies in segments whose names differ."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo import exports
from geo.analysis.choropleth import AREA_COLUMNS, build_choropleth
from geo.analysis.comparison.baseline import resolve_baseline
from geo.analysis.comparison.comparison import VALUES_BY, compare, find_caveats
from geo.analysis.crosstab import MEASURES, crosstab
from geo.analysis.dimensions import DIMENSION
from geo.analysis.timeline import GROUPINGS, build_timeline
from geo.exports.areas import MEDIA_TYPES, areas_file
from geo.query.engine import Engine
from geo.query.index import Index
from geo.query.segments import SegmentedEngine
from geo.query.selection import Selection
from geo.storage.atlas import Atlas

N_SEGMENTS = 3
QUERIES = pytest.mark.parametrize(
    "query", ["", "country=Pakistan", "from=2023-01-01&to=2024-12-31", "q=nothing+at+all"]
)


def segmented(table: gpd.GeoDataFrame) -> Engine:
    """The table as segments of every third row, each with no more names than its rows have."""
    parts = (table[np.arange(len(table)) % N_SEGMENTS == number] for number in range(N_SEGMENTS))
    return SegmentedEngine(tuple(Index.from_table(own_names(part.reset_index(drop=True))) for part in parts))


def own_names(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    categorical = rows.select_dtypes("category")
    return rows.assign(**{name: values.cat.remove_unused_categories() for name, values in categorical.items()})


@pytest.fixture(scope="module")
def engines(small_atlas: Atlas) -> tuple[Engine, Engine]:
    return Index.from_table(small_atlas.incidents), segmented(small_atlas.incidents)


@QUERIES
@pytest.mark.parametrize("exporter", [*exports.EXPORTERS, exports.GEOJSON_WITH_AREAS], ids=lambda each: each.label)
def test_files_have_the_same_bytes(engines: tuple[Engine, Engine], query: str, exporter: exports.Exporter) -> None:
    whole, parts = (engine.select(Selection.from_query(query)) for engine in engines)
    assert exports.download(parts, exporter, data_version="v") == exports.download(whole, exporter, data_version="v")
    assert [areas_file(parts, kind) for kind in MEDIA_TYPES] == [areas_file(whole, kind) for kind in MEDIA_TYPES]


@QUERIES
@pytest.mark.parametrize("measure", MEASURES)
def test_analyses_say_the_same(engines: tuple[Engine, Engine], query: str, measure: str) -> None:
    whole, parts = (engine.select(Selection.from_query(query)) for engine in engines)
    for rows in DIMENSION:
        tables = [crosstab(results, rows=rows, columns="type", measure=measure) for results in (parts, whole)]
        pd.testing.assert_frame_equal(*tables)
    for by in AREA_COLUMNS:
        maps = [build_choropleth(results, by=by, measure=measure) for results in (parts, whole)]
        pd.testing.assert_frame_equal(maps[0].areas, maps[1].areas)
        assert (maps[0].classes, maps[0].n_unassigned) == (maps[1].classes, maps[1].n_unassigned)
    for by in GROUPINGS:
        timelines = [build_timeline(results, by=by, measure=measure) for results in (parts, whole)]
        pd.testing.assert_frame_equal(timelines[0].bars, timelines[1].bars)
        pd.testing.assert_frame_equal(timelines[0].spans, timelines[1].spans)
        assert timelines[0].groups() == timelines[1].groups()


@QUERIES
@pytest.mark.parametrize("by", VALUES_BY)
def test_comparisons_say_the_same(engines: tuple[Engine, Engine], query: str, by: str) -> None:
    whole, parts = engines
    pairs = [resolve_baseline(engine, Selection.from_query(query)) for engine in (parts, whole)]
    assert pairs[0] == pairs[1]
    ours, expected = (compare(engine, pairs[0], by=by, killed=True) for engine in (parts, whole))
    pd.testing.assert_frame_equal(ours.with_total(), expected.with_total())
    assert ours.n_in_both == expected.n_in_both
    assert find_caveats(parts, pairs[0]) == find_caveats(whole, pairs[0])
