from geo.core.schema import STANCES
from geo.storage.incident_claims import STANCE_PHRASES, Claim
from geo.storage.incident_record import find_record
from tests.atlases import Rows, make_atlas
from tests.tables import incident_table


def claims_of(*claims: dict[str, object], publications: Rows = ()) -> tuple[Claim, ...]:
    atlas = make_atlas(
        incident_table("a,2024-01-01,,"),
        claims=[{"incident_id": "a", **claim} for claim in claims],
        publications=publications,
    )
    record = find_record(atlas, "a")
    assert record is not None
    return record.claims


def test_every_stance_has_words() -> None:
    assert STANCE_PHRASES.keys() == STANCES.keys()


def test_a_claim_that_says_nothing_but_who_is_a_row_of_blanks() -> None:
    (claim,) = claims_of({"claimant": "Iran"})
    assert (claim.who, claim.stance, claim.claim, claim.target, claim.killed, claim.injured, claim.source) == (
        "Iran", "", "", "", "", "", "",
    )  # fmt: skip


def test_a_claimant_that_is_there_twice_is_numbered_and_together() -> None:
    claims = claims_of({"claimant": "B", "claim": "1"}, {"claimant": "A"}, {"claimant": "B", "claim": "2"})
    assert [(claim.who, claim.claim) for claim in claims] == [("B (1 of 2)", "1"), ("B (2 of 2)", "2"), ("A", "")]
    assert [claim.claimant for claim in claims] == ["B", "B", "A"]


def test_numbers_are_ranges_and_unknown_is_never_zero() -> None:
    (first, second) = claims_of(
        {"claimant": "A", "killed_low": "2", "killed_high": "5", "injured_best": "0"}, {"claimant": "B"}
    )
    assert (first.killed, first.injured) == ("2–5", "0")
    assert (second.killed, second.injured) == ("", "")


def test_the_source_of_a_claim_is_named_by_what_is_known_of_its_publication() -> None:
    known = {"incident_id": "a", "reference": "r1", "publisher": "Dawn", "date": "2024-01-17"}
    claims = claims_of(
        {"claimant": "A", "reference": "r1", "paragraph": "3"},
        {"claimant": "B", "reference": "r2", "paragraph": "1–2"},
        publications=[{"incident_id": "a", "reference": "r1"}, known],
    )
    assert [claim.source for claim in claims] == [
        "Dawn, 17 January 2024, paragraph 3",
        "r2 (publisher and title not stated), paragraphs 1–2",
    ]
