"""Whatever is decided in whatever order, each event keeps one representative."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.duplicates import link_to_representative, representatives

IDS = list("abcdef")
PAIRS = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1]))


@settings(deadline=None)  # pandas is slow to begin
@given(PAIRS)
def test_links_join_events_and_form_no_circle(pairs: list[tuple[str, str]]) -> None:
    verdicts: dict[tuple[str, str], str] = {}
    event = {incident_id: frozenset({incident_id}) for incident_id in IDS}
    for duplicate, original in pairs:
        link = link_to_representative(decision_table(verdicts), duplicate, original)
        assert (link is None) == (event[duplicate] == event[original])
        verdicts |= {link: "same"} if link else {}
        joined = event[duplicate] | event[original]
        event |= dict.fromkeys(joined, joined)
    heads = set(IDS) - set(representatives(decision_table(verdicts)))
    assert all(len(heads & members) == 1 for members in event.values())


def decision_table(verdicts: dict[tuple[str, str], str]) -> pd.DataFrame:
    rows = sorted((*pair, verdict) for pair, verdict in verdicts.items())
    return pd.DataFrame(rows, columns=["incident_id", "duplicate_of", "verdict"], dtype="str")
