"""A base and segments over it as one table: every answer is put together of the parts' answers (docs/decisions/0041)."""

from geo.query.segments.engine import SegmentedEngine
from geo.query.segments.results import SegmentedResults

__all__ = ["SegmentedEngine", "SegmentedResults"]
