"""The made-up incidents of the benchmark are distributed as its docstring says, and all are accepted."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from geo.ingest import importing
from tests.bench.generator import Generator

ROWS = 20_000


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated") / "incidents.parquet"
    Generator().write(ROWS, path)
    return path


@pytest.fixture(scope="module")
def rows(file: Path) -> pd.DataFrame:
    return importing.read(file).accepted


def test_every_row_is_accepted(file: Path) -> None:
    imported = importing.read(file)
    assert (len(imported.accepted), len(imported.rejected), len(imported.duplicates)) == (ROWS, 0, 0)


def test_the_same_seed_gives_the_same_file(file: Path, tmp_path: Path) -> None:
    Generator().write(ROWS, tmp_path / "again.parquet")
    Generator(2).write(ROWS, tmp_path / "other.parquet")
    again, other = (pq.read_table(tmp_path / f"{name}.parquet") for name in ("again", "other"))
    assert again.equals(pq.read_table(file))
    assert not other.equals(again)


def test_few_places_and_few_actors_have_most(rows: pd.DataFrame) -> None:
    for column, most in (("place_name", 0.2), ("actor_a", 0.3)):
        counts = rows[column].value_counts()
        assert len(counts) > 500
        assert counts.head(len(counts) // 20).sum() / counts.sum() > most


def test_weekends_are_quieter(rows: pd.DataFrame) -> None:
    days = rows.loc[rows["date_precision"] == "day", "date_start"].dt.day_of_week.value_counts(normalize=True)
    assert days[[5, 6]].max() < days[[0, 1, 2, 3, 4]].min()


def test_what_is_unknown_is_left_blank(rows: pd.DataFrame) -> None:
    for column in ("date_start", "longitude", "country", "admin1", "killed_best", "actor_b", "notes"):
        assert 0.002 < rows[column].isna().mean() < 0.8, column
