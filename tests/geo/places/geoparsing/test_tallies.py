"""What areas add to a name is what the mentions of all other names add."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from geo.places.geoparsing.tallies import LayeredTally, Tally
from geo.places.namesake_weights import EvidenceScale

SCALE, TOWN_SCALE = EvidenceScale(3.0, 0.5), EvidenceScale(1.0, 0.25)
Mention = tuple[str, str]
MENTIONS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["Iran", "Iraq", "Oman"])), max_size=12)


def _layered(itself: Sequence[Mention], by_towns: Sequence[Mention], home: str | None = None) -> LayeredTally[str]:
    return LayeredTally(Tally(itself), Tally(by_towns), SCALE, TOWN_SCALE, home, 0.75)


@given(MENTIONS, MENTIONS, st.sampled_from([None, "Iran"]))
def test_own_mentions_count_as_if_they_were_not_there(
    itself: list[Mention], by_towns: list[Mention], home: str | None
) -> None:
    without = _layered([item for item in itself if item[0] != "a"], [item for item in by_towns if item[0] != "a"], home)
    assert dict(_layered(itself, by_towns, home).strengths_without("a")) == without.strengths


def test_a_mention_of_an_area_outweighs_its_towns() -> None:
    tally = _layered([("iran", "Iran")], [("zahedan", "Iran"), ("basra", "Iraq")])
    assert tally.strengths == {"Iran": 3.0, "Iraq": 1.0}
    assert dict(tally.strengths_without("iran")) == {"Iran": 1.0, "Iraq": 1.0}


def test_names_that_mean_no_area_share_what_areas_add() -> None:
    tally = _layered([("iran", "Iran")], [])
    assert tally.strengths_without("khash") is tally.strengths_without("quetta")
