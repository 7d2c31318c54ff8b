"""A measured figure, beside the peer or the limit that it is read against."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, how much, its ratio to the peer of the same run, and the ratio it is to stay under."""

    name: str
    value: float
    unit: str
    ratio: float
    limit: float | None

    def line(self) -> str:
        """The figure as a line of a report."""
        verdict = (
            ""
            if self.limit is None
            else f"  (to reach: {self.limit:.2f}; {'reached' if self.ratio <= self.limit else 'MISSED'})"
        )
        return f"{self.name:<55} {self.value:8.3f} {self.unit:<4} ratio {self.ratio:6.2f}{verdict}"
