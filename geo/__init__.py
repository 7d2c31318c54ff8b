"""The domain of Faultline: incidents, what to show of them, and every view of the same rows.

A name is imported when it is asked for: the process that reads somebody's file needs neither queries nor storage, and
begins in half the time.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo import places as places
    from geo import query as query
    from geo import sources as sources
    from geo import storage as storage
    from geo.errors import FaultlineError
    from geo.ingest.importing import read
    from geo.query.selection import Selection
    from geo.settings import __version__
    from geo.storage.addresses import load_incidents

__all__ = ["FaultlineError", "Selection", "__version__", "load_incidents", "read"]

_MODULES = {
    "FaultlineError": "geo.errors",
    "Selection": "geo.query.selection",
    "__version__": "geo.settings",
    "load_incidents": "geo.storage.addresses",
    "read": "geo.ingest.importing",
}
_ROOMS = ("analysis", "core", "errors", "exports", "ingest", "places", "query", "settings", "sources", "storage")

if not TYPE_CHECKING:  # which would take any name for one of these

    def __getattr__(name: str) -> object:
        if name in _ROOMS:
            return import_module(f"geo.{name}")
        if name not in _MODULES:
            raise AttributeError(f"module 'geo' has no attribute {name!r}; it has {', '.join(__all__)}")
        return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *_ROOMS})
