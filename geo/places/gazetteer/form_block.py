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
        return cls(forms, _letters_by_form(forms))

    def with_letters_of(self, form: str, edits: int) -> list[str]:
        """The names, in order, that have all but so few letters of another that it may be so many edits away."""
        differing = np.bitwise_count(self.letters ^ _letters_of(form))
        return [self.forms[position] for position in np.flatnonzero(differing <= LETTERS_PER_EDIT * edits).tolist()]


def _letters_of(form: str) -> np.uint32:
    letters: np.uint32 = _letters_by_form([form])[0]
    return letters


def _letters_by_form(forms: Sequence[str]) -> NDArray[np.uint32]:
    if not forms:
        return np.empty(0, np.uint32)
    codes = np.array(forms, dtype=str).view(np.uint32).reshape(len(forms), -1)  # 0 behind the end of a shorter one
    numbers = np.minimum(codes - np.uint32(FIRST_LETTER), np.uint32(N_LETTERS))  # what is below the first wraps around
    letters: NDArray[np.uint32] = np.bitwise_or.reduce((codes > 0) * (np.uint32(1) << numbers), axis=1)
    return letters


NO_FORMS = FormBlock.of(())
