"""Each hostile file is refused with a reason or read with every row, and none takes more memory than its limit."""

from collections.abc import Mapping

import pytest

from tests.hostile_files import HOSTILE_FILES, OWN_HOSTILE_FILES
from tests.hostile_reading import NAME, READ, REFUSED, Outcome, read_all


@pytest.fixture(scope="module")
def outcomes() -> Mapping[str, Outcome]:
    return {outcome.name: outcome for outcome in read_all()}


@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_a_hostile_file_is_refused_with_a_reason_or_read_with_every_row(
    name: str, outcomes: Mapping[str, Outcome]
) -> None:
    outcome = outcomes[name]
    assert outcome.kind in (READ, REFUSED), outcome.reason
    assert outcome.kind == READ or outcome.reason.startswith(f"{NAME}: ")
    assert outcome.peak_mb < outcome.limit_mb


def test_there_are_sixty_and_more_of_them() -> None:
    assert len(OWN_HOSTILE_FILES) >= 60
