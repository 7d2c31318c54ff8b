"""The dates of Esri's feature sets, which are numbers of milliseconds."""

from datetime import UTC, datetime, timedelta
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def with_iso_dates(feature: Any, dates: set[Any]) -> Any:
    """The feature with its dates as ISO writes them; Esri counts milliseconds from 1970."""
    attributes = feature.get("attributes") if isinstance(feature, dict) else None
    if not dates or not isinstance(attributes, dict):
        return feature
    return feature | {
        "attributes": {name: _to_date(value) if name in dates else value for name, value in attributes.items()}
    }


def _to_date(value: Any) -> Any:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    try:
        moment = EPOCH + timedelta(milliseconds=value)
    except (OverflowError, ValueError):
        return value
    return moment.strftime("%Y-%m-%d" if moment.time() == EPOCH.time() else "%Y-%m-%dT%H:%M:%SZ")
