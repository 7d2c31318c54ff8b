"""Marks that would lie on each other become one, as on the page (static/15-clustering.js, 17-toll-sizes.js).

A mark is one incident or a cluster of cells; a group is one mark or several.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

# Pixels, as on the page: the radius of a mark without anyone killed, more for each root of a person, the most; unknown.
NONE_PX, ROOT_PX, MOST_PX, UNKNOWN_PX, OPEN_RING_PX = 5.0, 1.35, 20.0, 4.5, 8.0
CLUSTER_PX, TENFOLD_PX, LARGEST_CLUSTER_PX = 11.0, 4.0, 32.0
EDGE_PX = 1.5  # around a mark, in the colour of the ground
GAP_PX = 1.0  # between two marks
CELL_PX = 80.0  # wider than two of the largest marks: overlapping ones lie in neighbouring cells

Toll = tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class TollRadii:
    """The radius of a solid mark by the number killed, of the ring around it if there is one, and what that means."""

    solid: float
    ring: float | None
    is_unknown: bool


@dataclass(frozen=True)
class Mark:
    """Where a mark stands in the drawing and what it stands for.

    `types` and `symbols` count incidents by key. `toll` and `radius_px`, of the circle that the place may lie in, are
    those of one incident.
    """

    key: str
    x: float
    y: float
    count: int
    types: tuple[tuple[str, int], ...]
    symbols: tuple[tuple[str, int], ...]
    toll: Toll = (None, None, None)
    radius_px: float = 0.0


@dataclass(frozen=True)
class Group:
    """Marks that are drawn as one, at their mean position."""

    marks: tuple[Mark, ...]
    x: float
    y: float
    count: int
    radius: float

    def sum_counts(self, name: str) -> dict[str, int]:
        """The incidents of all marks by type or symbol: `types` or `symbols`."""
        sums: dict[str, int] = {}
        for mark in self.marks:
            for key, count in getattr(mark, name):
                sums[key] = sums.get(key, 0) + count
        return sums


def toll_radius(killed: float) -> float:
    """The radius of a mark: its area grows with the number killed."""
    return min(NONE_PX + ROOT_PX * math.sqrt(killed), MOST_PX)


def toll_radii(toll: Toll) -> TollRadii:
    """How large the mark of an incident is: solid for the low number, a ring for the high one, open if unknown."""
    low, best, high = toll
    least = best if low is None else low
    if least is None and high is None:
        return TollRadii(UNKNOWN_PX, OPEN_RING_PX, is_unknown=True)
    solid = UNKNOWN_PX if least is None else toll_radius(least)
    most = best if high is None else high
    has_ring = most is not None and (least is None or most > least)
    return TollRadii(solid, max(toll_radius(most or 0), solid + 2) if has_ring else None, is_unknown=False)


def cluster_radius(count: int) -> float:
    """The radius of a cluster of two or more."""
    return min(CLUSTER_PX + TENFOLD_PX * math.log10(count / 2), LARGEST_CLUSTER_PX)


def group_marks(marks: Iterable[Mark]) -> list[Group]:
    """Marks as groups of which no two touch; the same marks always group alike."""
    groups = [_group((mark,)) for mark in marks]
    while True:
        members_of_groups = _merge_touching(sorted(groups, key=lambda group: (-group.count, group.marks[0].key)))
        if len(members_of_groups) == len(groups):
            return groups
        groups = [_group(members) for members in members_of_groups]


def _merge_touching(groups: list[Group]) -> list[tuple[Mark, ...]]:
    """The marks of each group together with those of the smaller groups that touch it."""
    grid, members = _Grid(), dict[int, list[Mark]]()
    for number, group in enumerate(groups):
        touched = grid.first_touching(group)
        if touched is None:
            grid.add(number, group)
            members[number] = [*group.marks]
        else:
            members[touched].extend(group.marks)
    return [tuple(some) for some in members.values()]


class _Grid:
    """Groups by cell, to look among neighbours only."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[int, Group]]] = {}

    def add(self, number: int, group: Group) -> None:
        self._cells.setdefault(_cell_of(group), []).append((number, group))

    def first_touching(self, group: Group) -> int | None:
        column, row = _cell_of(group)
        for across, down in product((-1, 0, 1), repeat=2):
            for number, other in self._cells.get((column + across, row + down), ()):
                reach = group.radius + other.radius + GAP_PX
                if (group.x - other.x) ** 2 + (group.y - other.y) ** 2 < reach**2:
                    return number
        return None


def _cell_of(group: Group) -> tuple[int, int]:
    return math.floor(group.x / CELL_PX), math.floor(group.y / CELL_PX)


def _group(marks: tuple[Mark, ...]) -> Group:
    count = sum(mark.count for mark in marks)
    x, y = (sum(getattr(mark, axis) * mark.count for mark in marks) / count for axis in "xy")
    return Group(marks, x, y, count, _radius(marks, count))


def _radius(marks: tuple[Mark, ...], count: int) -> float:
    if count > 1:
        return cluster_radius(count) + EDGE_PX
    radii = toll_radii(marks[0].toll)
    return (radii.ring or radii.solid) + EDGE_PX
