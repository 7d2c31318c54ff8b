"""The map's component is given what st_folium would give it, however often it was rendered before."""

import re
from typing import Any

import pytest
import streamlit_folium

from geo.mapping import folium_map
from pages.parts.map import map_component

PAYLOAD = {"query": "q={{7*191}}", "incidents": [{"title": "</script>`${1}"}]}
RANDOM_IDS = re.compile(r"[0-9a-f]{32}")


@pytest.fixture
def arguments(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the component is given, call by call."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **given: calls.append(given))
    return calls


def draw_by_st_folium(payload: dict[str, Any]) -> None:
    streamlit_folium.st_folium(
        folium_map.build_map(folium_map.map_config()),
        key=map_component.KEY,
        height=map_component.HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=folium_map.build_incident_layer(payload),
        wrap_longitude=True,
    )


def comparable(arguments: dict[str, Any]) -> dict[str, Any]:
    """Without the identifiers that folium draws by lot, and without functions."""
    return {name: RANDOM_IDS.sub("ID", str(value)) for name, value in arguments.items() if name != "on_change"}


@pytest.mark.parametrize("payload", [PAYLOAD, {}])
def test_the_component_is_given_what_st_folium_gives_it(
    arguments: list[dict[str, Any]], payload: dict[str, Any]
) -> None:
    draw_by_st_folium(payload)
    map_component.draw(payload, is_alone=False)
    assert comparable(arguments[0]) == comparable(arguments[1])


def test_one_rendering_serves_all_payloads(arguments: list[dict[str, Any]]) -> None:
    for query in ("", "actor=Iran"):
        map_component.draw({"query": query}, is_alone=False)
    first, second = (call.pop("feature_group") for call in arguments)
    assert folium_map.to_base64_json({"query": ""}) in first
    assert folium_map.to_base64_json({"query": "actor=Iran"}) in second
    assert arguments[0] == arguments[1]


def test_a_map_that_is_alone_is_another_one(arguments: list[dict[str, Any]]) -> None:
    for is_alone in (False, True):
        map_component.draw({}, is_alone=is_alone)
    assert arguments[0]["script"] != arguments[1]["script"]
