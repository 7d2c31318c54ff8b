"""How well chances hold is measured as it is defined: bins of equal count, and the share that is right in each."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench import chances
from tests.bench.labelled_names import measure_error, read_answers, split_by_chance

answers = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=200)


@given(answers)
def test_bins_hold_every_answer_once_and_differ_by_one_at_most(pairs: list[tuple[float, bool]]) -> None:
    bins = split_by_chance([chance for chance, _ in pairs], [is_right for _, is_right in pairs])
    counts = [count for *_, count in bins]
    assert sum(counts) == len(pairs)
    assert max(counts) - min(counts) <= 1
    assert [chance for chance, *_ in bins] == sorted(chance for chance, *_ in bins)
    assert sum(share * count for _, share, count in bins) == pytest.approx(sum(right for _, right in pairs))


@given(answers)
def test_the_error_is_between_that_of_all_together_and_one(pairs: list[tuple[float, bool]]) -> None:
    chance, right = zip(*pairs, strict=True)
    assert abs(np.mean(chance) - np.mean(right)) - 1e-9 <= measure_error(chance, right) <= 1 + 1e-9


def test_chances_that_hold_have_no_error() -> None:
    right = [number % 10 < 8 for number in range(1_500)]
    assert measure_error([0.8] * 1_500, right) == pytest.approx(0)
    assert measure_error([0.5] * 1_500, right) == pytest.approx(0.3)


def test_names_of_a_table_are_read_with_each_hint(tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text(
        "country,admin1,location,latitude,longitude\n"
        "Pakistan,Balochistan,Quetta,30.18,67.0\n"
        "Pakistan,Sindh,Quetta,30.18,67.0\n"
        "country,admin1,location,latitude,longitude\n"
        "Iran,,Xqzzt,1,1\n"
    )
    read = list(read_answers(table))
    assert [answer.hints for answer in read] == ["alone", "country", "province"] * 2
    assert [answer.is_right for answer in read] == [True] * 6
    assert read[-1].place.evidence == "elsewhere"


def test_without_labelled_names_the_report_says_how_to_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LABELLED", raising=False)
    assert list(chances.lines()) == [
        "No labelled names: set LABELLED to files with known points to measure how well chances hold."
    ]


def test_a_kind_of_hints_with_few_names_is_not_measured(tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("country,admin1,location,latitude,longitude\nIran,,Zahedan,29.5,60.9\n")
    assert all("too few to measure" in line for line in chances.describe_chances(list(read_answers(table))))
