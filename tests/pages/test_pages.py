"""Every page, with no, one and many incidents, and under bad and good addresses."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.storage import atlas_cache
from pages.parts.frame.menu import PAGES, WITH_SELECTION

SHELL = str(Path(__file__).parent.parent.parent / "pages" / "shell.py")
HEADER = "incident_id,date_start,latitude,longitude\n"
TABLES = {
    "none": HEADER,
    "one": f"{HEADER}a,2024-01-16,27,62\n",
    "many": HEADER + "".join(f"i{number},2024-01-{number % 28 + 1:02d},27.{number},62\n" for number in range(200)),
}
Serve = Callable[[str], None]


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    def use(text: str) -> None:
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("INCIDENTS", str(path))
        atlas_cache.base_atlas.cache_clear()

    yield use
    atlas_cache.base_atlas.cache_clear()


def opened(page: str, **query: str | list[str]) -> AppTest:
    """Follow a link to a page."""
    app = AppTest.from_file(SHELL, default_timeout=60).run()
    app.switch_page(page)
    app.query_params.clear()  # what the first page wrote
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def filters(app: AppTest) -> dict[str, Any]:
    """What the sidebar shows, by the key of the filter."""
    panel = json.loads(app.sidebar.children[1].proto.json)
    return {each["key"]: each for group in panel["groups"] for each in group["filters"]}


def texts(app: AppTest) -> str:
    return "\n".join(text.value for text in app.text)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("page", [path for path, *_ in PAGES])
def test_a_page_draws_any_table(serve: Serve, page: str, table: str) -> None:
    serve(TABLES[table])
    app = opened(page)
    assert not app.exception
    summary = {"none": "0 incidents", "one": "1 incident", "many": "All 200 incidents"}[table]
    assert (summary in texts(app).splitlines()) == (page.removesuffix(".py") in WITH_SELECTION)


@pytest.mark.parametrize("page", [path for path, *_ in PAGES])
def test_a_page_draws_the_bundled_incidents(page: str) -> None:
    app = opened(page, actor="Jaish al-Adl", **{"from": "2023-12-01"})
    assert not app.exception
    has_selection = page.removesuffix(".py") in WITH_SELECTION
    assert ("2 of 23 incidents: involving Jaish al-Adl, from 1 December 2023" in texts(app)) == has_selection
    assert bool(app.sidebar.children) == has_selection


def test_the_table_shows_the_rows_of_the_download() -> None:
    app = opened("filter.py", country="Iran")
    shown = app.dataframe[0].value
    in_iran = atlas_cache.current_atlas().incidents.query("country == 'Iran'")
    assert list(shown["incident_id"]) == list(in_iran["incident_id"])


def test_a_chip_is_taken_away_and_the_others_stay() -> None:
    app = opened("filter.py", contested="1", country=["!Iran", "Pakistan"])
    assert app.button(key="clear country 1").label == "Pakistan"
    assert app.button(key="clear country").label == "not Iran"
    app.button(key="clear contested").click().run()
    assert "contested" not in app.query_params
    app.button(key="clear country").click().run()
    assert app.query_params["country"] in ("Pakistan", ["Pakistan"])
    app.button(key="clear all").click().run()
    assert "All 23 incidents" in texts(app)


def test_dates_that_end_before_they_begin_are_reported() -> None:
    app = opened("filter.py")
    app.query_params.update({"from": "2024-01-10", "to": "2023-01-01"})
    app.run()
    assert "Not applied: to" in texts(app)
    assert not app.exception


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31"])
def test_far_dates_draw(value: str) -> None:
    app = opened("timeline.py", **{"from": value})
    assert not app.exception


def test_choices_carry_their_count_under_the_other_filters() -> None:
    actors = filters(opened("filter.py", type="Diplomatic"))["actor"]
    counts = {option["name"]: option["count"] for option in actors["options"]}
    assert counts["Iraq"] == 2
    assert "Jaish al-Adl" not in counts
    assert actors["rows"] == 5


def test_taken_and_excluded_choices_stand_first_with_their_counts() -> None:
    actors = filters(opened("filter.py", actor=["Iran", "!Jaish al-Adl"]))["actor"]
    assert [(choice["name"], choice["state"]) for choice in actors["chosen"]] == [
        ("Jaish al-Adl", "excluded"),
        ("Iran", "taken"),
    ]
    assert [choice["count"] for choice in actors["chosen"]] == [8, 18]
    assert not {"Iran", "Jaish al-Adl"} & {option["name"] for option in actors["options"]}


def test_counting_once_is_offered_where_rows_are_linked(serve: Serve) -> None:
    serve("incident_id,date_start,latitude,longitude,duplicate_of\na,2024-01-16,,,\nb,2024-01-16,,,a\n")
    once = filters(opened("filter.py"))["once"]
    assert (once["label"], once["count"], once["is_set"]) == ("Count linked duplicates once", 1, False)
    assert "1 of 2 incidents" in texts(opened("filter.py", once="1"))
    serve(TABLES["many"])
    assert "once" not in filters(opened("filter.py"))


def test_the_filters_have_a_name_that_counts_them() -> None:
    app = opened("map.py", actor="Iran", **{"from": "2023-12-01"})
    panel = json.loads(app.sidebar.children[1].proto.json)
    assert panel["name"] == "Filters (2)"
    (number,) = re.findall(r"^(\d+) of 23 incidents", texts(app))
    assert panel["close"] == f"Show {number} incidents"


def test_a_misspelt_place_is_no_answer_and_the_nearest_are_offered(serve: Serve) -> None:
    serve(TABLES["one"])
    app = opened("map.py", place="Zahdean")
    assert "Not applied: place: 'Zahdean' is not accepted" in texts(app)
    assert "Known and spelt alike: Zahedan" in texts(app)


def test_another_meaning_of_a_place_is_a_click_away(serve: Serve) -> None:
    serve(TABLES["one"])
    app = opened("map.py", place="Khash")
    (other,) = [button for button in app.button if "Afghanistan" in button.label]
    other.click().run()
    assert app.query_params["place"] == "gn:1136863"
    assert "Khāsh, Nimruz, Afghanistan" in texts(app)
    assert not app.exception


def test_an_unknown_place_is_left_out_and_named(serve: Serve) -> None:
    serve(TABLES["one"])
    app = opened("map.py")
    app.query_params["place"] = "Quexxttxa"
    app.run()
    assert "Not applied: place: 'Quexxttxa' is not accepted" in texts(app)
    assert "place" not in app.query_params
    assert "1 incident" in texts(app)


@pytest.mark.parametrize("drawn", ["provinces", "countries"])
@pytest.mark.parametrize("table", TABLES)
def test_areas_are_drawn_of_any_table(serve: Serve, table: str, drawn: str) -> None:
    serve(TABLES[table])
    app = opened("map.py", drawn=drawn, measure="killed", per="month")
    assert not app.exception
    assert app.query_params["drawn"] in (drawn, [drawn])


def test_the_areas_are_a_table_and_incidents_in_none_are_counted() -> None:
    app = opened("map.py", drawn="provinces", country="Iran")
    shown = app.dataframe[0].value
    in_iran = atlas_cache.current_atlas().incidents.query("country == 'Iran'")
    counts = in_iran["admin1"].value_counts()
    assert dict(zip(shown["admin1"], shown["incidents"], strict=True)) == {k: v for k, v in counts.items() if v}
    captions = "\n".join(element.value for element in app.caption).replace("\\", "")
    assert f"{in_iran['admin1'].isna().sum()} in no known province." in captions
    assert any(element.label.startswith("In no known province") for element in app.expander)


def test_a_rate_names_its_own_period() -> None:
    app = opened("map.py", drawn="countries", per="year", **{"from": "2024-01-01", "to": "2024-06-30"})
    captions = "\n".join(element.value for element in app.caption).replace("\\", "")
    assert "Average per year from 1 January 2024 to 30 June 2024" in captions


def test_an_area_without_an_outline_is_listed(serve: Serve) -> None:
    serve("incident_id,date_start,latitude,longitude,country\na,2024-01-16,27,62,*Nowhere*\n")
    app = opened("map.py", drawn="countries")
    assert app.dataframe[0].value["on_map"].tolist() == [False]
    notes = [element.value for element in app.caption if "for lack of an outline" in element.value]
    assert "\\*Nowhere\\*" in notes[0]


def test_an_unknown_view_is_reported() -> None:
    app = opened("map.py")
    app.query_params["drawn"] = "circles"
    app.run()
    assert "Not applied: drawn: 'circles'" in texts(app)
    assert "drawn" not in app.query_params
    assert not app.dataframe


def test_how_the_map_draws_stays_with_its_link_on_the_other_pages() -> None:
    app = opened("map.py", drawn="provinces", measure="killed").switch_page("timeline.py").run()
    assert not app.exception
    assert "drawn" not in app.query_params
    (to_the_map,) = [link for link in app.get("page_link") if link.proto.label == "Map"]
    assert to_the_map.proto.query_string == "drawn=provinces&measure=killed"


def test_a_comparison_shows_both_sides_and_the_caveats() -> None:
    app = opened("compare.py", **{"from": "2024-01-01", "to": "2024-12-31"})
    assert "This period: 10 incidents from 1 January 2024 to 31 December 2024 (366 days)." in texts(app)
    assert "The period before: 2 incidents from 31 December 2022 to 31 December 2023 (366 days)." in texts(app)
    assert any("may be incomplete" in caption.value for caption in app.caption)
    assert "with" not in app.query_params


def test_the_baseline_is_part_of_the_address() -> None:
    linked = opened("compare.py", **{"from": "2024-01-01", "with": "country=Iran"})
    assert "The other selection: 6 incidents in Iran." in texts(linked)
    assert linked.query_params["with"] in ("country=Iran", ["country=Iran"])
    linked.button_group(key="compare with").set_value("year-before").run()
    assert "incidents from 1 January 2023 to 17 January 2023 (" in texts(linked)
    assert linked.query_params["with"] in ("year-before", ["year-before"])


def test_an_unreadable_baseline_is_reported() -> None:
    app = opened("compare.py")
    app.query_params["with"] = "country=Iran&from=x"
    app.run()
    assert "Not applied: with: from: 'x' is not accepted" in texts(app)
    assert "The other selection: 6 incidents in Iran." in texts(app)
    assert app.query_params["with"] in ("country=Iran", ["country=Iran"])


@pytest.mark.parametrize("by", ["type", "actor", "country", "admin1", "month"])
def test_differences_are_shown_by_each_property(by: str) -> None:
    app = opened("compare.py", **{"from": "2023-12-01", "to": "2024-12-31"})
    app.selectbox(key="compare by").set_value(by).run()
    app.toggle(key="compare killed").set_value(True).run()
    assert not app.exception
    shown = app.dataframe[0].value
    assert shown.iloc[-1, 0] == "All incidents"
    assert {"selection", "baseline", "difference", "ratio", "killed_selection", "killed_baseline"} <= set(shown.columns)


def test_a_comparison_of_incomplete_days_can_end_earlier() -> None:
    app = opened("compare.py")
    app.button(key="compare until").click().run()
    assert app.query_params["to"] in ("2023-12-18", ["2023-12-18"])
    assert not any("may be incomplete" in caption.value for caption in app.caption)
    assert "365 days" in texts(app)


def test_without_any_date_it_says_that_there_is_no_period(serve: Serve) -> None:
    serve(f"{HEADER}a,,27,62\n")
    app = opened("compare.py")
    assert "There is no such period. Compare with another selection" in texts(app)
    assert not app.exception


def test_an_address_can_be_pasted_to_compare_with() -> None:
    app = opened("compare.py", **{"with": "all"})
    app.text_input(key="compare query").set_value("http://127.0.0.1:8501/map?country=Iran&incident=x").run()
    assert not app.exception
    assert "The other selection: 6 incidents in Iran." in texts(app)
    assert app.query_params["with"] in ("country=Iran", ["country=Iran"])


def test_an_exclusion_is_said_with_what_it_cannot_judge(serve: Serve) -> None:
    serve(
        "incident_id,date_start,latitude,longitude,actor_a,place_name,country,admin1,place_precision\n"
        "a,2024-01-16,29.4963,60.8629,IRGC,Zahedan,Iran,Sistan and Baluchestan,exact\n"
        "b,2024-01-17,27.5,60.6,Police,,Iran,Sistan and Baluchestan,admin1\n"
        "c,2024-01-18,30.18,67.01,,Quetta,Pakistan,Balochistan,exact\n"
    )
    app = opened("filter.py", actor="!Iran", place="!Zahedan")
    assert not app.exception
    assert "2 of 3 incidents: not involving Iran, not at Zahedan" in texts(app)
    captions = [caption.value for caption in app.caption]
    assert "Includes 1 incident whose actor is not stated." in captions
    assert any(caption.startswith("Includes 1 incident that may lie in an excluded place") for caption in captions)
    app.button(key="inside").click().run()
    assert app.button(key="inside").label == "Leave out only those certainly there"
    assert "1 of 3 incidents: not involving Iran, certainly not at Zahedan" in texts(app)
