"""The choices of facets that a packed folder has are those that would be computed, for one state of the code."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from geo.core import actors
from geo.core.actor import Actor
from geo.query.engine import Engine
from geo.query.filters import FILTERS, Filter
from geo.query.filters.extents import Inside
from geo.query.lazy.duckdb_engine import open_duckdb
from geo.query.lazy.lazy_engine import LazyEngine
from geo.query.packed import stored_facets
from geo.query.packed.stored_facets import StoredFacets
from geo.query.selection import Selection
from tests.packs import pack
from tests.random_selections import made_table

FACETS = [each for each in FILTERS if each.facet_columns]
QUERIES = ("", "country=Iraq", "bbox=40,25,70,40", "min_killed=1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few hundred made incidents, packed."""
    directory = tmp_path_factory.mktemp("packed")
    made_table(900, seed=5).to_parquet(directory / "made.parquet")
    return pack([directory / "made.parquet"], directory / "folder").path


@pytest.fixture
def engine(folder: Path) -> LazyEngine:
    return open_duckdb(folder)


@pytest.fixture
def other_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_facets, "code_state", lambda: "another")


@pytest.fixture
def own_actors() -> Iterator[None]:
    actors.use_own_actors([Actor("Somebody", "rebels", "", "", ())])
    yield
    actors.use_own_actors(())


@pytest.mark.parametrize("filter_", FACETS, ids=lambda filter_: filter_.key)
def test_stored_choices_are_those_that_would_be_computed(engine: LazyEngine, filter_: Filter[object]) -> None:
    stored, computed = engine.stored_facets.values(filter_.key), Engine.facet_values(engine, filter_)
    assert stored is not None
    assert (stored.group, stored.values) == (computed.group, computed.values)
    for name in ("combinations", "value_codes", "further"):
        assert np.array_equal(getattr(stored, name), getattr(computed, name)), name


@pytest.mark.parametrize("filter_", FACETS, ids=lambda filter_: filter_.key)
def test_stored_models_are_those_that_would_be_built(engine: LazyEngine, filter_: Filter[object]) -> None:
    stored, built = engine.stored_facets.model(filter_), Engine._build_facet_model(engine, filter_)
    assert stored is not None
    assert_series_equal(stored.texts, built.texts, check_names=False)
    assert_series_equal(stored.names, built.names, check_names=False)
    assert_frame_equal(stored.choices, built.choices)


@pytest.mark.parametrize("query", QUERIES)
def test_listed_rows_count_as_asked_ones(folder: Path, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for is_stored in (True, False):
        if not is_stored:
            monkeypatch.setattr(StoredFacets, "is_current", property(lambda _: False))
        results = open_duckdb(folder).select(Selection.from_query(query))
        counts.append({filter_.key: results.facet_counts(filter_).to_dict() for filter_ in FACETS})
    assert counts[0] == counts[1]
    assert counts[0]["place"]


@pytest.mark.usefixtures("other_code")
def test_what_other_code_has_stored_is_computed_anew(engine: LazyEngine) -> None:
    _assert_computed(engine)


@pytest.mark.usefixtures("own_actors")
def test_what_was_stored_without_own_actors_is_computed_anew(engine: LazyEngine) -> None:
    _assert_computed(engine)


def _assert_computed(engine: LazyEngine) -> None:
    for filter_ in FACETS:
        assert engine.stored_facets.values(filter_.key) is None
        assert engine.facet_values(filter_, Inside.CERTAIN).group
        assert engine.stored_facets.further_path(filter_.key) is None
