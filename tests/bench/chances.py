"""How well the chances that places state hold on names that were not counted: a reliability diagram in letters.

LABELLED=names.csv:texts.xml python -m tests.bench.chances: labelled files (see labelled_names.py) of whoever measures.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from geo.places import chances
from tests.bench.labelled_names import Answer, measure_error, read_answers, split_by_chance

MAX_ERROR = 0.05
MIN_ANSWERS = 200  # of a kind of hints; fewer say little
N_ROWS = 6  # of the diagram
WIDTH = 40  # characters for a share of 1


def lines() -> Iterator[str]:
    """The error of each kind of hints beside its limit, with the diagram; or that there are no labelled names."""
    paths = [Path(path) for path in os.environ.get("LABELLED", "").split(os.pathsep) if path]
    if not paths:
        yield "No labelled names: set LABELLED to files with known points to measure how well chances hold."
        return
    yield from describe_chances([answer for path in paths for answer in read_answers(path)])


def describe_chances(answers: Sequence[Answer]) -> Iterator[str]:
    """The error and the diagram of each kind of hints, of the answers that were held out."""
    for hints in chances.HINTS:
        test_set = [answer for answer in answers if answer.is_test and answer.hints == hints]
        if len(test_set) < MIN_ANSWERS:
            yield f"Chances, {hints}: {len(test_set)} names, too few to measure (at least {MIN_ANSWERS})"
            continue
        chance = [chances.chance(hints, answer.place.evidence) for answer in test_set]
        is_right = [answer.is_right for answer in test_set]
        error = measure_error(chance, is_right)
        verdict = "reached" if error <= MAX_ERROR else "MISSED"
        yield (
            f"Chances, {hints}: expected calibration error {error:.3f} of {len(test_set):,} names"
            f"  ratio {error / MAX_ERROR:.2f}  (limit: {MAX_ERROR}; {verdict})"
        )
        yield from _draw(chance, is_right)


def _draw(chance: Sequence[float], is_right: Sequence[bool]) -> Iterator[str]:
    """A row for each bin: a bar for the share that was right, and a mark where the chance says that it ends."""
    for mean_chance, share, count in split_by_chance(chance, is_right, N_ROWS):
        bar = list(("#" * round(share * WIDTH)).ljust(WIDTH + 1))
        bar[round(mean_chance * WIDTH)] = "|"
        yield f"  stated {mean_chance:.2f}  right {share:.2f}  {''.join(bar)} {count:,}"


if __name__ == "__main__":
    for line in lines():
        print(line)
