"""Words in right-to-left scripts are set apart in a sentence, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.frame.direction import END, ISOLATE, isolate_right_to_left


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("", ""),
        ("2 of 23 incidents: in Iran", "2 of 23 incidents: in Iran"),
        ("involving جیش العدل; 2 killed", "involving \u2068جیش العدل\u2069; 2 killed"),
        ("“حزب‌الله” and “حماس”", "“\u2068حزب‌الله\u2069” and “\u2068حماس\u2069”"),
        ("near ירושלים, 3 km", "near \u2068ירושלים\u2069, 3 km"),
        ("زاهدان", "\u2068زاهدان\u2069"),
        ("Чеченская Республика, 東京, é", "Чеченская Республика, 東京, é"),
    ],
)
def test_words_are_set_apart(text: str, isolated: str) -> None:
    assert isolate_right_to_left(text) == isolated


@given(st.text())
def test_nothing_is_lost_and_every_isolate_ends(text: str) -> None:
    plain = text.replace(ISOLATE, "").replace(END, "")
    isolated = isolate_right_to_left(plain)
    assert isolated.replace(ISOLATE, "").replace(END, "") == plain
    depth = 0
    for character in isolated:
        depth += (character == ISOLATE) - (character == END)
        assert depth in (0, 1)
    assert depth == 0


def test_a_long_text_takes_one_pass() -> None:
    assert len(isolate_right_to_left("ا " * 500_000 + "x")) == 1_000_003
