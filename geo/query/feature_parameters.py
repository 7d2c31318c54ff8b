"""The parameters of OGC API – Features and of feeds, and where these are."""

from geo.query.parameter import Parameter

FEEDS = ATOM_FEED, JSON_FEED = "/api/incidents.atom", "/api/feed.json"
OGC = "/ogc"
OGC_ITEMS = "/ogc/collections/incidents/items"
OGC_ITEM = "/ogc/collections/{collection_id}/items/{feature_id:path}"
MAX_FEATURES, DEFAULT_FEATURES = 10_000, 100  # of one page of OGC API – Features; by judgement

FEATURE_PARAMETERS = (
    Parameter(
        "order",
        "What a feed has first: date, the latest incidents, or changed, those whose rows changed last.",
        routes=FEEDS,
        selects=True,
    ),
    Parameter(
        "limit",
        f"How many features a page holds at most, from 1 to {MAX_FEATURES}.",
        routes=(OGC_ITEMS,),
        selects=True,
        schema={"type": "integer", "minimum": 1, "maximum": MAX_FEATURES, "default": DEFAULT_FEATURES},
    ),
    Parameter(
        "offset",
        "How many features to pass over; the links to the next page have it.",
        routes=(OGC_ITEMS,),
        selects=True,
        schema={"type": "integer", "minimum": 0, "default": 0},
    ),
    Parameter(
        "datetime",
        "An instant or an interval by RFC 3339, such as 2024-01-16T00:00:00Z/.. for all from that day on.",
        routes=(OGC_ITEMS,),
        selects=True,
    ),
    Parameter(
        "data_version",
        "The data that the first page came from; the links to the next page have it.",
        routes=(OGC_ITEMS,),
        selects=True,
    ),
    Parameter("f", "json, the only format.", routes=(OGC,), schema={"type": "string", "enum": ["json"]}),
)
