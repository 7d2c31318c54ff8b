"""Where a name stands in a text: whole words, broken lines, other scripts; and which of the places is nearest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places import resolve
from geo.places.geoparsing import name_spans

spans = st.lists(st.integers(0, 300), min_size=2, max_size=40, unique=True).map(
    lambda numbers: [(first, stop) for first, stop in zip(sorted(numbers)[::2], sorted(numbers)[1::2], strict=False)]
)
span = st.tuples(st.integers(0, 300), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Fordham and Ford", "Ford", ["Ford"]),
        ("Camp\nBlorp and Camp  Blorp", "Camp Blorp", ["Camp\nBlorp", "Camp  Blorp"]),
        ("在北京市中心", "北京", ["北京"]),
        ("a (b) c", "(b)", ["(b)"]),
        ("nothing", "Ford", []),
        ("text", "  ", []),
    ],
)
def test_the_spans_of_a_name_are_whole_words_on_whatever_lines(text: str, name: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in name_spans.name_spans(text, name)] == words


@given(span, spans)
def test_the_nearest_span_is_that_of_a_plain_search(one: tuple[int, int], others: list[tuple[int, int]]) -> None:
    spans = np.array([one])
    nearest = name_spans.nearest_spans(spans, np.array(others))
    gaps = [max(one[0] - stop, first - one[1], 0) for first, stop in others]
    assert name_spans.gaps_between(spans, nearest).tolist() == [min(gaps)]


@given(span, spans)
def test_a_span_lies_inside_as_a_plain_search_says(one: tuple[int, int], others: list[tuple[int, int]]) -> None:
    is_inside = any(first <= one[0] and one[1] <= stop for first, stop in others)
    assert name_spans.are_inside(np.array([one]), np.array(others)).tolist() == [is_inside]


@pytest.mark.parametrize(
    ("between", "is_one"), [(" and ", True), (". The ", False), ("\n", False), (" in St", True), ("! ", False)]
)
def test_a_sentence_ends_between_two_names_or_does_not(between: str, is_one: bool) -> None:
    text = f"Quetta{between}Khuzdar. Zhob"
    stop = len("Quetta") + len(between)
    names = np.array([(0, 6), (stop, stop + 7)])
    assert name_spans.are_one_sentence(text, names, names[::-1]).tolist() == [is_one, is_one]


def test_an_unknown_name_is_near_the_place_that_is_nearest_to_any_of_its_mentions() -> None:
    padding = "Nothing else was said about it that day. " * 40
    text = f"Blorpham United of Karachi lost. {padding}Two men were shot in Blorp in Quetta."
    assert resolve("Blorp", text=text).name == resolve("near Quetta").name
    broken = "Officials in Karachi were silent. Two men were shot in Camp\nBlorp, Quetta."
    assert "Quetta" in resolve("Camp Blorp", text=broken).because
