"""A Spark cluster of several processes answers as memory does, by Spark Connect and classic; what fails is said."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Timer
from urllib.parse import urlencode

import geopandas as gpd
import narwhals as nw
import pandas as pd
import pyarrow as pa
import pytest

from geo.errors import EngineFailed, PackInvalid, QueryCancelled, QueryTimedOut
from geo.query.cancellation import CancelToken, watched
from geo.query.engine import Engine
from geo.query.index import Index
from geo.query.lazy.frames import Frame
from geo.query.lazy.lazy_engine import LazyEngine
from geo.query.lazy.spark_cluster import SparkCluster
from geo.query.lazy.spark_engine import SparkFrames
from geo.query.packed.folder import PackedFolder
from geo.query.selection import Selection
from geo.storage.addresses import open_atlas
from tests.engine_answers import PARTS, answers_of, first_difference
from tests.geo.query.filters.test_expressions import AREA, PLACES
from tests.overlays import OVERLAID_SELECTIONS, merged, overlay
from tests.packs import pack
from tests.random_selections import made_table, random_selections
from tests.spark_servers import EXECUTOR_MEMORY, Servers, spark_cluster, spark_connect, write_defaults
from tests.thoroughness import items

# PySpark leaves it to the collector to close the sockets by which answers come.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings(r"ignore:\[RETRIES_EXCEEDED\]"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SELECTIONS = tuple(random_selections(20))
# Of these by Spark Connect: those of 200 corners and of 100 places are among them, and each part is asked. By a classic
# cluster a box over the antimeridian, and each part too. All of both took a quarter of the time of all tests.
CONNECTED = items((0, 1, 2, 4, 7), (0, 1, 2, 3, 4, 7, 10, 13))
CLASSIC = items((8, 9, 11, 18), (4, *(number for number in range(len(SELECTIONS)) if number not in CONNECTED)))
PATIENCE_SECONDS = 200.0


@dataclass(frozen=True, eq=False)
class Asked:
    """An engine, where it is, and the processes that answer."""

    engine: LazyEngine
    cluster: SparkCluster
    servers: Servers

    def frames(self, seconds: float = PATIENCE_SECONDS) -> SparkFrames:
        """The frames of the same session, with another limit of time."""
        return SparkFrames(self.engine.source.folder.path, self.cluster, memory=EXECUTOR_MEMORY, seconds=seconds)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch, spark_cluster(folder) as started:
        patch.setenv("SPARK_CONF_DIR", str(write_defaults(folder)))
        patch.setenv("QUERY_MEMORY", EXECUTOR_MEMORY)
        patch.setenv("QUERY_SECONDS", str(PATIENCE_SECONDS))
        yield started
        gc.collect()


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> PackedFolder:
    folder = tmp_path_factory.mktemp("packed")
    made_table().drop(columns="geometry").to_parquet(folder / "made.parquet")
    return pack([folder / "made.parquet"], folder / "made")


@pytest.fixture(scope="module")
def memory() -> Index:
    return Index.from_table(made_table())


@pytest.fixture(scope="module", params=["remote", "master"])
def asked(
    request: pytest.FixtureRequest, cluster: Servers, packed: PackedFolder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    if request.param == "master":
        yield from _ask("master", cluster, packed)
    else:
        with spark_connect(tmp_path_factory.mktemp("connect"), cluster.address) as server:
            yield from _ask("remote", server, packed)


def _ask(parameter: str, servers: Servers, packed: PackedFolder) -> Iterator[Asked]:
    """The engine that INCIDENTS names, with the limits of the settings."""
    engine = open_atlas(f"spark:{packed.path}?{parameter}={servers.address}").engine
    assert isinstance(engine, LazyEngine)
    assert isinstance(engine.source.frames, SparkFrames)
    yield Asked(engine, engine.source.frames.cluster, servers)
    engine.source.frames.close()


def only(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("asked", [kind], indirect=True)


@only("remote")
@pytest.mark.parametrize("number", CONNECTED)
def test_answers_by_spark_connect_are_those_of_memory(asked: Asked, memory: Index, number: int) -> None:
    _assert_same(memory, asked.engine, SELECTIONS[number], number)


@only("master")
@pytest.mark.parametrize("number", CLASSIC)
def test_answers_of_a_classic_cluster_are_those_of_memory(asked: Asked, memory: Index, number: int) -> None:
    _assert_same(memory, asked.engine, SELECTIONS[number], number)


@pytest.fixture(scope="module")
def overlaid(asked: Asked) -> Engine:
    return overlay(asked.engine)


@pytest.fixture(scope="module")
def one_table() -> Engine:
    return merged()


@only("remote")
@pytest.mark.parametrize("number", items((1,), (1, 3)))
def test_imports_and_decisions_over_spark_connect_are_as_one_table(
    overlaid: Engine, one_table: Engine, number: int
) -> None:
    _assert_same(one_table, overlaid, OVERLAID_SELECTIONS[number], number)


@only("master")
@pytest.mark.parametrize("number", items((2, 3), range(len(OVERLAID_SELECTIONS))))
def test_imports_and_decisions_over_a_classic_cluster_are_as_one_table(
    overlaid: Engine, one_table: Engine, number: int
) -> None:
    _assert_same(one_table, overlaid, OVERLAID_SELECTIONS[number], number)


def _assert_same(memory: Engine, engine: Engine, selection: Selection, number: int) -> None:
    """All that one of the parts asks is answered alike by both."""
    assert len(engine) == len(memory)
    parts = [PARTS[number % len(PARTS)]]
    expected, answers = (answers_of(each, selection, number, parts) for each in (memory, engine))
    assert first_difference(expected, answers) == "", selection.to_query()


@only("remote")
@pytest.mark.parametrize(
    "query", [[("place", "northern Iraq")], [AREA], PLACES], ids=["northern Iraq", "199 corners", "100 places"]
)
def test_a_plain_table_is_asked_for_much_at_once(asked: Asked, memory: Index, query: list[tuple[str, str]]) -> None:
    """Without any dictionary: one expression over the texts, which Spark Connect refuses where it is deep."""
    selection = Selection.from_query(urlencode(query))
    texts = _as_texts(memory.take(memory.select(Selection()).page(0, 600)))
    rows = asked.frames().frame(pa.Table.from_pandas(texts, preserve_index=False))
    predicate = selection.predicate(rows)
    assert predicate is not None
    selected = asked.frames().collect(rows.filter(predicate).select("incident_id"))
    assert sorted(selected["incident_id"].to_pylist()) == sorted(selection.apply(texts)["incident_id"])


def _as_texts(rows: gpd.GeoDataFrame | pd.DataFrame) -> pd.DataFrame:
    """Rows with columns that every engine has; days as they are."""
    plain = pd.DataFrame(rows.drop(columns="geometry"))
    texts = plain.select_dtypes(include="category").columns
    return plain.astype(dict.fromkeys(texts, "str"))


def _endless(frames: SparkFrames) -> Frame:
    """What Spark would compute for hours."""
    frame: Frame = nw.from_native(frames._session().range(10**13).selectExpr("sum(id % 7) AS total"))
    return frame


def test_what_takes_too_long_is_stopped(asked: Asked) -> None:
    frames = asked.frames(seconds=2)
    with pytest.raises(QueryTimedOut, match="longer than 2 seconds"):
        frames.collect(_endless(frames))
    assert _answers_again(asked)


def test_what_nobody_waits_for_is_stopped(asked: Asked) -> None:
    frames, token = asked.frames(), CancelToken()
    timer = Timer(1.0, token.cancel)
    timer.start()
    with pytest.raises(QueryCancelled), watched(token.watch):
        frames.collect(_endless(frames))
    timer.join()
    assert _answers_again(asked)


def _answers_again(asked: Asked) -> bool:
    answer = asked.frames().collect(asked.frames().frame(pa.table({"a": [1, 2]})))
    return len(answer) == 2


def test_a_file_that_is_gone_is_said(asked: Asked, packed: PackedFolder) -> None:
    partition = packed.file(packed.manifest.partitions[-1].path)
    frame = asked.frames().scan([partition])
    aside = partition.rename(partition.with_suffix(".aside"))
    try:
        with pytest.raises(PackInvalid, match="misses a file of it, or one has changed"):
            asked.frames().collect(frame)
    finally:
        aside.rename(partition)


@only("remote")
def test_a_server_that_dies_is_said(asked: Asked) -> None:
    asked.servers.kill_one()
    with pytest.raises(EngineFailed, match=r"does not answer any more.*The selection is in the address"):
        asked.engine.select(Selection.from_query("place=Quetta")).page(0, 10)
    with pytest.raises(EngineFailed, match="does not answer"):
        asked.engine.select(Selection.from_query("place=Quetta")).page(0, 10)


@only("master")
def test_one_worker_less_is_nothing_to_speak_of(asked: Asked, memory: Index) -> None:
    asked.servers.kill_one()
    _assert_same(memory, asked.engine, Selection.from_query("place=Mosul&min_killed=3"), 2)


@only("master")
def test_no_worker_left_is_said(asked: Asked) -> None:
    asked.servers.kill_one()
    engine = LazyEngine.over(asked.engine.source.folder, asked.frames(seconds=8))
    with pytest.raises(EngineFailed, match=r"lost workers|no worker that takes the work"):
        engine.select(Selection.from_query("place=Erbil")).page(0, 10)
