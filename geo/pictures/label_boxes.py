"""Where labels may stand: boxes that must not overlap, found quickly among many."""

from collections.abc import Iterable
from dataclasses import dataclass

CELL_PX = 64.0  # about as wide as a label


@dataclass(frozen=True)
class Rectangle:
    """The edges of a box of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Rectangle") -> bool:
        """Whether the two share any room."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def lies_in(self, other: "Rectangle") -> bool:
        """Whether it lies wholly in another one."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


class LabelBoxes:
    """The boxes that are in use."""

    def __init__(self, boxes: Iterable[Rectangle] = ()) -> None:
        self._cells: dict[tuple[int, int], list[Rectangle]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Rectangle) -> None:
        """Use a box."""
        for cell in self._cells_of(box):
            self._cells.setdefault(cell, []).append(box)

    def is_free(self, box: Rectangle) -> bool:
        """Whether nothing lies there."""
        return not any(box.overlaps(other) for cell in self._cells_of(box) for other in self._cells.get(cell, ()))

    @staticmethod
    def _cells_of(box: Rectangle) -> list[tuple[int, int]]:
        columns = range(int(box.left // CELL_PX), int(box.right // CELL_PX) + 1)
        rows = range(int(box.top // CELL_PX), int(box.bottom // CELL_PX) + 1)
        return [(column, row) for column in columns for row in rows]
