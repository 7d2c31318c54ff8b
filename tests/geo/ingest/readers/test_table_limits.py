"""What makes a table too wide, too sparse or its names too long is refused before work that grows with it."""

import json
from collections.abc import Sequence

import pytest

from geo.errors import IncidentsInvalid
from geo.ingest.readers import READERS, Reader, read_table
from geo.ingest.readers.header_detection import make_unique_names
from geo.ingest.readers.json_arrays import find_arrays
from geo.ingest.readers.table_limits import MAX_COLUMNS, MAX_NAME, ColumnCounter, check_names
from tests.geo.ingest.readers.format_writers import SHORT_NAMES, write_table

NARROW = (*SHORT_NAMES, "GeoPackage")  # formats that hold no more columns than are read, or no long names


class CountedText(str):
    """A text that counts how often it is hashed: once for each look into a set or dict."""

    n_hashes = 0

    def __hash__(self) -> int:
        CountedText.n_hashes += 1
        return super().__hash__()


def features(properties: Sequence[dict[str, int]]) -> bytes:
    items = [{"type": "Feature", "geometry": None, "properties": names} for names in properties]
    return json.dumps({"type": "FeatureCollection", "features": items}).encode()


@pytest.mark.parametrize(
    "reader", [reader for reader in READERS if reader.name not in NARROW], ids=lambda reader: reader.name
)
def test_a_table_that_is_too_wide_is_refused_by_every_format(reader: Reader) -> None:
    n_columns = MAX_COLUMNS + 1
    content = write_table(reader.name, [f"c{number}" for number in range(n_columns)], [["x"] * n_columns] * 3)
    with pytest.raises(IncidentsInvalid, match=r"columns|place 1,001; 1,000 are read at most"):
        read_table(content)


@pytest.mark.parametrize("names", [["name"] * 16_000, [f"column {number}" for number in range(16_000)]])
def test_equal_names_are_refused_before_they_are_numbered(names: list[str]) -> None:
    counted = [CountedText(name) for name in names]
    CountedText.n_hashes = 0
    with pytest.raises(IncidentsInvalid, match="has 16,000 columns; 1,000 are read at most"):
        make_unique_names(counted)
    assert CountedText.n_hashes == 0


def test_equal_names_of_arrays_are_numbered_in_one_pass() -> None:
    names = [CountedText("name") for _ in range(MAX_COLUMNS)]
    CountedText.n_hashes = 0
    found = find_arrays([names, [1] * MAX_COLUMNS])
    assert found is not None
    assert found[0][-1] == f"name ({MAX_COLUMNS})"
    assert CountedText.n_hashes < 10 * MAX_COLUMNS


def test_a_key_of_its_own_for_each_feature_is_refused_while_they_are_read() -> None:
    content = features([{f"key {number}": number} for number in range(20_000)])
    with pytest.raises(IncidentsInvalid, match="more than 1,000 different names by record 1,001"):
        read_table(content)


def test_lines_with_keys_of_their_own_are_refused() -> None:
    lines = "\n".join(json.dumps({f"key {number}": number, "date": "2020-01-01"}) for number in range(5_000))
    with pytest.raises(IncidentsInvalid, match="more than 1,000 different names"):
        read_table(lines.encode())


def test_many_records_that_fill_few_of_their_columns_are_refused() -> None:
    def count() -> None:
        counter = ColumnCounter()
        for number in range(20_000):
            counter.count([f"name {number % 900}"])

    with pytest.raises(IncidentsInvalid, match=r"has 900 columns of which its first [\d,]+ records fill"):
        count()


def test_records_of_several_kinds_are_no_sparse_table() -> None:
    counter = ColumnCounter()
    for number in range(50_000):
        counter.count([f"kind {number % 10} {name}" for name in "abcde"])


def test_a_name_that_is_too_long_is_refused_with_its_beginning() -> None:
    check_names(["date", "x" * MAX_NAME])
    with pytest.raises(IncidentsInvalid, match=r"names column 2 by 10,001 characters, “xxx"):
        check_names(["date", "x" * (MAX_NAME + 1)])
    with pytest.raises(IncidentsInvalid, match=r"names a value by 10,001 characters"):
        read_table(features([{"x" * (MAX_NAME + 1): 1}]))
