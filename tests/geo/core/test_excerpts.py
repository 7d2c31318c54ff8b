"""What a message repeats of a file is short, and harmless where a terminal or a page shows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core.excerpts import MAX_EXCERPT, make_visible, shorten, shorten_example, shorten_message


@given(st.text(max_size=400))
def test_an_excerpt_is_short_and_every_character_of_it_is_seen(text: str) -> None:
    assert len(shorten(text)) <= MAX_EXCERPT
    assert not set(shorten(text)) & set(map(chr, [*range(32), *range(127, 160), *range(0x202A, 0x202F)]))


@pytest.mark.parametrize("text", ["Zahedan", "زاهدان", "می‌خواهد", "a" * MAX_EXCERPT, "Saint-Étienne & Co; 7 °N"])
def test_what_is_short_and_plain_stays_as_it_is(text: str) -> None:
    assert shorten(text) == shorten_example(text) == shorten_message(text) == text


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("\x1b[2J\x1b[31mred", "␛[2J␛[31mred"),
        ("a\nb\tc\r\nd", "a b c  d"),
        ("\u202egnp.exe\u202c", "\ufffdgnp.exe\ufffd"),
        ("\x9b31m\x07", "\ufffd31m␇"),
        ("\u2066a\u2069\u200f", "\ufffda\ufffd"),
    ],
)
def test_controls_are_shown_and_do_nothing(text: str, visible: str) -> None:
    assert make_visible(text) == visible


def test_a_long_cell_is_cut_within_a_message_and_the_reason_behind_it_stays() -> None:
    cell = "x" * 200_000
    message = f"“{cell}” is no country that we know, so that “Zabol” could be anywhere"
    assert (
        shorten_message(message) == f"“{shorten(cell)}” is no country that we know, so that “Zabol” could be anywhere"
    )
    assert shorten_example(f"{cell}: {message}") == f"{shorten(cell)}: {shorten_message(message)}"
    assert len(shorten_message(cell)) < 2_100
