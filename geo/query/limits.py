"""The limits of one answer, as the settings name them."""

import math

from geo import settings
from geo.errors import EngineFailed


def query_seconds() -> float:
    """The longest time that one answer may take. Raises EngineFailed where the setting is no number above 0."""
    return _read_seconds("QUERY_SECONDS", settings.query_seconds())


def index_seconds() -> float:
    """The longest time that indexing a large table may take. Raises EngineFailed as `query_seconds` does."""
    return _read_seconds("INDEX_SECONDS", settings.index_seconds())


def _read_seconds(setting: str, written: str) -> float:
    try:
        seconds = float(written)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        reason = f"The setting {setting} cannot be used: {written!r}."
        raise EngineFailed(reason, remedy="Write the seconds as a number above 0, such as 60.")
    return seconds


def table_cells() -> int:
    """The most cells that a cross-tab may have. Raises EngineFailed where the setting is no whole number above 0."""
    written = settings.table_cells()
    if not (written.isascii() and written.isdigit() and int(written)):
        reason = f"The setting TABLE_CELLS cannot be used: {written!r}."
        raise EngineFailed(reason, remedy="Write a whole number above 0, such as 10000000.")
    return int(written)
