"""S11: of tables that differ in one row, each view shows its own, with every cache warm from the others."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pyarrow.parquet as pq

from geo.query.cache import ByteBoundedLRU
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.storage.atlas_loader import load_atlas
from pages.parts.frame import cache
from tests.scorecard.atlas_clients import serve_atlas
from tests.scorecard.inputs import Inputs
from tests.scorecard.row import Measurement
from tests.scorecard.table_pairs import ChangedTable, write_tables

MIN_PAIRS, MIN_ROWS = 50, 60_000
DIFFERENT = Selection.from_query("q=The+row+that+differs")
ADDRESSES = (
    "/api/facets.json", "/api/timeline.json", "/api/crosstab.csv", "/tiles/density/6/43/25.png",
    "/api/clusters.json?view=60,30,70,40&zoom=6", "/api/incidents.csv?q=The+row+that+differs",
    "/api/choropleth.json",
)  # fmt: skip


def measure_caches(inputs: Inputs) -> Measurement:
    """S11: the first table, then each changed one and the first again, against answers that no cache has touched."""
    n_values, stale = 0, list[str]()
    with tempfile.TemporaryDirectory() as folder:
        first, *changed = write_tables(Path(folder), inputs.pair_rows, inputs.pairs, inputs.seed)
        base, expected_of_base = load_atlas(first.path), _answer_without_caches(first)
        for table in changed:
            atlas = load_atlas(table.path)
            for name, one, expected in (("", atlas, _answer_without_caches(table)), ("first", base, expected_of_base)):
                answers = answer_views(one)
                stale += [f"{view} of {name or table.row}" for view in expected if answers[view] != expected[view]]
                n_values += len(expected)
            stale += [f"killed of {table.row}"] if answers_total(atlas) != _sum_killed(table) else []
            shutil.rmtree(Path(folder) / ".faultline", ignore_errors=True)
    text = (
        f"{len(stale)} stale of {n_values:,} values in {inputs.pairs} pairs of {inputs.pair_rows:,} rows"
        f"{': ' + '; '.join(stale[:3]) if stale else ''}"
    )
    return Measurement(text, not stale and inputs.pairs >= MIN_PAIRS and inputs.pair_rows >= MIN_ROWS)


def answers_total(atlas: Atlas) -> float:
    """How many were killed in all, as the table in memory adds them up."""
    return float(atlas.engine.take(atlas.select(Selection()).page(0, len(atlas.engine)))["killed_best"].sum())


def _sum_killed(table: ChangedTable) -> float:
    return float(pq.read_table(table.path, columns=["killed_best"]).to_pandas()["killed_best"].sum())


def answer_views(atlas: Atlas) -> dict[str, str]:
    """A digest of what each view shows: pages by their caches, and addresses."""
    with patch.object(cache, "get_atlas", lambda: atlas), serve_atlas(atlas) as client:
        views: dict[str, object] = {path: client.get(path).content.hex() for path in ADDRESSES}
        for selection in (Selection(), DIFFERENT):
            views |= {f"{name} {selection.to_query()}": text for name, text in _pages(atlas, selection)}
    return {name: hashlib.sha256(repr(view).encode()).hexdigest() for name, view in views.items()}


def _pages(atlas: Atlas, selection: Selection) -> Iterator[tuple[str, str]]:
    results = atlas.select(selection)
    yield "killed", repr(cache.killed_total(selection))
    yield "facets", str({name: counts.to_dict() for name, counts in cache.facet_counts(selection).items()})
    yield "map", json.dumps(cache.map_payload(results, atlas.version, None, lambda: 0), default=str, sort_keys=True)
    yield "timeline", repr(cache.timeline(selection))
    yield "table", cache.rows_of_page(selection, 0, 50, "-killed_best").to_csv()
    yield "cross-tab", cache.crosstab(selection, "country", "type", "killed").to_csv()


@contextmanager
def _without_caches() -> Iterator[None]:
    with patch.object(ByteBoundedLRU, "get", lambda _self, _key, compute: compute()):
        yield


def _answer_without_caches(table: ChangedTable) -> dict[str, str]:
    with _without_caches():
        return answer_views(load_atlas(table.path))
