"""What the map's script keeps in the page's address: where the map is, its layers, the open incident, the playing.

The script reads and writes them (static/55-address.js); here they are only checked, so that a bad value is reported.
"""

import math
import re

from geo.errors import ValueRefused

MAX_ZOOM = 18  # of the map: static/54-view.js
ACCEPTED_VIEW = f"longitude,latitude,zoom of the map's middle, such as 66.99,30.18,7.5; zoom from 0 to {MAX_ZOOM}"
ACCEPTED_LAYERS = "short names of layers, separated by commas, such as names,online; or none"
MAX_INCIDENT_LETTERS = 500  # by judgement: ten times the longest identifier of a known provider
ACCEPTED_INCIDENT = f"the identifier of an incident, of at most {MAX_INCIDENT_LETTERS} letters"
ACCEPTED_PLAY = "days and how they are played, as the map writes them, such as 2024-01-01,2024-03-31,normal"
NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,9})?", re.ASCII)  # as the script reads it
LAYERS = re.compile(r"[a-z0-9-]{1,30}(,[a-z0-9-]{1,30}){0,19}", re.ASCII)
PLAY = re.compile(r"(\d{4}-\d{2}-\d{2}),(\d{4}-\d{2}-\d{2})(,[a-z]{1,20}){0,5}", re.ASCII)  # as the script reads it


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


def check_incident(text: str) -> None:
    """Check a value of `incident`; whether there is such an incident, the map says. Raises ValueRefused."""
    if not 0 < len(text) <= MAX_INCIDENT_LETTERS:
        raise ValueRefused(text, accepted=ACCEPTED_INCIDENT)


def check_play(text: str) -> None:
    """Check a value of `play`; words that the map does not know do no harm. Raises ValueRefused."""
    match = PLAY.fullmatch(text)
    if match is None or match[1] > match[2]:  # ISO dates are in order as texts are
        raise ValueRefused(text, accepted=ACCEPTED_PLAY)
