"""What a route sends, by the ending of its address or, where that is a choice, by the formats that there are."""

from collections.abc import Mapping
from types import MappingProxyType

from geo import exports
from geo.exports import areas
from geo.mapping import own_basemap, time_properties
from geo.pictures.options import FORMATS
from geo.query.feature_parameters import JSON_FEED, OGC, OGC_ITEMS
from geo.query.parameters import CUBE, MAP_PICTURE, TIMELINE_PICTURE
from geo.web.feeds.atom import Atom
from geo.web.feeds.json_feed import JSONFeed
from geo.web.ogc.landing_page import OPENAPI
from geo.web.ogc.links import GEOJSON, JSON

MEDIA_TYPE_OF_ENDING: Mapping[str, str] = MappingProxyType(
    {
        "json": JSON,
        "csv": "text/csv; charset=utf-8",
        "geojson": GEOJSON,
        "png": "image/png",
        "webp": "image/webp",
        "zip": "application/zip",
        "html": "text/html; charset=utf-8",
        "atom": Atom.media_type,
    }
)
OCTETS = "application/octet-stream"  # of an ending that is not listed; a test finds those
# Of addresses whose ending does not say it.
MEDIA_TYPE_OF_PATH: Mapping[str, str] = MappingProxyType(
    {
        JSON_FEED: JSONFeed.media_type,
        CUBE: time_properties.MEDIA_TYPE,
        own_basemap.URL: "image/*",
        f"{OGC}/api": OPENAPI,
        OGC_ITEMS: GEOJSON,
        f"{OGC}/collections/{{collection_id}}/items/{{feature_id:path}}": GEOJSON,
    }
)


def extensions_of(path: str) -> Mapping[str, str]:
    """The endings that a route's `extension` may be, and what each means; none where it has none."""
    return {
        "/api/incidents.{extension:str}": {name: each.media_type for name, each in exports.EXPORTER.items()},
        "/api/areas.{extension:str}": areas.MEDIA_TYPES,
        f"{MAP_PICTURE}{{extension:str}}": FORMATS,
        f"{TIMELINE_PICTURE}{{extension:str}}": FORMATS,
    }.get(path, {})


def media_types_of(path: str) -> tuple[str, ...]:
    """The media types that a route answers with, each once."""
    if extensions := extensions_of(path):
        return tuple(dict.fromkeys(extensions.values()))
    if path in MEDIA_TYPE_OF_PATH:
        return (MEDIA_TYPE_OF_PATH[path],)
    if path.startswith(OGC):
        return (JSON,)
    return (MEDIA_TYPE_OF_ENDING.get(path.rpartition(".")[2], OCTETS),)
