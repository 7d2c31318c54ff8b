"""Count the votes of registered recognisers: the mean of what they say of the same words is added to the score.

A recogniser that fails, or says what cannot be, has no vote on that text and is warned of; nothing else is lost.
"""

import warnings
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import islice

from geo.core.failure_log import log_failure
from geo.errors import RecogniserWarning
from geo.places.geoparsing.recognisers import RecognisedSpan, Recogniser

# In the units of Entry.weight. Chosen by judgement: as much as a text's support, and less than what rules a name out.
SAME_WORDS, SOME_WORDS = 2.0, 1.0
MAX_SPANS = 20_000  # of one recogniser on one text; a text of 200,000 characters has fewer names
Votes = Sequence[Sequence[RecognisedSpan]]


def collect_votes(text: str, recognisers: Iterable[Recogniser]) -> list[list[RecognisedSpan]]:
    """What each recogniser says of a text, disjoint and in order; nothing of one that fails, which is warned of."""
    return [spans for recogniser in recognisers if (spans := _ask(text, recogniser)) is not None]


def score_of_votes(votes: Votes, start: int, end: int) -> float:
    """What the recognisers add to the score of the words text[start:end]; one that says nothing of them adds 0."""
    return sum(_vote(spans, start, end) for spans in votes) / len(votes) if votes else 0.0


def voted_places(votes: Votes) -> list[tuple[int, int]]:
    """The spans that some recogniser takes for places, in order."""
    return sorted({(span.start, span.end) for spans in votes for span in spans if span.is_place})


def _vote(spans: Sequence[RecognisedSpan], start: int, end: int) -> float:
    position = max(0, bisect_left(spans, start, key=lambda span: span.start) - 1)
    score = 0.0
    for index in range(position, len(spans)):
        span = spans[index]
        if span.start >= end:
            break
        if span.end > start:
            weight = SAME_WORDS if (span.start, span.end) == (start, end) or not span.is_place else SOME_WORDS
            score = max(score, weight) if span.is_place else min(score, -weight)
    return score


def _ask(text: str, recogniser: Recogniser) -> list[RecognisedSpan] | None:
    try:
        spans = list(islice(recogniser.recognise(text), MAX_SPANS + 1))
    except Exception as error:  # whatever a reader's own code raises
        failure_id = log_failure(error, doing="asking a registered recogniser")
        _warn(recogniser, f"it failed with {type(error).__name__} (failure {failure_id} in the log)")
        return None
    valid = [span for span in spans if _is_valid(span, text)]
    if len(spans) > MAX_SPANS:
        _warn(recogniser, f"it gave more than {MAX_SPANS:,} spans")
        return None
    if len(valid) < len(spans):
        n_wrong = len(spans) - len(valid)
        _warn(recogniser, f"{n_wrong} of its {len(spans)} spans {'is' if n_wrong == 1 else 'are'} no words of the text")
        return None
    return _disjoint(valid)


def _is_valid(span: object, text: str) -> bool:
    if not isinstance(span, RecognisedSpan):
        return False
    numbers = (span.start, span.end)
    are_whole = all(isinstance(number, int) and not isinstance(number, bool) for number in numbers)
    return are_whole and isinstance(span.is_place, bool) and 0 <= span.start < span.end <= len(text)


def _disjoint(spans: list[RecognisedSpan]) -> list[RecognisedSpan]:
    """The spans in order; of two that overlap the first, and of those that begin together the longest."""
    ordered = sorted(spans, key=lambda span: (span.start, -span.end))
    last_end, disjoint = 0, []
    for span in ordered:
        if span.start >= last_end:
            disjoint.append(span)
            last_end = span.end
    return disjoint


def _warn(recogniser: Recogniser, reason: str) -> None:
    message = f"The recogniser {recogniser.name} has no vote on a text: {reason}. The text is read without it."
    warnings.warn(message, RecogniserWarning, stacklevel=2)
