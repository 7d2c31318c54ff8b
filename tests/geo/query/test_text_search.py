import narwhals as nw
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.casefold import casefold, casefold_expr
from geo.query import text_search
from geo.query.filters import FILTER

AWKWARD = st.text(st.sampled_from("iIİı\u0307sSſkKKΣσςßẞéÉ.*[]\\^-(){}$|x \n"), max_size=6)


def search_by_expression(texts: list[str | None], query: str) -> list[bool]:
    frame = pd.DataFrame({"text": pd.Series(texts, dtype="str")})
    contains = casefold_expr("text").str.contains(query, literal=True).fill_null(False)
    return list(nw.from_native(frame).select(match=contains).to_native()["match"].astype(bool))


@settings(deadline=None)
@given(st.lists(st.none() | AWKWARD | st.text(max_size=8)), AWKWARD | st.text(max_size=4))
def test_a_search_matches_what_the_expression_matches(texts: list[str | None], query: str) -> None:
    query = casefold(query)
    array = pd.Series(texts, dtype="str").array
    assert list(text_search.contains_casefolded(array, query)) == search_by_expression(texts, query)


@pytest.mark.parametrize("text", ["İstanbul", "ISTANBUL", "istanbul", "I\u0307stanbul"])
def test_all_spellings_of_a_name_are_found(text: str) -> None:
    assert text_search.contains_casefolded(pd.Series([text], dtype="str").array, casefold("İSTANBUL")).all()


def test_several_chunks_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_search, "CHUNK_ROWS", 2)
    assert list(text_search.contains_casefolded(pd.Series(["a", "b", None, "AB", "c"], dtype="str").array, "a")) == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_the_text_filter_names_the_text_to_search() -> None:
    assert {condition.contains for clause in FILTER["q"].clauses("Quetta") for condition in clause.conditions} - {
        ""
    } == {"quetta"}
