"""What the map's script writes into the address is checked as the script reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ValueRefused
from geo.mapping.map_position import check_layers, check_play, check_view


@pytest.mark.parametrize("text", ["66.99,30.18,7.5", "-180,-90,0", "180,90,18", "0,0,0", "179.1234,-17.5,12.25"])
def test_views_that_the_map_can_show(text: str) -> None:
    check_view(text)


@pytest.mark.parametrize(
    "text",
    [
        "", ",,", "66.99,30.18", "66.99,30.18,7,1", "181,0,5", "0,91,5", "0,0,19", "0,0,-1", "nan,0,5", "inf,0,5",
        "1e2,0,5", "0x10,0,5", " 1,2,3", "1,2,3 ", "٦٦,٣٠,٧", "66;30;7", "30.18° N,66.99° E,7", "<b>,0,5", "1,2,3\n",
    ],
)  # fmt: skip
def test_other_views_are_refused(text: str) -> None:
    with pytest.raises(ValueRefused):
        check_view(text)


@pytest.mark.parametrize("text", ["none", "names", "names,online", "own-1,names"])
def test_names_of_layers(text: str) -> None:
    check_layers(text)


@pytest.mark.parametrize("text", ["", ",", "names,", "Names", "na mes", "<script>", "a" * 31, ",".join(["a"] * 21)])
def test_other_layers_are_refused(text: str) -> None:
    with pytest.raises(ValueRefused):
        check_layers(text)


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 18))
def test_what_the_script_writes_is_accepted(longitude: float, latitude: float, zoom: float) -> None:
    check_view(f"{longitude:.4f},{latitude:.4f},{zoom:.2f}")


@pytest.mark.parametrize(
    "text", ["2024-01-01,2024-03-31", "2024-01-01,2024-01-01,loop,fast", "0001-01-01,9999-12-31,slow"]
)
def test_days_to_play_are_accepted_as_the_map_writes_them(text: str) -> None:
    check_play(text)


@pytest.mark.parametrize(
    "text", ["banana", "2024-01-01", "2024-01-17,2012-01-01", "2024-1-1,2024-03-31", "", "٢٠٢٤-01-01,2024-02-01"]
)
def test_other_days_to_play_are_refused(text: str) -> None:
    with pytest.raises(ValueRefused):
        check_play(text)
