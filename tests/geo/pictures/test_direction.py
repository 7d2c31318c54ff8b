"""The order of letters in a line, beside an independent reading of the same algorithm."""

import bidi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.pictures import direction

LETTERS = "ab سلام12٣( )[]{}.,-–:/"


def drawn_text(text: str) -> str:
    """The letters from left to right."""
    runs = (text[run.start : run.stop][:: -1 if run.is_rtl else 1] for run in direction.visual_runs(text))
    return "".join(runs)


@given(st.text(alphabet=LETTERS, min_size=1, max_size=24).map(str.strip).filter(bool))
def test_letters_are_drawn_in_the_order_of_the_peer(text: str) -> None:
    assert drawn_text(text) == bidi.get_display(text)


@pytest.mark.parametrize(
    ("text", "is_rtl"),
    [("Strike", False), ("قصف Strike", True), ("12 قصف", True), ("(2024)", False), ("", False), ("1 a قصف", False)],
)
def test_the_first_letter_with_a_direction_decides(text: str, is_rtl: bool) -> None:
    assert direction.is_rtl(text) is is_rtl


def test_brackets_around_a_year_stay_around_it() -> None:
    assert "(2024)" in drawn_text("بلوچستان – strikes (2024)")


def test_a_joiner_stays_in_its_word() -> None:
    (run,) = direction.visual_runs("جیش\u200cالعدل")
    assert (run.start, run.stop, run.is_rtl) == (0, 9, True)


@given(st.text(max_size=60))
def test_every_letter_is_in_one_run(text: str) -> None:
    runs = sorted(direction.visual_runs(text), key=lambda run: run.start)
    assert [number for run in runs for number in range(run.start, run.stop)] == list(range(len(text)))


def test_many_open_brackets_take_no_long_time_and_change_nothing_else() -> None:
    text = "(" * 1500 + "ا"
    assert sum(run.stop - run.start for run in direction.visual_runs(text)) == len(text)
