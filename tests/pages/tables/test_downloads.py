"""The links of the downloads ask for the coordinates that are chosen for them."""

from streamlit.testing.v1 import AppTest

from geo.exports import EXPORTERS
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
