"""The domain of Faultline: incidents, what to show of them, and every view of the same rows."""

import sys

from geo.errors import FaultlineError
from geo.ingest import importing
from geo.ingest.importing import read
from geo.query.selection import Selection
from geo.settings import __version__
from geo.storage.addresses import load_incidents

__all__ = ["FaultlineError", "Selection", "__version__", "load_incidents", "read"]

# Until 0.4 `importing` was `sources`: `geo.sources.read`, `from geo.sources import read` hold until the next release.
sources = sys.modules["geo.sources"] = importing
