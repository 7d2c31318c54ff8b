"""Whatever is called the same in whatever order, each event keeps one row that stands for it."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.duplicates import apply_decisions, link_to_representative

IDS = list("abcdef")
PAIRS = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1]))


@settings(deadline=None)  # pandas is slow to begin
@given(PAIRS)
def test_links_join_events_and_run_in_no_circle(pairs: list[tuple[str, str]]) -> None:
    decided: dict[tuple[str, str], str] = {}
    event = {each: frozenset({each}) for each in IDS}
    for repeat, kept in pairs:
        link = link_to_representative(_table(decided), repeat, kept)
        assert (link is None) == (event[repeat] == event[kept])
        decided |= {link: "same"} if link else {}
        together = event[repeat] | event[kept]
        event |= dict.fromkeys(together, together)
    table = pd.DataFrame({"incident_id": IDS, "duplicate_of": pd.Series(None, index=range(len(IDS)), dtype="str")})
    told = apply_decisions(table, _table(decided))
    counted = set(told.loc[told["duplicate_of"].isna(), "incident_id"])
    assert all(len(counted & each) == 1 for each in event.values())


def _table(decided: dict[tuple[str, str], str]) -> pd.DataFrame:
    rows = sorted((*pair, verdict) for pair, verdict in decided.items())
    return pd.DataFrame(rows, columns=["incident_id", "duplicate_of", "verdict"], dtype="str")
