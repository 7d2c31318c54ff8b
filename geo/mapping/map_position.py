"""What the map's script keeps in the page's address: where the map is, and which layers are on.

The script reads and writes both (static/55-address.js); here they are only checked, so that a bad value is reported.
"""

import math
import re

from geo.errors import ValueRefused

MAX_ZOOM = 18  # of the map: static/54-view.js
ACCEPTED_VIEW = f"longitude,latitude,zoom of the map's middle, such as 66.99,30.18,7.5; zoom from 0 to {MAX_ZOOM}"
ACCEPTED_LAYERS = "short names of layers, separated by commas, such as names,online; or none"
NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,9})?", re.ASCII)  # as the script reads it
LAYERS = re.compile(r"[a-z0-9-]{1,30}(,[a-z0-9-]{1,30}){0,19}", re.ASCII)


def check_view(text: str) -> None:
    """Check a value of `at`. Raises ValueRefused for what the map's script would pass over."""
    parts = text.split(",")
    if len(parts) != 3 or not all(NUMBER.fullmatch(part) for part in parts):
        raise ValueRefused(text, accepted=ACCEPTED_VIEW)
    longitude, latitude, zoom = map(float, parts)
    if math.fabs(longitude) > 180 or math.fabs(latitude) > 90 or not 0 <= zoom <= MAX_ZOOM:
        raise ValueRefused(text, accepted=ACCEPTED_VIEW)


def check_layers(text: str) -> None:
    """Check a value of `layers`; names that the map does not know do no harm. Raises ValueRefused."""
    if not LAYERS.fullmatch(text):
        raise ValueRefused(text, accepted=ACCEPTED_LAYERS)
