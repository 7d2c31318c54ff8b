"""Every kind of parameter that an address may carry: filters, those of pages and routes, trackers, slips."""

import pytest

from geo.query.filters import FILTER
from geo.query.parameters import (
    MAX_UNKNOWN_LISTED,
    PARAMETER,
    PARAMETERS,
    STREAMLIT_PARAMETERS,
    TRACKER_PREFIX,
    TRACKERS,
    describe_unknown,
    is_foreign,
    nearest_name,
    parse_query,
)
from geo.query.selection import Selection

ROUTE = "/api/incidents.csv"


def test_no_parameter_has_the_name_of_a_filter_or_of_a_tracker() -> None:
    names = [parameter.name for parameter in PARAMETERS]
    assert len({*names, *FILTER, *TRACKERS, *STREAMLIT_PARAMETERS}) == sum(
        map(len, (names, FILTER, TRACKERS, STREAMLIT_PARAMETERS))
    )
    assert not [name for name in (*names, *FILTER) if name.startswith(TRACKER_PREFIX)]
    assert {name.lower() for name in TRACKERS} == TRACKERS


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_every_parameter_says_what_it_is_for_and_who_reads_it(parameter: object) -> None:
    assert isinstance(parameter, type(PARAMETERS[0]))
    assert parameter.help.endswith(".")
    assert parameter.readers


@pytest.mark.parametrize("route", ["", ROUTE])
@pytest.mark.parametrize(
    "name", sorted({*TRACKERS, *STREAMLIT_PARAMETERS, "utm_source", "utm_of_tomorrow", "hsCtaTracking"})
)
def test_a_tracker_changes_nothing_and_is_not_mentioned(name: str, route: str) -> None:
    parsed = parse_query(f"actor=Iran&{name}=x&country=Iraq", route=route)
    assert parsed == parse_query("actor=Iran&country=Iraq", route=route)
    assert (parsed.problems, describe_unknown(parsed.unknown)) == ((), "")


@pytest.mark.parametrize("name", [parameter.name for parameter in PARAMETERS if not parameter.selects])
def test_a_known_parameter_is_no_filter_and_no_problem_anywhere(name: str) -> None:
    for route in ("", ROUTE):
        parsed = parse_query(f"actor=Iran&{name}=x", route=route)
        assert parsed.selection == Selection.from_query("actor=Iran")
        assert parsed.parameters == {name: ("x",)}
        assert parsed.problems == ()


@pytest.mark.parametrize("name", [parameter.name for parameter in PARAMETERS if parameter.selects])
def test_a_parameter_that_selects_is_refused_where_it_is_not_read(name: str) -> None:
    home = PARAMETER[name].routes[0]
    assert parse_query(f"{name}=1,2,3", route=home).problems == ()
    assert [problem.key for problem in parse_query(f"{name}=1,2,3", route=ROUTE).problems] == [name]
    assert list(parse_query(f"{name}=1,2,3").unknown) == [name]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("actr", "actor"), ("acter", "actor"), ("Actor", "actor"), ("contry", "country"), ("datset", "dataset"),
     ("minkilled", "min_killed"), ("types", "type"), ("bbx", "bbox"), ("presicion", "precision"),
     ("page", None), ("since", None), ("sort", None), ("date", None), ("", None), ("é" * 60, None)],
)  # fmt: skip
def test_the_nearest_name_is_offered_only_for_a_slip(name: str, nearest: str | None) -> None:
    assert nearest_name(name, FILTER) == nearest


def test_a_slip_is_named_in_one_line() -> None:
    assert describe_unknown(["actr"]) == "Unknown parameter “actr” was ignored. Did you mean “actor”?"
    assert describe_unknown(["since"]) == "Unknown parameter “since” was ignored."
    assert describe_unknown(["date"]) == "Unknown parameter “date” was ignored."
    two = "Unknown parameters were ignored: “actr” (did you mean “actor”?), “since”."
    assert describe_unknown(["actr", "since"]) == two
    assert describe_unknown([]) == ""


def test_a_line_about_many_slips_stays_short() -> None:
    line = describe_unknown([f"zzz{number}" for number in range(MAX_UNKNOWN_LISTED + 3)])
    assert line.endswith("“zzz4”, and 3 more.")


def test_the_api_hears_what_was_given_what_is_accepted_and_what_is_nearest() -> None:
    slip, value = parse_query("actr=Iran&from=yesterday", route=ROUTE).problems
    assert (slip.key, slip.value) == ("actr", "Iran")
    assert slip.accepted.startswith("the parameters actor, type, ")
    assert slip.accepted.endswith("the nearest is actor")
    assert value.key == "from"


def test_what_a_route_reads_is_offered_there_and_nowhere_else() -> None:
    timeline, table = "/api/timeline.json", "/api/incidents.csv"
    assert "scale" in parse_query("scal=day", route=timeline).problems[0].accepted
    assert "scale" not in parse_query("scal=day", route=table).problems[0].accepted


@pytest.mark.parametrize("query", ["b%79=actor", "by=actor", "?by=actor"])
def test_a_name_in_percent_signs_is_the_same_name(query: str) -> None:
    assert parse_query(query).parameters == {"by": ("actor",)}


def test_values_keep_their_order_and_long_names_are_cut() -> None:
    parsed = parse_query(f"by=type&by=actor&{'x' * 500}={'y' * 500}")
    assert parsed.parameters == {"by": ("type", "actor")}
    assert parsed.unknown == {"x" * 60: "y" * 60}


def test_too_many_parameters_are_refused_as_a_whole() -> None:
    (problem,) = parse_query("&".join(["actor=Iran"] * 501), route=ROUTE).problems
    assert problem.key == "query"


@pytest.mark.parametrize("name", ["actor", "by", "utm", "gclids", "my_utm_source", "embedded"])
def test_what_only_looks_like_a_tracker_is_none(name: str) -> None:
    assert not is_foreign(name)
