"""The order of linked incidents: by date, and what others answer before its answers, as far as dates allow it."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from geo.storage.incident_links import RELATION_PHRASES

Links = Iterable[tuple[str, str, str]]  # source, which is the later one, target and relation
Pairs = frozenset[tuple[int, int]]  # the earlier and the later one, by number


def order_chain(table: pd.DataFrame, links: Links) -> list[str]:
    """The index of a table by date, what others refer to before them wherever its days allow that.

    `table`: incidents by identifier, with date_start, date_end and incident_id. An incident without a date stands right
    before the first that follows it, and at the end where nothing dated does. Where links close a circle, dates and
    then identifiers decide.
    """
    ordered = table.sort_values(["date_start", "date_end", "incident_id"])
    starts, ends = _days(ordered["date_start"]), _days(ordered["date_end"].fillna(ordered["date_start"]))
    pairs = _possible_pairs(starts, ends, {id_: number for number, id_ in enumerate(ordered.index)}, links)
    return [ordered.index[number] for number in _Sorting(starts, ends, pairs).sort()]


def _days(days: pd.Series) -> list[float]:
    """Days since 1970; infinite where unknown, as what has no date comes last."""
    numbers = (days - pd.Timestamp(0)).dt.days.astype("float64").fillna(np.inf)
    return [float(number) for number in numbers]


def _possible_pairs(starts: list[float], ends: list[float], numbers: Mapping[str, int], links: Links) -> Pairs:
    """The ends of each link that their days do not rule out; of one operation only what has the same first day."""
    pairs = set()
    for source, target, relation in links:
        if source == target or source not in numbers or target not in numbers:
            continue
        earlier, later = numbers[target], numbers[source]
        is_same, is_undated = starts[earlier] == starts[later], np.isinf(starts[earlier])
        is_possible = is_undated or starts[earlier] <= ends[later]
        if is_same or (is_possible and not RELATION_PHRASES[relation].is_mutual):
            pairs.add((earlier, later))
    return frozenset(pairs)


@dataclass(frozen=True)
class _Sorting:
    """Numbers in order of date with their first and last days, and pairs of an earlier and a later one."""

    starts: list[float]
    ends: list[float]
    pairs: Pairs

    def sort(self) -> Iterator[int]:
        """All numbers, the earlier one of each pair first where no circle and no other one's days are against it."""
        places, n_waiting = self._places, [0] * len(self.starts)
        for _, later in self.pairs:
            n_waiting[later] += 1
        every = sorted((place, number) for number, place in enumerate(places))
        ready = [entry for entry in every if not n_waiting[entry[1]]]
        is_placed, first = [False] * len(every), 0
        while first < len(every):
            number = self._next(every[first][1], ready)
            if not is_placed[number]:
                is_placed[number] = True
                yield number
                for later in self._followers[number]:
                    n_waiting[later] -= 1
                    if not n_waiting[later]:
                        heapq.heappush(ready, (places[later], later))
            while first < len(every) and is_placed[every[first][1]]:
                first += 1

    def _next(self, first: int, ready: list[tuple[float, int]]) -> int:
        """Of what waits for nothing the first; the very first one where that must be later by its days."""
        if not ready or self._day(ready[0][1], self.starts) > self._day(first, self.ends):
            return first
        return heapq.heappop(ready)[1]

    def _day(self, number: int, days: list[float]) -> float:
        """The day of a number; without a date, that of the first dated one that it leads to."""
        place = self._places[number]
        return days[number] if np.isinf(place) or np.isfinite(days[number]) else days[int(place + 1)]

    @cached_property
    def _followers(self) -> list[list[int]]:
        followers: list[list[int]] = [[] for _ in self.starts]
        for earlier, later in sorted(self.pairs):
            followers[earlier].append(later)
        return followers

    @cached_property
    def _places(self) -> list[float]:
        """Where each belongs: its number, or without a date just before the first dated one that links lead to."""
        places = [float(number) if np.isfinite(start) else np.inf for number, start in enumerate(self.starts)]
        causes: list[list[int]] = [[] for _ in self.starts]
        for earlier, later in self.pairs:
            if np.isinf(self.starts[earlier]):
                causes[later].append(earlier)
        for number in (number for number, start in enumerate(self.starts) if np.isfinite(start)):
            waiting = [number]
            while waiting:
                for cause in causes[waiting.pop()]:
                    if np.isinf(places[cause]):
                        places[cause] = number - 0.5
                        waiting.append(cause)
        return places
