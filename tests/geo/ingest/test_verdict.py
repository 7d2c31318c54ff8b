"""The verdict says what a person can hold against the source: in one sentence, and never 0 for what is unknown."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from geo.ingest import importing
from geo.ingest.import_result import Import
from geo.ingest.verdict import Verdict, judge

HEADER = "incident_id,date_start,date_end,latitude,longitude,country,place_precision,killed_best,injured_best\n"
COUNT = st.one_of(st.none(), st.integers(0, 10_000))


def read(*rows: str) -> Import:
    return importing.read((HEADER + "\n".join(rows) + "\n").encode())


def judge_rows(*rows: str) -> Verdict:
    return judge(read(*rows))


def test_the_sentence_names_incidents_dead_and_what_is_known_only_to_an_area() -> None:
    verdict = judge_rows(
        "a,2024-01-16,2024-01-17,29.5,60.5,Iran,exact,3,",
        "b,2024-02-01,,28,65,Pakistan,admin1,1,2",
        "c,2024-01-02,,,,,,,",
    )
    assert verdict.sentence() == (
        "3 incidents, 4 killed, 1 known only to a province, 1 without a place on the map; nothing needs a look."
    )
    assert dict(verdict.sums()) == {
        "Incidents": "3",
        "Killed": "4; not stated in 1 row",
        "Injured": "2; not stated in 2 rows",
        "Days": "2 January 2024 to 1 February 2024",
        "Countries": "Iran (1), Pakistan (1)",
        "On the map as points": "33%",
    }


def test_an_unknown_toll_is_not_zero() -> None:
    assert "number killed not stated" in judge_rows("a,2024-01-16,,29.5,60.5,Iran,exact,,").sentence()
    assert "0 killed" in judge_rows("a,2024-01-16,,29.5,60.5,Iran,exact,0,").sentence()


def test_rejected_rows_and_open_doubts_are_in_the_sentence() -> None:
    verdict = judge_rows("a,2024-13-16,,29.5,60.5,Iran,exact,1,", "b,2024-01-16,,61.5,29.1,Iran,exact,1,")
    assert verdict.sentence() == "1 incident, 1 killed, 1 row rejected; please look at 2 things."


def test_a_file_without_incidents_has_a_verdict_too() -> None:
    verdict = judge_rows("a,2024-13-16,,29.5,60.5,Iran,exact,1,")
    assert verdict.sentence() == "0 incidents, 1 row rejected; please look at the file."
    assert dict(verdict.sums())["Days"] == "no dates"
    assert judge_rows().sentence() == "0 incidents; please look at the file."


def test_a_toll_of_which_only_the_least_or_the_most_is_stated_is_in_the_sums() -> None:
    header = "incident_id,date_start,latitude,longitude,killed_low,killed_best,killed_high\n"
    tolls = ["30,35,40", "2,,", "4,,9", "0,,7", ",,", "0,,"]
    stated = [f"{number},2024-01-16,29.5,60.5,{toll}" for number, toll in enumerate(tolls)]
    verdict = judge(importing.read((header + "\n".join(stated)).encode()))
    words = "at least 6 more in 2 rows and at most 7 more in 1 row"
    assert dict(verdict.sums())["Killed"] == f"35 by the best numbers, and {words}; not stated in 2 rows"
    assert f"35 killed by the best numbers, and {words}, " in verdict.sentence()
    only_bounds = judge(importing.read((header + "\n".join(stated[1:3])).encode()))
    assert "at least 6 killed in 2 rows" in only_bounds.sentence()
    assert dict(only_bounds.sums())["Killed"] == "at least 6 in 2 rows"


def test_what_is_added_up_is_reported_where_claims_reach_further() -> None:
    content = "incident_id,date_start,latitude,longitude,killed_best,killed_claimed\na,2024-01-16,29.5,60.5,27,2–27\n"
    assert "1 incident, 27 killed by the best numbers," in judge(importing.read(content.encode())).sentence()


@given(st.lists(st.tuples(COUNT, COUNT), min_size=1, max_size=8))
def test_the_sums_are_those_of_pandas(tolls: list[tuple[int | None, int | None]]) -> None:
    rows = [
        f"i{number},2024-01-16,,29.5,60.5,Iran,exact,{','.join('' if count is None else str(count) for count in toll)}"
        for number, toll in enumerate(tolls)
    ]
    verdict, table = judge_rows(*rows), pd.DataFrame(tolls, columns=["killed", "injured"], dtype="Int64")
    assert (verdict.killed.total, verdict.killed.n_unstated) == (table["killed"].sum(), table["killed"].isna().sum())
    assert (verdict.injured.total, verdict.injured.n_stated) == (table["injured"].sum(), table["injured"].count())
