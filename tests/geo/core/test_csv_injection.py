import pytest

from geo.core.csv_injection import escape_formula, is_formula, unescape_formula

# What has no width or turns the direction of text (Unicode: Bidi_Control, zero-width Cf).
INVISIBLE = [
    *(0xAD, 0x61C, 0x180E, 0xFEFF),
    *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A)),
]


@pytest.mark.parametrize("code", INVISIBLE, ids=hex)
def test_a_trigger_behind_what_cannot_be_seen_is_a_formula(code: int) -> None:
    assert is_formula(f"{chr(code)}=1+1")
    assert is_formula(f" {chr(code)}{chr(code)}@SUM(1)")


@pytest.mark.parametrize("trigger", "=+-@|%＝＋－＠")
def test_every_trigger_is_escaped_and_unescaped(trigger: str) -> None:
    for cell in (f"{trigger}x", f"  {trigger}x", f"'{trigger}x", f"''{trigger}x"):
        assert escape_formula(cell) == f"'{cell}"
        assert unescape_formula(escape_formula(cell)) == cell


@pytest.mark.parametrize("cell", ["\t", "\r", "\n", "\x00", "\tx", "\rx", "\nx", "\x00x"], ids=repr)
def test_a_control_character_in_front_is_a_trigger_itself(cell: str) -> None:
    assert is_formula(cell)


@pytest.mark.parametrize("cell", ["-34.5", "+5", "-1e5", "-1E-05", "5", "", "a=b", "'", "'a", "x@y.z", "50%", "–5"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert not is_formula(cell)
    assert escape_formula(cell) == cell == unescape_formula(cell)


@pytest.mark.parametrize("cell", ["-٣", "-1+1", "+1 ", "-1\n", "--1", "-", "+", "-.5.", "-1,5"])
def test_a_cell_that_only_begins_like_a_number_is_a_formula(cell: str) -> None:
    assert is_formula(cell)
