"""What a row of the scorecard is: a question, a bar, and how it is measured."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.scorecard.inputs import Inputs


@dataclass(frozen=True)
class Measurement:
    """What was measured, with its numbers, and whether the bar is met; None where nothing could be measured."""

    text: str
    is_met: bool | None

    @classmethod
    def missing(cls, reason: str) -> "Measurement":
        """Nothing was measured, and why."""
        return cls(f"not measured: {reason}", None)

    @property
    def verdict(self) -> str:
        """One word for the table."""
        return {True: "met", False: "**missed**", None: "**not measured**"}[self.is_met]


@dataclass(frozen=True)
class Row:
    """A row: `tests` are the node ids of the tests that it runs; quick ones are measured in `make test` too."""

    code: str
    question: str
    bar: str
    measure: Callable[[Inputs], Measurement]
    tests: tuple[str, ...] = ()
    is_quick: bool = False
