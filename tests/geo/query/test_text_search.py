import narwhals as nw
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.casefold import casefold, casefold_expr
from geo.query import text_search
from geo.query.filters import FILTER

AWKWARD = st.text(st.sampled_from("iIİı\u0307sSſkKKΣσςßẞéÉ.*[]\\^-(){}$|x \n"), max_size=6)


def by_expression(given: list[str | None], wanted: str) -> list[bool]:
    frame = pd.DataFrame({"text": pd.Series(given, dtype="str")})
    holds = casefold_expr("text").str.contains(wanted, literal=True).fill_null(False)
    return list(nw.from_native(frame).select(found=holds).to_native()["found"].astype(bool))


@settings(deadline=None)
@given(st.lists(st.none() | AWKWARD | st.text(max_size=8)), AWKWARD | st.text(max_size=4))
def test_a_search_finds_what_the_expression_finds(given: list[str | None], wanted: str) -> None:
    wanted = casefold(wanted)
    held = pd.Series(given, dtype="str").array
    assert list(text_search.contains_casefolded(held, wanted)) == by_expression(given, wanted)


@pytest.mark.parametrize("text", ["İstanbul", "ISTANBUL", "istanbul", "I\u0307stanbul"])
def test_all_spellings_of_a_name_are_found(text: str) -> None:
    assert text_search.contains_casefolded(pd.Series([text], dtype="str").array, casefold("İSTANBUL")).all()


def test_more_texts_than_one_piece_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_search, "CHUNK_ROWS", 2)
    assert list(text_search.contains_casefolded(pd.Series(["a", "b", None, "AB", "c"], dtype="str").array, "a")) == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_the_filter_on_text_says_what_it_looks_for() -> None:
    assert {said.contains for part in FILTER["q"].clauses("Quetta") for said in part.conditions} == {"quetta"}
