"""What a person does in the filters, as messages of their script."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest


def act(*actions: Any, query: str = "") -> AppTest:
    """A session with a selection in which the actions have been done."""

    def script(actions: list[object], query: str) -> None:
        import streamlit as st

        from geo.query.selection import Selection
        from pages.parts.filters import actions as filter_actions
        from pages.parts.filters import date_entry, number_entry, search_entry
        from pages.parts.frame import cache, notices, state

        cache.refresh_atlas()
        state.set_selection(Selection.from_query(query))
        for action in actions:
            filter_actions.apply_actions(action)
        st.json(
            {
                "query": state.selection().to_query(),
                "problems": [str(problem) for problem in notices.pop_problems()],
                "search": search_entry.describe_search(),
                "dates": date_entry.describe_dates(),
                "killed": number_entry.describe_number("min_killed"),
            }
        )

    app = AppTest.from_function(script, args=(list(actions), query), default_timeout=60).run()
    assert not app.exception
    return app


def result(*actions: Any, query: str = "") -> dict[str, Any]:
    import json

    answer: dict[str, Any] = json.loads(
        act([{"at": at, **action} for at, action in enumerate(actions, 1)], query=query).json[0].value
    )
    return answer


def query(*actions: Any, before: str = "") -> str:
    return str(result(*actions, query=before)["query"])


def take(key: str, value: str) -> dict[str, str]:
    return {"do": "take", "key": key, "value": value}


def exclude(key: str, value: str) -> dict[str, str]:
    return {"do": "exclude", "key": key, "value": value}


def drop(key: str, value: str) -> dict[str, str]:
    return {"do": "drop", "key": key, "value": value}


def test_values_are_taken_excluded_and_dropped() -> None:
    assert query(take("country", "Iran")) == "country=Iran"
    assert query(take("country", "Iran"), take("country", "Pakistan")) == "country=Iran&country=Pakistan"
    assert query(exclude("country", "Iran")) == "country=!Iran"
    assert query(take("country", "Iran"), exclude("country", "Iran")) == "country=!Iran"
    assert query(exclude("country", "Iran"), take("country", "Iran")) == "country=Iran"
    assert query(drop("country", "Iran"), before="country=!Iran&country=Pakistan") == "country=Pakistan"
    assert query(drop("country", "Iran"), before="country=Iran") == ""


def test_another_name_of_a_taken_value_is_the_same_value() -> None:
    assert query(take("actor", "IRGC"), before="actor=!Islamic+Revolutionary+Guard+Corps") == (
        "actor=Islamic+Revolutionary+Guard+Corps"
    )
    assert query(drop("country", "IRN"), before="country=Iran") == ""


def test_a_search_is_taken_as_what_it_names_and_can_be_taken_otherwise() -> None:
    answer = result({"do": "search", "value": "IRGC"})
    assert answer["query"] == "actor=Islamic+Revolutionary+Guard+Corps"
    assert answer["search"]["note"] == "Taken as the actor Islamic Revolutionary Guard Corps. Instead:"
    (other,) = answer["search"]["others"]
    assert other["label"] == "Search the text"
    assert query({"do": "search", "value": "IRGC"}, other["action"]) == "q=IRGC"


def test_a_search_replaces_the_one_before_and_an_empty_one_ends_it() -> None:
    first, second = {"do": "search", "value": "IRGC"}, {"do": "search", "value": "جیش العدل"}
    assert query(first, second, before="actor=Iran") == "actor=Iran&actor=Jaish+al-Adl"
    assert query(first, {"do": "search", "value": " "}, before="type=Battles") == "type=Battles"
    assert query({"do": "search", "value": "nothing says this"}) == "q=nothing+says+this"
    assert query({"do": "search", "value": ""}, before="q=strike") == ""


def test_a_search_that_cannot_be_read_says_so_until_something_else_is_done() -> None:
    refused = {"do": "search", "value": "a\x00b"}
    answer = result(refused, query="country=Iran")
    assert answer["query"] == "country=Iran"
    assert "cannot be searched for" in answer["search"]["error"]
    assert not result(refused, take("country", "Iran"))["search"]["error"]
    assert "at most 300 characters" in result({"do": "search", "value": "a" * 400})["search"]["error"]


@pytest.mark.parametrize(
    ("text", "key", "written"),
    [
        ("16.01.2024", "from", "from=2024-01-16"),
        ("16 Jan 2024", "to", "to=2024-01-16"),
        ("January 2024", "from", "from=2024-01-01"),
        ("January 2024", "to", "to=2024-01-31"),
        ("2024", "to", "to=2024-12-31"),
        ("", "from", ""),
    ],
)
def test_dates_are_typed_in_any_form(text: str, key: str, written: str) -> None:
    assert query({"do": "date", "key": key, "value": text}) == written


def test_an_ambiguous_date_is_asked_and_a_bad_one_named() -> None:
    typed = {"do": "date", "key": "from", "value": "03/04/2024"}
    answer = result(typed)
    assert answer["query"] == ""
    field = answer["dates"]["from"]
    assert (field["text"], field["note"]) == ("03/04/2024", "Which day is meant?")
    assert [other["label"] for other in field["others"]] == ["3 April 2024", "4 March 2024"]
    assert query(typed, field["others"][1]["action"]) == "from=2024-03-04"
    bad = result({"do": "date", "key": "to", "value": "<b>soon</b>"}, query="to=2024-01-01")
    assert bad["query"] == "to=2024-01-01"
    assert bad["dates"]["to"]["error"].startswith("“<b>soon</b>” is no date. Accepted: a day, a month or a year")
    assert bad["dates"]["to"]["text"] == "<b>soon</b>"


def test_a_date_of_another_calendar_is_said() -> None:
    answer = result({"do": "date", "key": "from", "value": "26 دی 1402"})
    assert answer["query"] == "from=2024-01-16"
    assert "Persian calendar" in answer["dates"]["from"]["note"]


def test_a_period_ends_on_the_readers_day_and_any_time_removes_it() -> None:
    answer = result({"do": "period", "value": "this year"})
    assert [period["label"] for period in answer["dates"]["periods"] if period["is_set"]] == ["This year"]
    assert "-01-01&to=" in answer["query"]
    assert query({"do": "period", "value": "any time"}, before="from=2024-01-01&type=Battles") == "type=Battles"


def test_numbers_and_flags_are_set_and_refused() -> None:
    assert query({"do": "set", "key": "min_killed", "value": "1,000"}) == "min_killed=1000"
    assert query({"do": "set", "key": "contested", "value": "1"}) == "contested=1"
    assert query({"do": "set", "key": "contested", "value": ""}, before="contested=1") == ""
    refused = result({"do": "set", "key": "min_killed", "value": "many"}, query="min_killed=5")
    assert refused["query"] == "min_killed=5"
    assert refused["killed"]["text"] == "many"
    assert "“many” is not accepted" in refused["killed"]["error"]


def test_an_action_that_comes_again_is_done_once() -> None:
    first = {"at": 1, **take("country", "Iran")}
    second = {"at": 2, **drop("country", "Iran")}
    app = act([first], [first, second], [first, second])
    assert '"query": ""' in app.json[0].value or '"query":""' in app.json[0].value


def test_a_message_of_another_form_changes_nothing() -> None:
    malformed = [
        {"at": "1", "do": "take"}, {"at": 1}, {"at": 2, "do": "delete everything"}, {"at": 3, "do": "take"},
        {"at": 4, "do": "take", "key": "__class__", "value": {}}, {"at": 5, "do": "take", "key": "from", "value": "2"},
        {"at": 6, "do": "take", "key": "precision", "value": "nearly"}, {"at": 7, "do": ["take"]}, 1, None, "a",
        {"at": 8, "do": "set", "key": "actor", "value": "Iran"}, {"at": 9, "do": "reading", "value": 10**30},
        {"at": 10, "do": "reading", "value": "0"}, {"at": 11, "do": "date", "key": "q", "value": "2024"},
        {"at": 12, "do": "day", "key": "from", "value": "soon"}, {"at": 13, "do": "take", "key": "actor", "value": ""},
        {"at": 14, "do": "take", "key": "actor", "value": "a" * 10**6}, {"at": 15, "do": "period", "value": []},
    ]  # fmt: skip
    app = act(None, "x", {}, 5, *([action] for action in malformed), query="country=Iran")
    assert json.loads(app.json[0].value)["query"] == "country=Iran"
