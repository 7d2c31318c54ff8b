"""A small file of incidents that a test may change, with what lies beside it."""

from pathlib import Path

import pytest


@pytest.fixture
def file(small_path: Path, tmp_path: Path) -> Path:
    for path in small_path.parent.glob("small*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path / "small.csv"
