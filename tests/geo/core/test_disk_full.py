"""A full disk is known by its error, whoever raised it and whatever stands before it."""

import errno
import sqlite3

import pytest

from geo.core.disk_full import is_disk_full


def raised(first: BaseException, *, by: type[Exception] | None = None) -> BaseException:
    """An error as it is caught, perhaps behind another one that a library made of it."""
    try:
        try:
            raise first
        except Exception:
            if by is None:
                raise
            raise by  # noqa: B904 -- libraries do not say from what either
    except Exception as error:
        return error


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_recognised_behind_a_library_error(number: int) -> None:
    assert is_disk_full(raised(OSError(number, "no room")))
    assert is_disk_full(raised(OSError(number, "no room"), by=ValueError))


def test_sqlite_has_numbers_of_its_own() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as failure:
            connection.executescript("CREATE TABLE a (x); CREATE TABLE b (x); CREATE TABLE c (x);")
    connection.close()
    assert is_disk_full(failure.value)


@pytest.mark.parametrize(
    "error", [None, OSError(errno.EACCES, "not yours"), OSError("no number"), ValueError("disk full")]
)
def test_anything_else_is_none(error: Exception | None) -> None:
    assert not is_disk_full(error)
