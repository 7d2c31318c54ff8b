"""What a file may take grows with what it holds, and a packed one cannot claim more than can be true."""

import gzip
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.ingest.reading_limits import ReadingLimits, content_bytes, limits_for


@pytest.mark.parametrize(
    ("n_bytes", "limits"),
    [
        (0, ReadingLimits(20, 500)),
        (10_000_000, ReadingLimits(70, 650)),
        (100_000_000, ReadingLimits(520, 2_000)),
        (10_000_000_000, ReadingLimits(600, 6_000)),
    ],
)
def test_limits_grow_with_the_content_and_end(n_bytes: int, limits: ReadingLimits) -> None:
    assert limits_for(n_bytes) == limits


def _zip(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", content)
    return file.getvalue()


def _parquet(n_rows: int) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({name: list(range(n_rows)) for name in "abc"}), file)
    return file.getvalue()


ROWS = b"".join(b"%d,Kabul,%d\n" % (number, number * 7919) for number in range(10_000))


@pytest.mark.parametrize(
    ("content", "n_bytes"),
    [
        (ROWS, len(ROWS)),
        (gzip.compress(ROWS), len(ROWS)),
        (_zip(ROWS), len(ROWS)),
        (_parquet(50_000), 50_000 * 3 * 8),
        (b"PK\x03\x04 no archive", 15),
        (b"PAR1 no table", 13),
        (b"", 0),
    ],
)
def test_a_packed_file_holds_what_it_declares(tmp_path: Path, content: bytes, n_bytes: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert content_bytes(path) == max(n_bytes, len(content))


def test_a_bomb_is_believed_forty_times_its_size_at_most(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(_zip(b"0" * 10_000_000))
    assert content_bytes(path) == 40 * path.stat().st_size
