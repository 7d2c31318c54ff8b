"""What an address may carry beside the filters, and the one reader of a whole query string.

What is read, ignored, named or refused, and why: docs/decisions/0017.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlencode

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.query.feature_parameters import FEATURE_PARAMETERS, FEEDS, OGC, OGC_ITEM, OGC_ITEMS
from geo.query.filters import FILTER
from geo.query.parameter import Parameter, is_reader
from geo.query.selection import MAX_REPEATED, Problem, Selection, is_readable, parse_pairs

# One slip in a name of three letters or more scores at least 2/3; “page” and “since” score 0.6 with “place” and “once”,
# and would mislead. Chosen by judgement between the two, not fitted.
MIN_SIMILARITY = 0.65
MAX_UNKNOWN_LISTED = 5

TIMELINE, CROSSTAB = "/api/timeline.json", "/api/crosstab.csv"
INCIDENT, NEAR = "/api/incident.json", "/api/near.json"
CHOROPLETH = ("/api/choropleth.json", "/api/choropleth.csv")
COMPARISON = ("/api/compare.json", "/api/compare.csv")
COMPARISON_MAP = "/api/compare-areas.json"
TILES = "/tiles/density/"
BASEMAP_AREAS = "/tiles/basemap/areas.json"
MAP_PICTURE, TIMELINE_PICTURE = PICTURES = ("/api/map.", "/api/timeline.")
TIMELINES = (TIMELINE, TIMELINE_PICTURE)
CLUSTERS = "/api/clusters"
IN_VIEW = "/api/in-view"
CUBE = "/api/cube"
LINKS = "/api/links.json"
CHOICES = "/api/choices.json"
HISTORY = "/api/history"
INCIDENTS_GEOJSON = "/api/incidents.geojson"
INCIDENTS_ZIP = "/api/incidents.zip"
INCIDENTS_HTML = "/api/incidents.html"
INCIDENT_FILES = "/api/incidents.{extension:str}"
COORDINATES = "coordinates"
PERSON = "person"
DATA = "data"
BUNDLE = "bundle"

# Parameters by which others follow a click, lower case. The first five lines are those that Firefox strips (Mozilla's
# services/settings/dumps/main/query-stripping.json); the rest, and the prefix, are general rules of AdGuard's URL
# Tracking filter. None is the name of a filter: tests/geo/query/test_parameters.py.
TRACKERS = frozenset(
    {
        "gclid", "dclid", "gbraid", "wbraid", "msclkid", "fbclid", "twclid", "yclid", "ysclid", "_openstat",
        "mc_eid", "mkt_tok", "vero_id", "wickedid", "oly_anon_id", "oly_enc_id", "__s",
        "_hsenc", "__hssc", "__hstc", "__hsfp", "hsctatracking",
        "mc_cid", "igshid", "igsh", "ttclid", "li_fat_id", "gclsrc", "srsltid", "_ga", "_gl", "_hsmi",
        "ref_src", "ref_url",
    }
)  # fmt: skip
TRACKER_PREFIX = "utm_"
# Streamlit's own (docs.streamlit.io, “Embed your app”); it hides them from the script that draws a page.
STREAMLIT_PARAMETERS = frozenset({"embed", "embed_options"})


PARAMETERS = (
    Parameter("incident", "The identifier of the incident that is open.", pages=("map", "filter")),
    Parameter(
        "with",
        "What the selection is compared with: before, year-before, all, or the query of another selection.",
        pages=("compare",),
        routes=(*COMPARISON, COMPARISON_MAP),
    ),
    Parameter("drawn", "What the map draws: incidents, countries or provinces.", pages=("map",), routes=(MAP_PICTURE,)),
    Parameter(
        "measure",
        "What is added up: incidents or killed.",
        pages=("map", "filter"),
        routes=(*CHOROPLETH, CROSSTAB, MAP_PICTURE),
    ),
    Parameter("per", "The time of a rate: week, month or year.", pages=("map",), routes=(*CHOROPLETH, MAP_PICTURE)),
    Parameter(
        "at",
        "Where the map is: longitude,latitude,zoom. The map itself writes it.",
        pages=("map", "compare"),
        routes=(MAP_PICTURE,),
    ),
    Parameter("layers", "The layers of the map that are on. The map itself writes it.", pages=("map", "compare")),
    Parameter("play", "The days that the map plays, and how. The map itself writes it.", pages=("map", "compare")),
    Parameter(
        "by",
        "The property that the counts are split by.",
        pages=("timeline", "compare"),
        routes=(*TIMELINES, *CHOROPLETH, *COMPARISON, COMPARISON_MAP),
    ),
    Parameter("scale", "How long one bar is, from day to decade.", pages=("timeline",), routes=TIMELINES),
    Parameter("count", "What the bars count: incidents or killed.", pages=("timeline",), routes=TIMELINES),
    Parameter(
        "smooth",
        "How many bars a moving average spans, from 2 to 60.",
        pages=("timeline",),
        routes=TIMELINES,
    ),
    Parameter("cumulative", "1 draws running totals.", pages=("timeline",), routes=TIMELINES),
    Parameter("rows", "The property down the side of the cross-tab.", pages=("filter",), routes=(CROSSTAB,)),
    Parameter("columns", "The property along the top of the cross-tab.", pages=("filter",), routes=(CROSSTAB,)),
    Parameter("killed", "1 compares the number killed too.", pages=("compare",)),
    Parameter("page", "The page of the table or of the list, from 1.", pages=("filter", "timeline")),
    Parameter(
        "sort", "The column that the table is sorted by, with a minus before it for the last first.", pages=("filter",)
    ),
    Parameter("tolls", "1 compares the number killed too.", routes=COMPARISON),
    Parameter("theme", "The colours of a tile or a picture: light or dark.", routes=(TILES, *PICTURES)),
    Parameter("width", "How wide a picture is, in pixels.", routes=PICTURES, selects=True),
    Parameter("height", "How high a picture is, in pixels.", routes=PICTURES, selects=True),
    Parameter("title", "The words above a picture.", routes=PICTURES, selects=True),
    Parameter("cells", "1 lists the squares of a tile with their counts.", routes=(TILES,)),
    Parameter(
        "areas",
        "1 adds the areas that the incidents are known to, each once.",
        routes=(INCIDENTS_GEOJSON,),
        selects=True,
    ),
    Parameter(
        COORDINATES,
        "How coarse the coordinates are: exact, district, province, or grid-10 for cells of 10 km.",
        routes=(INCIDENT_FILES, INCIDENTS_GEOJSON, INCIDENTS_ZIP, INCIDENTS_HTML, *FEEDS, OGC_ITEMS, OGC_ITEM),
        selects=True,
    ),
    Parameter(
        "id",
        "The identifier of the incident or, repeatable, of the areas to return.",
        routes=(INCIDENT, BASEMAP_AREAS),
        selects=True,
    ),
    Parameter("detail", "The level of detail of outlines, from 0.", routes=(BASEMAP_AREAS,), selects=True),
    Parameter("near", "The point and distance to look around: longitude,latitude,km.", routes=(NEAR,), selects=True),
    Parameter(
        "view",
        "The part of the world to show: west,south,east,north in degrees.",
        routes=(
            CLUSTERS,
            CUBE,
            IN_VIEW,
            LINKS,
        ),
        selects=True,
    ),
    Parameter("area_id", "The area whose incidents to list.", routes=(CLUSTERS,), selects=True),
    Parameter("choices", "The filter whose choices to list.", routes=(CHOICES,), selects=True),
    Parameter("letters", "Letters of a choice, or another name of it.", routes=(CHOICES,), selects=True),
    Parameter(PERSON, "The person whose changes to list, by name.", routes=(HISTORY,), selects=True),
    Parameter("zoom", "The zoom of the map, from 0 to 22.", routes=(CLUSTERS, CUBE)),
    Parameter("parts", "1 lists the incidents of a country's provinces with its own.", routes=(CLUSTERS,)),
    Parameter("start", "How many incidents of the list to pass over.", routes=(CLUSTERS, IN_VIEW)),
    Parameter(
        "v",
        "The data and the code; responses with it may be cached permanently.",
        routes=(*CHOROPLETH, TILES, CLUSTERS, CUBE, LINKS),
    ),
    *FEATURE_PARAMETERS,
    Parameter(
        DATA,
        "The key of your own data, on a shared server only; `own` for those of the account that you logged in with.",
        pages=("every",),
        routes=("/api/", TILES, OGC),
    ),
    Parameter(BUNDLE, "What an evidence bundle says of itself in its link: geo/bundle/stamp.py.", pages=("every",)),
)
PARAMETER: Mapping[str, Parameter] = MappingProxyType({parameter.name: parameter for parameter in PARAMETERS})


@dataclass(frozen=True)
class ParsedQuery:
    """A query string taken apart for a route of the API, or for a page where `route` is empty.

    `parameters`: those of the registry, with their values in the order given. `unknown`: names and first values of what
    is neither a filter nor in the registry nor a tracker; both are as hostile as the query.
    """

    selection: Selection
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    route: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that an answer must not pass over: unknown parameters, then bad values."""
        accepted = _accepted_names(self.route)
        names = (Problem(name, value, describe_accepted(name, accepted)) for name, value in self.unknown.items())
        return (*names, *self.selection.problems)


