import pandas as pd
import pytest

from geo.query.index import Index
from geo.query.segments import SegmentedEngine
from geo.query.selection import Selection
from geo.storage.evidence import apply_evidence, find_changed
from tests.geo.storage.evidence.claim_tables import claims, links
from tests.tables import incident_table

IRAN, ISRAEL = {"claimant": "Iran", "actor": "Iran"}, {"claimant": "Pakistan", "actor": "Israel"}
NO_CLAIMS, NO_LINKS = claims(IRAN).iloc[:0], links("b→a").iloc[:0]


@pytest.fixture
def engine() -> SegmentedEngine:
    """“a” and “b” in a base, where a link joined them, and “c” and “x” over it."""
    base = incident_table("a,2024-01-01,,,false,,a", "b,2024-01-02,,,,,a", columns="contested,contested_on,chain")
    return SegmentedEngine(
        (Index.from_table(base), Index.from_table(incident_table("c,2024-01-03,,", "x,2024-01-04,,")))
    )


def evidence_of(engine: SegmentedEngine) -> dict[str, tuple[object, ...]]:
    rows = pd.DataFrame(engine.select(Selection()).rows())
    columns = [rows[name].astype("object") for name in ("contested", "contested_on", "chain")]
    texts = ([None if pd.isna(value) else value for value in column] for column in columns)
    return dict(zip(rows["incident_id"], zip(*texts, strict=True), strict=True))


def test_claims_of_another_table_count(engine: SegmentedEngine) -> None:
    changed = apply_evidence(engine, claims(IRAN, ISRAEL), NO_LINKS, {"x"})
    assert evidence_of(changed)["x"] == (True, "who", None)
    assert len(changed.select(Selection.from_query("contested_on=who"))) == 1


def test_a_link_over_tables_joins_their_chains(engine: SegmentedEngine) -> None:
    table = links("b→a", "c→b")
    assert evidence_of(apply_evidence(engine, NO_CLAIMS, table, {"b", "c"}, links("b→a")))["c"] == (None, None, "a")


def test_a_link_that_is_gone_joins_nothing(engine: SegmentedEngine) -> None:
    rows = evidence_of(apply_evidence(engine, NO_CLAIMS, NO_LINKS, {"b"}, links("b→a")))
    assert (rows["a"], rows["b"]) == ((False, None, None), (None, None, None))


@pytest.mark.parametrize("changed", [{"a"}, set(), {"nowhere"}])
def test_where_nothing_differs_the_engine_is_the_same(engine: SegmentedEngine, changed: set[str]) -> None:
    assert apply_evidence(engine, NO_CLAIMS, links("b→a"), changed, links("b→a")) is engine


def test_what_lies_over_the_base_and_what_the_base_says_of_it_have_changed() -> None:
    base = (claims(IRAN), links("b→a"))
    assert find_changed(base, [claims(ISRAEL | {"incident_id": "y"})], [links("d→c")], ["b", "x", "other"]) == {
        "y", "d", "c", "b", "x",
    }  # fmt: skip
    assert find_changed(base, [], [], []) == set()
