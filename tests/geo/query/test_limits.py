"""The limits of one answer, as the settings name them."""

import pytest

from geo.errors import EngineFailed
from geo.query.limits import query_seconds, table_cells
from geo.storage import addresses


def test_the_settings_of_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERY_SECONDS", "7.5")
    assert query_seconds() == 7.5
    for unusable in ("soon", "-1", "0", "nan"):
        monkeypatch.setenv("QUERY_SECONDS", unusable)
        with pytest.raises(EngineFailed, match=f"QUERY_SECONDS cannot be used: '{unusable}'"):
            query_seconds()


def test_the_most_cells_of_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_CELLS", "70")
    assert table_cells() == 70
    for unusable in ("many", "-1", "0", "1.5", "²"):
        monkeypatch.setenv("TABLE_CELLS", unusable)
        with pytest.raises(EngineFailed, match=f"TABLE_CELLS cannot be used: '{unusable}'"):
            table_cells()


def test_they_are_checked_for_incidents_in_memory_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERY_SECONDS", "soon")
    with pytest.raises(EngineFailed, match="QUERY_SECONDS cannot be used"):
        addresses.open_atlas()
