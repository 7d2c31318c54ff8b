"""Numbers in columns of tolls that are hardly tolls: days' serial numbers, years, codes for unknown, row numbers."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.import_result import Finding

N_EXAMPLES = 3


class TollDoubt(ABC):
    """One kind of number that stands in columns of tolls and is none; `meaning` says what it may be, one and many."""

    meaning: tuple[str, str]

    @abstractmethod
    def find(self, numbers: pd.Series) -> pd.Series:
        """Return which numbers of a column (float64, NaN where unknown) are of this kind, as bool."""


class SerialDays(TollDoubt):
    """Days as spreadsheets count them: 44987 is 2 March 2023.

    36526 to 54788 are 2000 to 2049. No single event of UCDP or GTD has so many dead but some of Rwanda in 1994, of
    which sources give round numbers.
    """

    meaning = ("a date that a spreadsheet saved as a number", "dates that a spreadsheet saved as numbers")

    def find(self, numbers: pd.Series) -> pd.Series:
        """Numbers of such days, but no round ones unless most of the column are such days."""
        are_days = numbers.between(36_526, 54_788)
        are_odd = are_days & (numbers % 100 != 0)
        return are_days if 2 * are_odd.sum() > numbers.notna().sum() else are_odd


class Years(TollDoubt):
    """A column of years, or a year among small numbers."""

    meaning = ("a year", "years")

    def find(self, numbers: pd.Series) -> pd.Series:
        """Years where nearly all of a column are, or where the others are far smaller; all shares by judgement.

        Round ones may be estimates: 2,000 were killed at Baga in 2015, by some.
        """
        are_years = numbers.between(1900, 2100) & (numbers % 100 != 0)
        known = numbers.dropna()
        others = known[~known.between(1900, 2100)]
        is_column = len(known) > 1 and are_years.sum() >= 0.9 * len(known)
        is_outlier = (
            len(others) >= 5
            and float(others.quantile(0.95)) * 20 < 1900
            and are_years.sum() <= max(1, 0.1 * len(known))
        )
        # Whatever their share, fifty times what the others are in their middle; one other number shows no middle.
        are_far = are_years & (len(others) > 1) & (numbers > 50 * others.median())
        return are_years if is_column or is_outlier else are_far


class UnknownCodes(TollDoubt):
    """Nines that surveys write for unknown: 999, 9999."""

    meaning = ("a code for unknown", "codes for unknown")

    def find(self, numbers: pd.Series) -> pd.Series:
        """Such numbers where all others are far smaller: 999 at least twice, longer ones at once; by judgement."""
        are_codes = numbers.isin([999, 9_999, 99_999, 999_999])
        largest_other = float(numbers[~are_codes].max()) if (~are_codes & numbers.notna()).any() else 0.0
        are_far = are_codes & (numbers > 5 * largest_other)
        return are_far & ((numbers > 999) | ((numbers == 999).sum() > 1))


class RowNumbers(TollDoubt):
    """A column that only counts its rows."""

    meaning = ("the number of its row", "numbers of the rows")

    def find(self, numbers: pd.Series) -> pd.Series:
        """All numbers where twenty rows and more (by judgement) count up from 0 or 1."""
        is_count = len(numbers) >= 20 and numbers.iloc[0] in (0, 1) and bool((numbers.diff().iloc[1:] == 1).all())
        return numbers.notna() & is_count


class Identifiers(TollDoubt):
    """Numbers beyond any toll of one event that are not round: identifiers, telephone numbers, dates as 20240116."""

    meaning = ("an identifier or a date", "identifiers or dates")

    def find(self, numbers: pd.Series) -> pd.Series:
        """Numbers from 100,000 (by judgement) that no thousand divides."""
        return (numbers >= 100_000) & (numbers % 1_000 != 0)


DOUBTS: tuple[TollDoubt, ...] = (RowNumbers(), UnknownCodes(), SerialDays(), Years(), Identifiers())


def doubt_numbers(name: str, numbers: pd.Series) -> tuple[pd.Series, tuple[Finding, ...]]:
    """Return which numbers of a column are hardly tolls (bool), and what to say of each kind of them."""
    numbers = numbers.astype("float64")
    is_doubted = pd.Series(False, index=numbers.index)
    findings = []
    for doubt in DOUBTS:
        mask = doubt.find(numbers.mask(is_doubted)).fillna(False).astype(bool)
        if mask.any():
            findings.append(_describe(name, numbers[mask], doubt))
            is_doubted |= mask
    return is_doubted, tuple(findings)


def _describe(name: str, numbers: pd.Series, doubt: TollDoubt) -> Finding:
    examples = tuple(_examples(numbers))
    cells = pluralize(len(numbers), "cell")
    meaning = doubt.meaning[0] if len(numbers) == 1 else doubt.meaning[1]
    text = f"{cells} of {name} may be {meaning} and no toll, so that the toll is unknown there"
    return Finding(text, name, numbers.index, examples)


def _examples(numbers: pd.Series) -> Iterator[str]:
    for number in numbers.drop_duplicates().iloc[:N_EXAMPLES]:
        yield f"{number:.0f}"
