"""GPX 1.0 and 1.1: waypoints as rows; tracks and routes are journeys, not incidents, and are counted."""

from xml.etree.ElementTree import Element

import pandas as pd

from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid
from geo.ingest.import_result import Finding
from geo.ingest.options import ImportOptions
from geo.ingest.readers.feature_table import Features, build_table
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.xml_elements import first_element, iter_elements, text_of

TAGS = frozenset(["wpt", "trk", "rte"])
NAMES = {"desc": "description", "cmt": "comment", "sym": "symbol"}  # of GPX, written out


class GPXReader(Reader):
    """Waypoints with their names, times and descriptions."""

    name = "GPX"
    extensions = (".gpx",)

    def matches(self, content: bytes) -> bool:
        return first_element(content) == "gpx"

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        features, n_journeys = Features(), 0
        for _, element in iter_elements(content, TAGS, self.name):
            if element.tag == "wpt":
                number = len(features.cells) + len(features.rejected) + 1
                features.add(number, _to_cells(element), (element.get("lon"), element.get("lat")))
            else:
                n_journeys += 1
        if not features.cells:
            raise IncidentsInvalid("is GPX without waypoints: tracks and routes are journeys, not incidents.")
        text = f"Tracks and routes are not read: {pluralize(n_journeys, 'journey')} left out."
        findings = (Finding(text, rows=pd.Index([], dtype="int64")),) if n_journeys else ()
        return build_table(self.name, features, options, system="EPSG:4326", findings=findings)


def _to_cells(waypoint: Element) -> dict[str, str | None]:
    """The cells of a waypoint: its own elements, without those that have others in them."""
    cells = {NAMES.get(element.tag, element.tag): text_of(element) for element in waypoint if not len(element)}
    for extension in waypoint.iterfind("extensions/*"):
        cells.setdefault(extension.tag, text_of(extension))
    return cells or {"name": None}
