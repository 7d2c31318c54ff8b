"""The standard's box and interval select the same rows on every engine."""

import pytest

from geo.query.engine import Engine
from geo.query.index import Index
from geo.query.lazy.duckdb_engine import open_duckdb
from geo.query.segments.engine import SegmentedEngine
from geo.query.selection import Selection
from geo.web.ogc.bounding_box import BoundingBox
from geo.web.ogc.time_interval import TimeInterval
from tests.packs import pack
from tests.random_selections import made_table


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, ...]:
    folder, table = tmp_path_factory.mktemp("packed"), made_table()
    table.to_parquet(folder / "made.parquet")
    pack([folder / "made.parquet"], folder / "folder")
    halves = table.iloc[::2].reset_index(drop=True), table.iloc[1::2].reset_index(drop=True)
    segments = SegmentedEngine(tuple(Index.from_table(half) for half in halves))
    return Index.from_table(table), open_duckdb(folder / "folder"), segments


@pytest.mark.parametrize(
    "part",
    [BoundingBox.parse("60,20,70,35"), BoundingBox.parse("170,-90,-170,90"), TimeInterval.parse("2016-01-01/.."),
     TimeInterval.parse("../2016-01-01"),
     TimeInterval.parse("2016-01-05/2016-02-01"), TimeInterval.parse("2016-01-05")],
)  # fmt: skip
def test_all_engines_answer_alike(engines: tuple[Engine, ...], part: BoundingBox | TimeInterval) -> None:
    answers = []
    for engine in engines:
        results = engine.select(Selection.from_query("country=Pakistan")).matching(part.clauses())
        answers.append(list(results.rows()["incident_id"]))
        assert len(results) == len(answers[-1])
    assert answers[0] == answers[1] == answers[2]
    assert 0 < len(answers[0]) < len(made_table())
