"""Laws of what is contested: the order of claims never matters, and an estimate never contests anything."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.storage.evidence import compute_evidence
from tests.geo.storage.evidence.claim_tables import claims, links, typed_rows

PARTIES = ("Iran", "IRGC", "Pakistan", "Ministry of Foreign Affairs of Pakistan", "HalVash", "نامعلوم")
CELLS = {
    "incident_id": st.sampled_from(("x", "y")),
    "claimant": st.sampled_from(PARTIES),
    "stance": st.sampled_from(("claims", "confirms", "denies", "disputes", "withdrawn", "reports", "")),
    "actor": st.sampled_from(("", *PARTIES, "Iran; Pakistan", "unknown")),
    "target": st.sampled_from(("", "a bus", "the bus", "bus of the IRGC", "IRGC", "—", "Iran")),
    "place": st.sampled_from(("", "Quetta", "Quetta, Pakistan", "Panjgur")),
    "date": st.sampled_from(("", "2024-01-16", "2024-01-17")),
    "killed_low": st.sampled_from(("", "0", "2")),
    "killed_high": st.sampled_from(("", "2", "9")),
    "injured_best": st.sampled_from(("", "0", "3")),
}
CLAIMS = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=8)
NO_LINKS = links("b→a").iloc[:0]


def evidence_of(rows: list[dict[str, str]]) -> list[list[object]]:
    computed = compute_evidence({"x", "y"}, typed_rows("x", "y"), claims(*rows), NO_LINKS)
    return [list(row) for row in computed.astype("object").where(computed.notna(), None).itertuples(index=False)]


@settings(max_examples=15)
@given(rows=CLAIMS, data=st.data())
def test_the_order_of_claims_never_matters(rows: list[dict[str, str]], data: st.DataObject) -> None:
    assert evidence_of(data.draw(st.permutations(rows))) == evidence_of(rows)


@settings(max_examples=15)
@given(rows=CLAIMS, cells=st.fixed_dictionaries(CELLS))
def test_an_estimate_changes_nothing(rows: list[dict[str, str]], cells: dict[str, str]) -> None:
    assert evidence_of([*rows, cells | {"stance": "reports"}]) == evidence_of(rows)


@settings(max_examples=15)
@given(rows=CLAIMS, position=st.integers(0, 7))
def test_a_claim_twice_is_as_once(rows: list[dict[str, str]], position: int) -> None:
    assert evidence_of([*rows, rows[position % len(rows)]]) == evidence_of(rows)


@settings(max_examples=15)
@given(rows=CLAIMS)
def test_what_one_party_says_contests_nothing(rows: list[dict[str, str]]) -> None:
    alone = [row | {"claimant": name} for row, name in zip(rows, ("Iran", "IRGC") * 4, strict=False)]
    assert [contested for contested, *_ in evidence_of(alone)] != [True, True]
    assert all(not contested for contested, *_ in evidence_of(alone))


@settings(max_examples=15)
@given(pairs=st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), min_size=1, max_size=9))
def test_chains_are_what_union_find_says(pairs: list[tuple[str, str]]) -> None:
    known = set("abcdef")
    names = dict(zip("abcdefg", "abcdefg", strict=True))
    for one, other in (pair for pair in pairs if known.issuperset(pair)):
        low, high = sorted((names[one], names[other]))
        names = {id_: low if name == high else name for id_, name in names.items()}
    linked = {id_ for pair in pairs if known.issuperset(pair) and pair[0] != pair[1] for id_ in pair}
    table = links(*(f"{one}→{other}" for one, other in pairs))
    computed = compute_evidence(known, typed_rows(*"abcdef"), claims({"claimant": "Iran"}), table)["chain"]
    expected = pd.Series([names[id_] if id_ in linked else None for id_ in "abcdef"], dtype="str")
    assert computed.fillna("").tolist() == expected.fillna("").tolist()
