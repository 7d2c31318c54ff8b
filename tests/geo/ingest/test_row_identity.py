"""Identifiers that are made for rows are stable, unique, and the same in every file with these columns."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.ingest.fields import Fields
from geo.ingest.options import ImportOptions
from geo.ingest.row_identity import REPEATED_ROWS, SAME, identify_rows, make_identity

OPTIONS = ImportOptions()
CELLS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["x", "y", None])), min_size=1, max_size=12)


def frame(rows: list[tuple[str, str | None]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["id", "place"], index=pd.RangeIndex(2, 2 + len(rows))).astype("str")


@given(CELLS)
def test_made_identifiers_are_unique_and_do_not_depend_on_the_rows_beside(rows: list[tuple[str, str | None]]) -> None:
    identity = make_identity(frame(rows), "Table:x", OPTIONS)
    assert identity.ids.is_unique
    n_repeats = len(rows) - len(set(rows))
    assert sum(question.n_rows for question in identity.questions) == n_repeats
    alone = make_identity(frame(rows[:1]), "Table:x", OPTIONS)
    assert alone.ids.iloc[0] == identity.ids.iloc[0]
    same = make_identity(frame(rows), "Table:x", ImportOptions(answers=((REPEATED_ROWS, "", SAME),)))
    assert (len(same.duplicates), same.questions) == (n_repeats, ())
    assert same.ids.tolist() == identity.ids.tolist()


@pytest.mark.parametrize(
    ("ids", "n_made", "note"),
    [
        (["1", "2", "2"], 0, ""),
        (["1", None, "3"], 0, ""),
        (["1.97E+11", "2"], 1, "A spreadsheet has shortened “id”: 1 row has identifiers of their own"),
        (["197000000000", "197000000000"], 2, "A spreadsheet has shortened “id”"),
        (["197000000000", "197000000001"], 0, ""),
        ([None, None], 2, "“id” is blank"),
    ],
)
def test_which_identifiers_are_made(ids: list[str | None], n_made: int, note: str) -> None:
    cells = pd.DataFrame({"id": ids, "place": list("abcdef")[: len(ids)]}).astype("str")
    identity = identify_rows(Fields(cells), "X", OPTIONS, "id")
    assert identity.ids.str.fullmatch(r"X:[0-9a-f]{8}:[0-9a-f]{16}").fillna(False).sum() == n_made
    assert [text.startswith(note) for text in identity.notes] == [True] * bool(note)


def test_a_table_without_a_column_of_identifiers() -> None:
    identity = identify_rows(Fields(frame([("a", "x"), ("a", "x")])), "X", OPTIONS, "event_id")
    assert identity.notes == (
        "The table has no column “event_id”: 2 rows have identifiers of their own, made of all cells",
    )
    assert identity.ids.iloc[1] == f"{identity.ids.iloc[0]}-2"
    assert not identity.is_own
