"""`geo.sources.read`, the former name of `geo.read`; it goes with the next release."""

from geo.ingest.importing import read

__all__ = ["read"]
