"""Each hostile file is refused with a reason or read with every row, and none takes more memory than its limit."""

import contextlib
from collections.abc import Iterator

import pytest

from tests.hostile_files import HOSTILE_FILES, OWN_HOSTILE_FILES
from tests.hostile_reading import NAME, READ, REFUSED, Outcome, read_all
from tests.thoroughness import items

# Read by `make scorecard` (S4) and `make thorough` alone: they took half of the time of all, and others of each kind
# are read every time.
DEAREST = {
    "many tables", "names of groups", "returns", "line ends", "empty placemarks",
    "equal names at the limit", "tables of columns of their own", "tables of a page at the limit",
    "many layers",
}  # fmt: skip
NAMES = tuple(items([name for name in HOSTILE_FILES if name not in DEAREST], list(HOSTILE_FILES)))


class Outcomes:
    """What becomes of the files, which are read in their order, each when a test first asks for it."""

    def __init__(self, reading: Iterator[Outcome]) -> None:
        self._reading, self._by_name = reading, dict[str, Outcome]()

    def __getitem__(self, name: str) -> Outcome:
        while name not in self._by_name:
            outcome = next(self._reading)
            self._by_name[outcome.name] = outcome
        return self._by_name[name]


@pytest.fixture(scope="module")
def outcomes() -> Iterator[Outcomes]:
    with contextlib.closing(read_all(NAMES)) as reading:
        yield Outcomes(reading)


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_refused_with_a_reason_or_read_with_every_row(name: str, outcomes: Outcomes) -> None:
    outcome = outcomes[name]
    assert outcome.kind in (READ, REFUSED), outcome.reason
    assert outcome.kind == READ or outcome.reason.startswith(f"{NAME}: ")
    assert outcome.peak_mb < outcome.limit_mb


def test_there_are_sixty_and_more_of_them() -> None:
    assert len(OWN_HOSTILE_FILES) >= 60
    assert set(HOSTILE_FILES) >= DEAREST
