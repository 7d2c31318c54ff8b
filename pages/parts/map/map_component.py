"""The map's component: what st_folium hands to the browser, rendered once for all runs and sessions.

branca compiles some twelve templates for each map that it renders: 30 of 125 ms of a run, for what never differs.
Only the base64 of the incident layer does, and that is put in afterwards (docs/decisions/0056).
"""

from collections.abc import Mapping
from functools import lru_cache
from types import FunctionType
from typing import Any

import streamlit_folium

from geo.mapping import folium_map

KEY = "atlas map"
HEIGHT_PX = 560  # until the page's style gives the map the height that suits the screen (geo/web/page.css)
LAST_LINES = "window.map = map_div; window.initComponent(map_div, false);"
MAX_KINDS = 8  # of maps of a process: with or without strip and list, and whatever a test sets
PLACEHOLDER = {"instead of": "the payload of a run"}
PLACEHOLDER_BASE64 = folium_map.to_base64_json(PLACEHOLDER)


def draw(payload: dict[str, Any], *, is_alone: bool) -> dict[str, Any]:
    """Draw the map with a payload, without a remount; what the browser reports of it."""
    arguments = render_once(folium_map.map_config(is_alone=is_alone))
    layer = arguments["feature_group"].replace(PLACEHOLDER_BASE64, folium_map.to_base64_json(payload))
    events: dict[str, Any] | None = streamlit_folium._component_func(**{**arguments, "feature_group": layer})
    return events or {}


@lru_cache(maxsize=MAX_KINDS)
def render_once(config_base64: str) -> Mapping[str, Any]:
    """The arguments that st_folium gives its component for a map of this configuration; nobody changes them."""
    arguments: Mapping[str, Any] = _st_folium_without_component()(
        folium_map.build_map(config_base64),
        key=KEY,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=folium_map.build_incident_layer(PLACEHOLDER),
        wrap_longitude=True,
    )
    return arguments


def inline_scripts() -> tuple[str, ...]:
    """All that st_folium may write into its frame as a script: of the map alone, and with strip and list.

    Its page adds the last lines itself; tests/browser would find no map where a new version adds others.
    """
    configs = (folium_map.map_config(is_alone=is_alone) for is_alone in (False, True))
    return tuple(f"{render_once(config)['script']}{LAST_LINES}" for config in configs)


def _st_folium_without_component() -> FunctionType:
    """The function st_folium, which returns what it gives its component and draws nothing."""
    original = streamlit_folium.st_folium
    function = FunctionType(
        original.__code__, {**original.__globals__, "_component_func": dict}, original.__name__, original.__defaults__
    )
    function.__kwdefaults__ = original.__kwdefaults__
    return function
