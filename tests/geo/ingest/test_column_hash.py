"""The hash of a table's columns stays what it was: stored rows and remembered options are found by it."""

import pytest

from geo.ingest.column_hash import hash_columns


@pytest.mark.parametrize(
    ("in_order", "expected"),
    [(True, "498e74808fc8be42"), (False, "3af76026794a1342")],
)
def test_hashes_of_version_0_4(in_order: bool, expected: str) -> None:
    assert hash_columns(["place", " day", "ʿAbbās"], in_order=in_order) == expected


def test_in_order_the_order_counts_and_blanks_do_not() -> None:
    assert hash_columns(["a", "b"], in_order=True) == hash_columns(["a ", "b"], in_order=True)
    names = [["a", "b"], ["b", "a"], ["ab"], ["a", "b", ""]]
    assert len({hash_columns(columns, in_order=True) for columns in names}) == len(names)


def test_without_order_only_the_names_count() -> None:
    assert hash_columns(["a", "b"], in_order=False) == hash_columns(["b", "a"], in_order=False)
    assert hash_columns(["a", "b"], in_order=False) != hash_columns(["a", "c"], in_order=False)
