"""Letters alone leave no name out that is as near as asked."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from geo.places.gazetteer.form_block import NO_FORMS, FormBlock

FORM = st.text("abcdz ", min_size=4, max_size=8)


@given(st.lists(FORM, max_size=20), FORM, st.integers(1, 3))
def test_no_name_within_so_many_edits_is_left_out(forms: list[str], form: str, edits: int) -> None:
    near = [known for known in forms if OSA.distance(form, known) <= edits]
    chosen = FormBlock.of(forms).with_letters_of(form, edits)
    assert [known for known in chosen if known in near] == near


def test_names_of_other_letters_are_left_out() -> None:
    block = FormBlock.of(["quetta", "zahedan", "quella"])
    assert block.with_letters_of("quetta", 1) == ["quetta", "quella"]


def test_of_no_names_there_are_none() -> None:
    assert NO_FORMS.with_letters_of("quetta", 3) == []


@given(st.text(min_size=1, max_size=8), st.lists(FORM, max_size=3))
def test_a_name_differs_in_no_letter_from_itself(form: str, others: list[str]) -> None:
    assert form in FormBlock.of([*others, form]).with_letters_of(form, 0)


def test_signs_and_letters_of_other_scripts_count_as_one_letter() -> None:
    assert FormBlock.of(["a b", "a-b", "aéb", "ab", "{ab", "`ab"]).with_letters_of("a b", 0) == [
        "a b",
        "a-b",
        "aéb",
        "{ab",
        "`ab",
    ]
