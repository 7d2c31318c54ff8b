"""The domain of Faultline: incidents, what to show of them, and every view of the same rows."""

from geo.atlas import load_incidents
from geo.errors import FaultlineError
from geo.selection import Selection

__all__ = ["FaultlineError", "Selection", "load_incidents"]
