import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from geo.query.answer_size import OBJECT_BYTES, answer_bytes
from geo.query.filters import Control


@dataclass(frozen=True)
class Answer:
    rows: pd.DataFrame
    title: str


@dataclass(frozen=True, slots=True)
class Total:
    low: int


ROWS = pd.DataFrame({"count": np.arange(1000), "name": [f"name {number}" for number in range(1000)]})


@pytest.mark.parametrize(
    "answer",
    [
        ROWS,
        ROWS["count"],
        ROWS["count"].to_numpy(),
        {"counts": ROWS["count"]},
        (ROWS,),
        ("a key", ROWS),
        (Control.DATE, Answer(ROWS, "")),
        Answer(ROWS, ""),
        {"a": {"b": [ROWS["count"]]}},
    ],
)
def test_a_table_counts_wherever_it_stands(answer: object) -> None:
    assert ROWS["count"].to_numpy().nbytes <= answer_bytes(answer) <= 3 * int(ROWS.memory_usage(deep=True).sum())


def test_texts_count() -> None:
    text = "x" * 100_000
    assert answer_bytes(Answer(ROWS, text)) - answer_bytes(Answer(ROWS, "")) == len(text)
    assert answer_bytes(b"x" * 5000) >= 5000


def test_things_alike_are_measured_by_the_first() -> None:
    one = answer_bytes({"id": "X1"})
    assert answer_bytes([{"id": "X1"}] * 500) == OBJECT_BYTES + 500 * one


@pytest.mark.parametrize("answer", [None, 3, "", [], (), {}, Total(3), Control.DATE, Control])
def test_small_answers_are_not_free(answer: object) -> None:
    assert sys.getsizeof(None) <= answer_bytes(answer) <= 2 * OBJECT_BYTES + sys.getsizeof(answer)
