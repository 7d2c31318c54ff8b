"""Pages that tests make, and what is in them."""

import base64
import gzip
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from geo.core import incidents
from geo.handover.about import Stamp
from geo.handover.content import build_content
from geo.handover.page import write_page
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from tests.atlases import make_atlas

NOON = datetime(2026, 11, 29, 12, 0, 0, tzinfo=UTC)
ADDRESS = "http://atlas.example/map"
Row = Mapping[str, object]


def atlas_of(rows: Sequence[Row], **companions: Sequence[Row]) -> Atlas:
    """The atlas of rows of texts, which need not have an identifier, a date or coordinates."""
    base = {"date_start": "2024-01-16", "date_precision": "day", "latitude": "27.5", "longitude": "65.0"}
    more = {"place_precision": "exact", "country": "Pakistan"}
    table = [base | more | {"incident_id": f"I-{number:05d}"} | dict(row) for number, row in enumerate(rows)]
    frame = pd.DataFrame(table).fillna("").astype("str")
    return make_atlas(incidents.as_incidents(incidents.check_incidents(frame).accepted), **companions)


def make_page(atlas: Atlas, query: str = "") -> str:
    """The page of a selection, made at noon."""
    content = build_content(atlas, Selection.from_query(query))
    return write_page(content, Stamp(NOON, ADDRESS)).content.decode()


def read_data(html: str, name: str = "data") -> Any:
    """What is embedded in a page, by the id of its block."""
    (text,) = re.findall(rf'<script type="application/octet-stream" id="{name}">([^<]*)</script>', html)
    return json.loads(gzip.decompress(base64.b64decode(text)))
