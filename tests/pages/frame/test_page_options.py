"""What each page option accepts, and that the address and the widget say the same of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ValueRefused
from geo.query.parameters import PARAMETER
from pages.parts.frame.page_options import PAGE_OPTION, PAGE_OPTIONS, PageOption, options_of

# Values that the options accept, by judgement one from each end and one from the middle.
GOOD = {
    ("map", "drawn"): ["provinces", "countries"],
    ("timeline", "by"): ["actor"],
    ("timeline", "scale"): ["day", "decade"],
    ("timeline", "smooth"): ["2", "7", "60"],
    ("timeline", "cumulative"): ["1"],
    ("compare", "by"): ["month", "dataset"],
    ("compare", "killed"): ["1"],
    ("filter", "rows"): ["admin1"],
    ("filter", "page"): ["2", "999999"],
    ("filter", "sort"): ["date_start", "-killed_best"],
}
BAD = {
    ("map", "measure"): ["Killed", "all", " killed"],
    ("timeline", "by"): ["month", "", "type "],
    ("timeline", "scale"): ["century", "Day"],
    ("timeline", "smooth"): ["1", "61", "07", "7.0", "-7", "٧", "x" * 500, "9" * 5000],
    ("timeline", "cumulative"): ["0", "true", "01"],
    ("compare", "by"): ["precision", "year"],
    ("filter", "page"): ["0", "-1", "1e3", "1000000", "²"],
    ("filter", "sort"): ["-", "--date_start", "date", "date_start,title"],
}


def cases(table: dict[tuple[str, str], list[str]]) -> list[tuple[PageOption, str]]:
    return [(PAGE_OPTION[key], value) for key, values in table.items() for value in values]


@pytest.mark.parametrize(("option", "value"), cases(GOOD))
def test_a_good_value_is_accepted_and_its_widget_gives_it_back(option: PageOption, value: str) -> None:
    assert option.check(value) == value
    assert option.from_widget(option.to_widget(value)) == value


@pytest.mark.parametrize(("option", "value"), cases(BAD))
def test_a_bad_value_is_refused_with_what_is_accepted(option: PageOption, value: str) -> None:
    with pytest.raises(ValueRefused) as refusal:
        option.check(value)
    assert refusal.value.accepted == option.accepted != ""


@pytest.mark.parametrize("option", PAGE_OPTIONS, ids=lambda option: f"{option.page}-{option.name}")
def test_the_default_is_accepted_and_an_empty_widget_means_it(option: PageOption) -> None:
    assert option.check(option.default) == option.default
    assert option.from_widget(option.to_widget(option.default)) == option.default
    assert option.from_widget(None) == option.default


def test_two_pages_give_one_name_values_of_their_own() -> None:
    timeline, compare = PAGE_OPTION["timeline", "by"], PAGE_OPTION["compare", "by"]
    assert compare.accepts("month")
    assert not timeline.accepts("month")
    assert timeline in options_of("timeline")
    assert compare not in options_of("timeline")


def test_the_registry_of_parameters_names_the_same_pages() -> None:
    registered = {(page, name) for name in PARAMETER for page in PARAMETER[name].pages}
    assert set(PAGE_OPTION) <= registered
    assert {(option.page, option.requires) for option in PAGE_OPTIONS if option.requires} <= set(PAGE_OPTION)


@given(st.text(max_size=12))
def test_any_text_is_accepted_or_refused(text: str) -> None:
    for option in PAGE_OPTIONS:
        if text == option.default or option.accepts(text):
            assert option.from_widget(option.to_widget(option.check(text))) == text
        else:
            with pytest.raises(ValueRefused):
                option.check(text)
