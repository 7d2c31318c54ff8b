"""The links of the downloads ask for the coordinates that are chosen for them."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.exports import EXPORTERS
from geo.handover import content
from geo.query.selection import Selection
from geo.storage import atlas_cache
from tests.geo.handover.pages import read_data
from tests.geo.web.addresses import make_client
from tests.pages.opening import open_page

ENDINGS = {*(exporter.extension for exporter in EXPORTERS), "zip", "html"}


def link_urls(app: AppTest) -> dict[str, str]:
    """The address of each link to the rows as a file, by its ending."""
    urls = [link.proto.url for link in app.get("link_button") if link.proto.url.startswith("/api/incidents.")]
    return {url.removeprefix("/api/incidents.").partition("?")[0]: url for url in urls}


def labels(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("link_button")]


def test_every_format_and_the_bundle_and_the_page_take_the_coordinates_of_the_choice() -> None:
    app = open_page("filter.py", country="Pakistan")
    exact = link_urls(app)
    assert set(exact) >= ENDINGS
    assert not [url for url in exact.values() if "coordinates" in url]
    assert {"Evidence bundle", "Hand-over page"} <= set(labels(app))
    box = next(box for box in app.selectbox if box.label == "Coordinates in files")
    box.set_value("province").run()
    assert not app.exception
    assert link_urls(app) == {ending: f"{url}&coordinates=province" for ending, url in exact.items()}
    coarse = ("Evidence bundle", "Hand-over page")
    assert {f"{label}, generalised to the province" for label in coarse} <= set(labels(app))


def hand_over_button(app: AppTest) -> Any:
    return next(link.proto for link in app.get("link_button") if link.proto.label == "Hand-over page")


def test_the_button_of_the_hand_over_page_leads_to_the_rows_of_the_page() -> None:
    button = hand_over_button(open_page("filter.py", country="Pakistan"))
    assert not button.disabled
    answer = make_client().get(button.url)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    expected = atlas_cache.current_atlas().select(Selection.from_query("country=Pakistan"))
    assert read_data(answer.text)["columns"]["id"] == expected.rows(0, len(expected))["incident_id"].tolist()


def test_the_button_is_off_and_says_why_where_a_page_has_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "MAX_INCIDENTS", 1)
    button = hand_over_button(open_page("filter.py", country="Pakistan"))
    assert button.disabled
    assert button.help.startswith("A hand-over page holds up to 1 incident, and this selection has ")
