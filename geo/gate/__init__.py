"""Who is let in: one middleware before everything that the server answers, with one table of who may ask for what."""

from geo.gate.access import check_access
from geo.gate.gate import Gate

__all__ = ["Gate", "check_access"]
