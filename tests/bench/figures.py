"""A measured figure beside its peer or its limit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, its value, its ratio to the peer in the same run, and the highest ratio that is accepted."""

    name: str
    value: float
    unit: str
    ratio: float
    limit: float | None

    def format(self) -> str:
        """The figure as a line of the report."""
        verdict = (
            ""
            if self.limit is None
            else f"  (limit: {self.limit:.2f}; {'reached' if self.ratio <= self.limit else 'MISSED'})"
        )
        return f"{self.name:<55} {self.value:8.3f} {self.unit:<4} ratio {self.ratio:6.2f}{verdict}"
