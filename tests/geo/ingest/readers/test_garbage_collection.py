"""The collector is paused within the block only, and left as it was."""

import gc

import pytest

from geo.ingest.readers.garbage_collection import pause_collection


def test_the_collector_is_paused_within_the_block_and_goes_on_behind_it() -> None:
    with pause_collection():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_lets_the_collector_go_on() -> None:
    with pytest.raises(ValueError, match="x"), pause_collection():
        raise ValueError("x")
    assert gc.isenabled()


def test_a_collector_that_was_paused_stays_paused() -> None:
    with pause_collection():
        with pause_collection():
            pass
        assert not gc.isenabled()
