"""What parties say of an incident, question by question, and whether they agree."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core.incidents import check_companion
from geo.core.schema import CLAIM_COLUMNS, STANCES
from geo.storage.positions import AGREED, CONTESTED, ONE_SIDED, SEVERAL, Position, list_positions


def claims(*rows: dict[str, str]) -> pd.DataFrame:
    cells = pd.DataFrame([{"incident_id": "i", "stance": "claims"} | row for row in rows], dtype="str")
    return check_companion(cells, CLAIM_COLUMNS).accepted


def position_on(label: str, contested_on: object, *rows: dict[str, str]) -> Position:
    return next(each for each in list_positions(claims(*rows), contested_on) if each.question == label)


def test_two_who_name_the_same_actor_agree_whatever_they_call_it() -> None:
    rows = {"claimant": "A", "actor": "Jaish al-Adl"}, {"claimant": "B", "actor": "Army of Justice"}
    position = position_on("Who did it", None, *rows)
    assert (position.status, len(position.answers)) == (AGREED, 1)
    assert position.answers[0].claimants == ("A", "B")


@pytest.mark.parametrize(("contested_on", "status"), [("who", CONTESTED), ("what", SEVERAL), (None, SEVERAL)])
def test_several_answers_are_contested_where_the_rule_says_so(contested_on: str | None, status: str) -> None:
    rows = {"claimant": "A", "actor": "Iran"}, {"claimant": "B", "actor": "Pakistan"}
    assert position_on("Who did it", contested_on, *rows).status == status


def test_what_one_party_says_is_said_by_one_side() -> None:
    rows = {"claimant": "A", "killed_best": "4"}, {"claimant": "B", "target": "a bus"}
    assert position_on("Killed", None, *rows).status == ONE_SIDED


def test_withdrawn_answers_and_estimates_make_no_agreement_and_come_last() -> None:
    rows = (
        {"claimant": "A", "killed_best": "4", "stance": "withdrawn"},
        {"claimant": "B", "killed_best": "2"},
        {"claimant": "C", "killed_best": "2", "stance": "reports"},
    )
    position = position_on("Killed", None, *rows)
    assert position.status == ONE_SIDED
    assert [(answer.text, answer.is_withdrawn) for answer in position.answers] == [("2", False), ("4", True)]


def test_a_denial_answers_whether_it_happened() -> None:
    rows = {"claimant": "A"}, {"claimant": "B", "stance": "denies"}
    position = position_on("Whether it happened", "whether", *rows)
    assert (position.status, len(position.answers)) == (CONTESTED, 2)


def test_a_question_without_an_answer_is_not_asked() -> None:
    assert [each.question for each in list_positions(claims({"claimant": "A"}), None)] == ["Whether it happened"]
    assert list_positions(claims({"claimant": "A"}).head(0), None) == ()


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "claimant": st.sampled_from(["A", "B", "C"]),
                "stance": st.sampled_from(list(STANCES)),
                "actor": st.sampled_from(["", "Iran", "Pakistan"]),
                "killed_best": st.sampled_from(["", "0", "7"]),
            }
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_claimant_with_an_answer_is_named(rows: list[dict[str, str]]) -> None:
    for position in list_positions(claims(*rows), "who; how many"):
        column = {"Who did it": "actor", "Killed": "killed_best"}.get(position.question)
        speakers = {row["claimant"] for row in rows if column is None or row[column]}
        assert {name for answer in position.answers for name in answer.claimants} == speakers
