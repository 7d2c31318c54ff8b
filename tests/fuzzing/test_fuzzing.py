"""A few damaged files of every format; `python -m tests.fuzzing` reads thousands."""

import pytest

from geo.ingest.readers import READERS, Reader
from tests.fuzzing.harness import fuzz
from tests.fuzzing.mutations import mutate
from tests.fuzzing.samples import samples
from tests.thoroughness import count

N_FILES = count(20, 60)  # of each format; row S5 of the scorecard reads two thousand


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_damaged_files_are_read_or_refused_by_name_and_reason(reader: Reader) -> None:
    report = fuzz(reader.name, range(N_FILES))
    assert report.faults == ()
    assert report.n_read + report.n_refused == N_FILES


def test_a_seed_damages_the_same_way_again_and_another_differently() -> None:
    content = samples()["CSV"]
    assert mutate(content, 7) == mutate(content, 7)
    assert len({mutate(content, seed) for seed in range(100)}) > 90
