"""The limits of one answer, as the settings name them."""

import math

from geo import settings
from geo.errors import EngineFailed


def query_seconds() -> float:
    """The longest time that one answer may take. Raises EngineFailed where the setting is no number above 0."""
    written = settings.query_seconds()
    try:
        seconds = float(written)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        reason = f"The setting QUERY_SECONDS cannot be used: {written!r}."
        raise EngineFailed(reason, remedy="Write the seconds as a number above 0, such as 60.")
    return seconds
