"""The domain of Faultline: incidents, what to show of them, and every view of the same rows."""

from geo.errors import FaultlineError
from geo.ingest.importing import read
from geo.query.selection import Selection
from geo.storage.atlas_loader import load_incidents
from geo.version import __version__

__all__ = ["FaultlineError", "Selection", "__version__", "load_incidents", "read"]
