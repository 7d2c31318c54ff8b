"""Names of one length, with the letters that each has: most that are unlike another name are so by these alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

FIRST_LETTER, N_LETTERS = ord("a"), 26  # a letter has a bit; all else has one together
LETTERS_PER_EDIT = 2  # that one edit adds or takes away: one for another


@dataclass(frozen=True, eq=False)
class FormBlock:
    """Normalized names; `letters` has a bit of each name for every letter in it."""

    forms: Sequence[str]
    letters: NDArray[np.uint32] = field(repr=False)

    @classmethod
    def of(cls, forms: Sequence[str]) -> "FormBlock":
        """The block of these names."""
        return cls(forms, np.fromiter(map(_letters_of, forms), np.uint32, len(forms)))

    def with_letters_of(self, form: str, edits: int) -> list[str]:
        """The names, in order, that have all but so few letters of another that it may be so many edits away."""
        differing = np.bitwise_count(self.letters ^ np.uint32(_letters_of(form)))
        return [self.forms[position] for position in np.flatnonzero(differing <= LETTERS_PER_EDIT * edits).tolist()]


def _letters_of(form: str) -> int:
    letters = 0
    for character in set(form):
        number = ord(character) - FIRST_LETTER
        letters |= 1 << (number if 0 <= number < N_LETTERS else N_LETTERS)
    return letters


NO_FORMS = FormBlock.of(())
