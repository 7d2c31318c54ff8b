import pytest

from geo.core.text_lists import join_list, split_list


@pytest.mark.parametrize(
    ("text", "values"),
    [("", ()), (" ; ;", ()), ("a", ("a",)), (" a ;b; a;;c d ", ("a", "b", "c d")), ("x;\u00a0y\u2003", ("x", "y"))],
)
def test_a_cell_is_its_values_in_their_order_each_once(text: str, values: tuple[str, ...]) -> None:
    assert split_list(text) == values
    assert split_list(join_list(values)) == values
