"""Where a name stands in a text, and where its sentences end."""

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Span = tuple[int, int]  # start and end in the text
SpanArray = NDArray[np.int64]  # n × 2, as Span
SENTENCE_END = re.compile(r"[.!?]\s|\n")


def name_pattern(name: str) -> str:
    """A pattern of a name as a text may break it into lines."""
    return r"\s+".join(map(re.escape, name.split()))


def name_spans(text: str, name: str) -> list[Span]:
    """Where a name stands in a text, in order and disjoint: as whole words, else inside others, as in Chinese."""
    pattern = name_pattern(name)
    if not pattern:
        return []
    whole = [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]
    return whole or [match.span() for match in re.finditer(pattern, text)]


def are_inside(spans: SpanArray, others: SpanArray) -> NDArray[np.bool_]:
    """Whether each span lies inside one of the others, which are in order and disjoint."""
    if not len(others):
        return np.zeros(len(spans), dtype=bool)
    position = np.searchsorted(others[:, 0], spans[:, 0], side="right") - 1
    around = others[np.maximum(position, 0)]
    return (position >= 0) & (spans[:, 1] <= around[:, 1])


def nearest_spans(spans: SpanArray, others: SpanArray) -> SpanArray:
    """For each span the nearest of the others, which are in order and disjoint, and at least one."""
    position = np.searchsorted(others[:, 0], spans[:, 0])
    before, behind = others[np.maximum(position - 1, 0)], others[np.minimum(position, len(others) - 1)]
    is_before = gaps_between(spans, before) <= gaps_between(spans, behind)
    return np.where(is_before[:, np.newaxis], before, behind)


def gaps_between(spans: SpanArray, others: SpanArray) -> NDArray[np.int64]:
    """How many characters stand between each span and its other one; 0 where they touch or overlap."""
    gaps: NDArray[np.int64] = np.maximum(np.maximum(spans[:, 0] - others[:, 1], others[:, 0] - spans[:, 1]), 0)
    return gaps


def are_one_sentence(text: str, spans: SpanArray, others: SpanArray) -> NDArray[np.bool_]:
    """Whether no sentence of a text ends between each span and its other one."""
    ends = _sentence_ends(text)
    start, stop = np.minimum(spans[:, 1], others[:, 1]), np.maximum(spans[:, 0], others[:, 0])
    return np.searchsorted(ends, stop) <= np.searchsorted(ends, start)


@lru_cache(maxsize=4)
def _sentence_ends(text: str) -> NDArray[np.int64]:
    return np.array([match.start() for match in SENTENCE_END.finditer(text)], dtype=np.int64)
