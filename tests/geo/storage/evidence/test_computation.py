import pandas as pd
import pytest

from geo.storage.evidence import compute_evidence, with_evidence
from tests.geo.storage.evidence.claim_tables import claims, links, typed_rows

NO_CLAIMS, NO_LINKS = claims({"claimant": "Iran"}).iloc[:0], links("b→a").iloc[:0]


def contested_on(*rows: dict[str, str]) -> str:
    computed = compute_evidence({"x"}, typed_rows("x"), claims(*rows), NO_LINKS).iloc[0]
    assert bool(computed["contested"]) is pd.notna(computed["contested_on"])
    return "" if pd.isna(computed["contested_on"]) else str(computed["contested_on"])


def says(claimant: str, **cells: str) -> dict[str, str]:
    return {"claimant": claimant} | cells


AGREED = [
    [says("Iran")],
    [says("Iran", actor="Iran"), says("Pakistan", actor="Islamic Republic of Iran")],
    [says("Iran", actor="IRGC"), says("Pakistan", actor="Iran")],
    [says("Iran", actor="Iran"), says("Pakistan", actor="Unidentified armed men")],
    [says("Iran", actor="Iran"), says("Pakistan")],
    [says("Pakistan", actor="Iran"), says("Ministry of Foreign Affairs of Pakistan", actor="Israel")],
    [says("Pakistan", killed_best="2"), says("Pakistan", killed_best="9")],
    [says("Iran", killed_low="2", killed_high="5"), says("Pakistan", killed_best="5")],
    [says("Iran", killed_low="2"), says("Pakistan", killed_best="900")],
    [says("Iran", killed_best="2"), says("Pakistan", injured_best="5")],
    [says("Iran", target="a bus"), says("Pakistan", target="the bus")],
    [says("Iran", target="a bus"), says("Pakistan", target="A bus of the guard")],
    [says("Iran", target="IRGC"), says("Pakistan", target="Islamic Revolutionary Guard Corps")],
    [says("Iran", place="Quetta"), says("Pakistan", place="Quetta, Balochistan")],
    [says("Iran", date="2024-01-16"), says("Pakistan", date="2024-01-16"), says("Iraq")],
    [says("Iran", stance="denies", actor="Israel"), says("Iran", stance="claims", actor="Iran")],
    [says("Iran", stance="denies"), says("Pakistan", stance="denies")],
    [says("Pakistan", stance="disputes")],
    [says("Iran", stance="withdrawn", actor="Israel"), says("Pakistan", actor="Iran")],
    [says("UCDP", stance="reports", killed_best="40"), says("Pakistan", killed_best="2")],
    [says("UCDP", stance="reports"), says("Pakistan", stance="denies")],
    [says("UCDP", stance="reports"), says("Pakistan", stance="disputes")],
    [says("Iran", stance="disputes"), says("Pakistan", stance="disputes", claim="the estimate is wrong")],
    [says("Iran", stance="disputes", actor="Unidentified men"), says("Pakistan", stance="disputes")],
    [says("Iran", stance="disputes"), says("Iran"), says("UCDP", stance="reports")],
]  # fmt: skip
CONTESTED = [
    ("who", [says("Iran", actor="Iran"), says("Pakistan", actor="Israel")]),
    ("who", [says("Iran", actor="Iran; Jaish al-Adl"), says("Pakistan", actor="Israel")]),
    ("who", [says("Iran", actor="Iran"), says("Iraq", actor="Iran"), says("Pakistan", actor="Israel")]),
    ("what", [says("Iran", target="bases"), says("Pakistan", target="homes")]),
    ("what", [says("Iran"), says("Pakistan", stance="disputes")]),
    ("what", [says("Iran", stance="disputes"), says("Pakistan", stance="disputes", injured_high="4")]),
    ("what", [says("Iran", stance="disputes"), says("Pakistan", stance="disputes", place="Quetta")]),
    ("what", [says("Iran", stance="disputes", date="2024-01-16"), says("Iran"), says("Pakistan", stance="disputes")]),
    ("what", [says("Iran", place="Quetta"), says("Pakistan", place="Panjgur")]),
    ("what", [says("Iran", date="2024-01-16"), says("Pakistan", date="2024-01-17")]),
    ("how many", [says("Iran", killed_best="0"), says("Pakistan", killed_best="2")]),
    ("how many", [says("Iran", killed_high="4"), says("Pakistan", killed_low="5")]),
    ("how many", [says("Iran", injured_best="3"), says("Pakistan", injured_low="5", injured_high="9")]),
    ("how many", [says("Iran", killed_best="1"), says("Iran", killed_best="9"), says("Pakistan", killed_best="9")]),
    ("whether", [says("Iran", stance="confirms"), says("Pakistan", stance="denies", actor="Israel")]),
    ("who; what; how many; whether", [
        says("Iran", actor="Iran", killed_best="1"), says("Pakistan", actor="Israel", target="a bus", killed_best="2"),
        says("Iraq", target="a house"), says("Syria", stance="denies"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize("rows", AGREED, ids=str)
def test_claims_that_can_all_be_true_contest_nothing(rows: list[dict[str, str]]) -> None:
    assert contested_on(*rows) == ""


@pytest.mark.parametrize(("kinds", "rows"), CONTESTED, ids=str)
def test_parties_that_cannot_both_be_right_contest_what_they_differ_in(kinds: str, rows: list[dict[str, str]]) -> None:
    assert contested_on(*rows) == kinds


def test_a_typed_value_stands_where_no_party_claims_anything() -> None:
    estimate = claims(says("UCDP", stance="reports"))
    for table in (NO_CLAIMS, estimate):
        computed = compute_evidence({"x"}, typed_rows("x", contested=True, contested_on="who"), table, NO_LINKS)
        assert computed[["contested", "contested_on"]].values.tolist() == [[True, "who"]]


def test_a_typed_value_gives_way_to_claims() -> None:
    typed = typed_rows("x", "y", contested=True, contested_on="who")
    computed = compute_evidence({"x"}, typed, claims(says("Iran")), NO_LINKS)
    assert computed["contested"].tolist() == [False, True]
    assert computed["contested_on"].isna().tolist() == [True, False]


def test_a_chain_has_the_smallest_identifier_of_what_is_linked_directly_or_not() -> None:
    ids = ("a", "b", "c", "d", "e", "f")
    table = links("c→b", "b→a", "e→d", "f→f", "d→gone", "gone→a")
    chains = compute_evidence(ids, typed_rows(*ids), NO_CLAIMS, table)["chain"]
    assert chains.fillna("").tolist() == ["a", "a", "a", "d", "d", ""]


def test_a_typed_chain_stands_where_nothing_is_linked() -> None:
    chains = compute_evidence("ab", typed_rows("a", "b", "c", chain="z"), NO_CLAIMS, links("b→a"))["chain"]
    assert chains.tolist() == ["a", "a", "z"]


def test_rows_that_nothing_is_said_of_are_returned_as_they_are() -> None:
    rows = typed_rows("a", "b")
    assert with_evidence(rows, claims(says("Iran")), links("y→x")) is rows
    assert with_evidence(rows, NO_CLAIMS, NO_LINKS) is rows


def test_only_the_rows_that_claims_are_about_change() -> None:
    rows = typed_rows("a", "x", "b", contested=True).assign(title=["A", "X", "B"])
    changed = with_evidence(rows, claims(says("Iran"), says("Iran")), links("b→a"))
    assert changed["contested"].tolist() == [True, False, True]
    assert changed["chain"].fillna("").tolist() == ["a", "", "a"]
    assert changed["title"].tolist() == ["A", "X", "B"]
