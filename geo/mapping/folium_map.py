"""The folium map: Leaflet served from this server, and one layer that carries its data as base64.

branca compiles rendered text a second time as a Jinja template, so no user text ever reaches folium: no character of
base64 means anything to Jinja, HTML or JavaScript (docs/decisions/0003).
"""

import base64
import json
from typing import Any

import folium
from folium.template import Template

from geo.core import boundaries
from geo.core.outline_levels import LAST_ZOOMS
from geo.mapping import bundle, online_tiles, own_basemap
from geo.mapping.basemap import relief, tiles
from geo.mapping.link_styles import LINK_STYLES
from geo.mapping.symbols import SYMBOLS, TYPE_COLOURS, UNSTATED_COLOUR
from geo.settings import embed_origins

START_CENTRE = (30.0, 55.0)  # latitude, longitude: Iran; chosen by eye
START_ZOOM = 4  # chosen by eye; both only until the script fits the map to the selection
CREDIT = "Borders: Natural Earth (de facto)"
DISTRICTS_CREDIT = "districts: geoBoundaries"  # the page About has their licences


class FaultlineMap(folium.Map):
    """A Leaflet map that loads everything from this server."""

    default_js = [
        ("leaflet", "/assets/leaflet/leaflet.js?v=1.9.3"),
        ("leaflet_draw", "/assets/draw/leaflet.draw.js?v=0.34.0"),
        ("atlas", bundle.asset_url("/assets/atlas.js", bundle.build_javascript())),
    ]
    default_css = [
        ("leaflet_css", "/assets/leaflet/leaflet.css?v=1.9.3"),
        ("leaflet_draw_css", "/assets/draw/leaflet.draw.css?v=0.34.0"),
        ("atlas_css", bundle.asset_url("/assets/atlas.css", bundle.build_stylesheet())),
    ]


class _ScriptCall(folium.MacroElement):
    """A call to the map's script, with the parent element and base64 data as its arguments."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        '{{ this.function }}({{ this._parent.get_name() }}, "{{ this.payload_base64 }}");'
        "{% endmacro %}"
    )

    def __init__(self, function: str, payload_base64: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Call"
        self.function = function
        self.payload_base64 = payload_base64


def build_map(config_base64: str) -> folium.Map:
    """The map without incidents: the same for every selection, so that the browser never remounts it.

    `config_base64`: as `map_config` writes it.
    """
    map_ = FaultlineMap(
        location=START_CENTRE,
        zoom_start=START_ZOOM,
        tiles=None,
        min_zoom=2,
        max_zoom=18,
        zoom_snap=0.25,  # lets a selection fill the frame better than whole steps do
        world_copy_jump=True,
    )
    # st_folium reads drawings from window.drawnItems.
    _ScriptCall("window.drawnItems = Faultline.setUp", config_base64).add_to(map_)
    return map_


def build_incident_layer(payload: dict[str, Any]) -> folium.FeatureGroup:
    """A selection's payload as the layer that st_folium replaces without remounting the map."""
    group = folium.FeatureGroup(name="incidents")
    _ScriptCall("Faultline.show", to_base64_json(payload)).add_to(group)
    return group


def to_base64_json(payload: dict[str, Any]) -> str:
    """Encode as compact JSON in UTF-8, then as base64; raises ValueError for NaN or infinity."""
    text = json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return base64.b64encode(text.encode("utf-8", errors="replace")).decode("ascii")


def map_config(*, is_alone: bool = False) -> str:
    """What the map's script is set up with, as base64 of its JSON.

    `is_alone`: without the timeline strip and the list of what lies in view.
    """
    return to_base64_json(_describe_config() | {"isAlone": is_alone})


def _describe_config() -> dict[str, Any]:
    return {
        "countries": bundle.asset_url("/assets/basemap/countries.geojson", boundaries.countries_geojson()),
        "provinces": f"/assets/basemap/provinces/CODE.geojson?v={boundaries.provinces_version()}",
        "basemap": {
            "tiles": f"/tiles/basemap/TILE.json?v={tiles.tiles_version()}",
            "areas": f"/tiles/basemap/areas.json?v={tiles.tiles_version()}",
            "relief": f"/tiles/relief/TILE.webp?v={relief.relief_version()}",
            "lastZooms": LAST_ZOOMS,
        },
        "credit": f"{CREDIT}; {DISTRICTS_CREDIT}",
        "types": [{"key": colour.key, "label": colour.event_type} for colour in (*TYPE_COLOURS, UNSTATED_COLOUR)],
        "relations": [
            {"key": style.key, "label": style.label, "is_directed": style.is_directed} for style in LINK_STYLES
        ],
        "symbols": [{"key": symbol.key, "label": symbol.label} for symbol in SYMBOLS],
        "online": {
            "url": online_tiles.ONLINE_TILES_URL,
            "credit": online_tiles.ONLINE_TILES_CREDIT,
            "label": "Online map (OpenStreetMap)",
        },
        "embed": bool(embed_origins()),  # whether any other page may frame ours
        **own_basemap.map_config(),
    }