def parse_query(query: str, *, route: str = "") -> ParsedQuery:
    """Take a query string apart: the selection, the parameters of the registry, and what nobody knows.

    `route`: the address of the API that is asked; empty for a page and for a query within a query. A parameter that
    selects is unknown to whoever does not read it. Trackers and Streamlit's own parameters are left out.
    """
    try:
        pairs = parse_pairs(query)
    except ValueError:
        return ParsedQuery(Selection.from_query(query), route=route)  # which names how many there are
    parameters: dict[str, tuple[str, ...]] = {}
    unknown: dict[str, str] = {}
    unreadable = [(name, value) for name, value in pairs if not (is_readable(name + value) or is_foreign(name))]
    for name, value in (pair for pair in pairs if pair not in unreadable):  # which are problems, whatever their names
        if _is_accepted(name, route):
            parameters[name] = (*parameters.get(name, ()), value)
        elif name not in FILTER and not is_foreign(name):
            unknown.setdefault(name[:MAX_REPEATED], value[:MAX_REPEATED])
    selecting = [pair for pair in pairs if pair[0] in FILTER or pair in unreadable]
    filters = urlencode(selecting, errors="surrogateescape")
    return ParsedQuery(Selection.from_query(filters), parameters, unknown, route)


def is_foreign(name: str) -> bool:
    """Whether a parameter is somebody else's business: that of a tracker or of Streamlit."""
    lower = name.lower()
    return lower in TRACKERS or lower in STREAMLIT_PARAMETERS or lower.startswith(TRACKER_PREFIX)


