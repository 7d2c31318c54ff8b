"""What an operation may answer."""

from typing import Any

from geo.web.ogc.links import GEOJSON, JSON

TEXTS = ("text/", "application/atom+xml")
# Without additionalProperties: an answer may gain members.
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {"type": "string", "description": "What is wrong and what to do."},
        "code": {"type": "string"},
        "description": {"type": "string"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["key", "given", "accepted"],
                "properties": {name: {"type": "string"} for name in ("key", "given", "accepted")},
            },
        },
    },
}
FEATURES = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection", "Feature"]},
        "features": {"type": "array", "items": {"type": "object"}},
        "links": {"type": "array", "items": {"type": "object"}},
        "timeStamp": {"type": "string", "format": "date-time"},
        "numberMatched": {"type": "integer", "minimum": 0},
        "numberReturned": {"type": "integer", "minimum": 0},
    },
}
SCHEMAS = {"error": ERROR, "features": FEATURES}
DESCRIPTIONS = {
    "304": "Not modified: what the client has is current.",
    "400": "A value or a parameter is not accepted; each is named.",
    "404": "There is no such address, incident, tile or format, or there are no data under the key.",
    "405": "Only GET and HEAD are answered.",
    "410": "The data have changed since the first page.",
    "500": "A fault of the server, with the number under which it is logged.",
    "503": "The incidents cannot be read now, or too much is asked for at once.",
    "504": "The answer took longer than the server allows.",
}


def _describe(status: str) -> dict[str, Any]:
    content = {} if status == "304" else {"content": {JSON: {"schema": {"$ref": "#/components/schemas/error"}}}}
    return {"description": DESCRIPTIONS[status]} | content


RESPONSES = {status: _describe(status) for status in DESCRIPTIONS}


def responses_of(media_types: tuple[str, ...], *, is_paged: bool) -> dict[str, Any]:
    """The responses of an operation that sends one of these media types."""
    content = {media_type: {"schema": schema_of(media_type)} for media_type in media_types}
    others = [status for status in RESPONSES if status != "410" or is_paged]
    return {
        "200": {"description": "The answer.", "content": content},
        **{status: {"$ref": f"#/components/responses/{status}"} for status in others},
    }


def schema_of(media_type: str) -> dict[str, Any]:
    """What a body of this media type is in terms of JSON Schema."""
    if media_type == GEOJSON:
        return {"$ref": "#/components/schemas/features"}
    if "json" in media_type:
        return {"type": "object"}
    return {"type": "string"} if media_type.startswith(TEXTS) else {"type": "string", "format": "binary"}
