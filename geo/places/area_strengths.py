"""What areas add to the places in them: shared by all names of a text, with a few changes for one of them."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Generic, TypeVar, overload

Area = TypeVar("Area", bound=Hashable)
Default = TypeVar("Default")


class AreaStrengths(Mapping[Area, float], Generic[Area]):
    """What each area adds to the places in it.

    `shared` are those of a whole text; `changes` are those that differ for one name, 0 where an area then adds nothing
    and is not in here. A text of ten thousand names in a thousand areas has ten million strengths, which nobody copies.
    """

    __slots__ = ("_changes", "_shared")

    def __init__(self, shared: Mapping[Area, float], changes: Mapping[Area, float]) -> None:
        self._shared, self._changes = shared, changes

    def __getitem__(self, area: Area) -> float:
        strength = self.get(area)
        if strength is None:
            raise KeyError(area)
        return strength

    @overload
    def get(self, area: Area, /) -> float | None: ...
    @overload
    def get(self, area: Area, /, default: float) -> float: ...
    @overload
    def get(self, area: Area, /, default: Default) -> float | Default: ...
    def get(self, area: Area, /, default: object = None) -> object:
        """What an area adds."""
        change = self._changes.get(area)
        if change is None:
            return self._shared.get(area, default)
        return change or default

    def __iter__(self) -> Iterator[Area]:
        yield from (area for area in self._shared if self._changes.get(area, 1.0))
        yield from (area for area, strength in self._changes.items() if strength and area not in self._shared)

    def __contains__(self, area: object) -> bool:
        return self.get(area) is not None  # type: ignore[arg-type]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return any(True for _ in self)