def nearest_name(name: str, accepted: Iterable[str]) -> str | None:
    """The accepted name that a mistyped one was probably meant to be, or None where none is near."""
    match = process.extractOne(
        name.lower(), list(accepted), scorer=OSA.normalized_similarity, score_cutoff=MIN_SIMILARITY
    )
    return match[0] if match else None


def describe_unknown(unknown: Iterable[str]) -> str:
    """One line of text on the parameters that a page ignored, as hostile as they are; empty where there are none."""
    names = [(name, nearest_name(name, _accepted_names())) for name in unknown]
    if len(names) == 1:
        name, nearest = names[0]
        return f"Unknown parameter “{name}” was ignored.{f' Did you mean “{nearest}”?' if nearest else ''}"
    listed = [f"“{name}”{f' (did you mean “{nearest}”?)' if nearest else ''}" for name, nearest in names]
    rest = [f"and {len(listed) - MAX_UNKNOWN_LISTED} more"] if len(listed) > MAX_UNKNOWN_LISTED else []
    return f"Unknown parameters were ignored: {', '.join(listed[:MAX_UNKNOWN_LISTED] + rest)}." if listed else ""


def _is_accepted(name: str, route: str) -> bool:
    parameter = PARAMETER.get(name)
    return parameter is not None and (not parameter.selects or is_reader(parameter, route))


def _accepted_names(route: str = "") -> tuple[str, ...]:
    """The filters, and what the route reads, or for an empty one what the pages read."""
    others = (
        parameter for parameter in PARAMETERS if parameter.name != DATA
    )  # nobody types a key: “date” would be taken for it
    own = (parameter.name for parameter in others if (is_reader(parameter, route) if route else parameter.pages))
    return (*FILTER, *own)


def describe_accepted(name: str, accepted: tuple[str, ...]) -> str:
    """The accepted names in words, with the one that a mistyped name was probably meant to be."""
    nearest = nearest_name(name, accepted)
    return f"the parameters {', '.join(accepted)}{f'; the nearest is {nearest}' if nearest else ''}"
