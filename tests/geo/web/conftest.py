"""Time stands still, so that two answers to one question are the same."""

from datetime import UTC, datetime

import pytest

from geo.core import clock

NOON = datetime(2026, 11, 29, 12, 0, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "utc_now", lambda: NOON)
