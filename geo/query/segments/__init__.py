"""A base and segments over it as one table: answers are put together of those of the parts (docs/decisions/0041)."""

from geo.query.segments.engine import SegmentedEngine
from geo.query.segments.results import SegmentedResults

__all__ = ["SegmentedEngine", "SegmentedResults"]
