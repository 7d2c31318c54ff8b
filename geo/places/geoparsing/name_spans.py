"""Where a name stands in a text, and where its sentences end."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

Span = tuple[int, int]  # start and end in the text
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


def is_inside(span: Span, spans: Sequence[Span]) -> bool:
    """Whether a span lies inside one of these, which are in order and disjoint."""
    if not spans or span[0] < spans[0][0] or span[1] > spans[-1][1]:
        return False
    position = bisect_right(spans, span[0], key=lambda other: other[0]) - 1
    return position >= 0 and span[1] <= spans[position][1]


def nearest_span(span: Span, spans: Sequence[Span]) -> Span:
    """The one of these spans that is nearest to another; they are in order and disjoint, and at least one."""
    if len(spans) == 1:
        return spans[0]
    position = bisect_left(spans, span[0], key=lambda other: other[0])
    return min(spans[max(position - 1, 0) : position + 1], key=lambda other: gap_between(span, other))


def gap_between(one: Span, other: Span) -> int:
    """How many characters stand between two spans; 0 where they touch or overlap."""
    return max(one[0] - other[1], other[0] - one[1], 0)


def is_one_sentence(text: str, one: Span, other: Span) -> bool:
    """Whether no sentence ends between two spans of a text."""
    start, stop = min(one[1], other[1]), max(one[0], other[0])
    if stop - start > _longest_sentence(text):
        return False
    ends = _sentence_ends(text)
    position = bisect_left(ends, start)
    return position == len(ends) or ends[position] >= stop


@lru_cache(maxsize=4)
def _longest_sentence(text: str) -> int:
    """The most characters of a text between which no sentence ends."""
    ends = (-1, *_sentence_ends(text), len(text))
    return max(behind - before for before, behind in pairwise(ends))


@lru_cache(maxsize=4)
def _sentence_ends(text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in SENTENCE_END.finditer(text))
