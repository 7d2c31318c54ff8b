import pytest

from geo.query.selection import Selection
from pages.parts.frame.selection_summary import summarize


@pytest.mark.parametrize(
    ("n_total", "sentence"),
    [(0, "0 incidents"), (1, "1 incident"), (2, "All 2 incidents"), (1_234, "All 1,234 incidents")],
)
def test_without_filters_it_says_how_many_there_are(n_total: int, sentence: str) -> None:
    assert summarize(Selection(), n_total, n_total) == sentence


@pytest.mark.parametrize(
    ("n_selected", "n_total", "sentence"),
    [
        (0, 1, "0 of 1 incident: in Iran"),
        (1, 23, "1 of 23 incidents: in Iran"),
        (1_000, 2_000, "1,000 of 2,000 incidents: in Iran"),
    ],
)
def test_with_filters_it_says_how_many_match_which(n_selected: int, n_total: int, sentence: str) -> None:
    assert summarize(Selection.from_query("country=Iran"), n_selected, n_total) == sentence
