"""S9: no cell and no header of an export is a live formula, by address and by exporter, and all is read back."""

import csv
import io

import pandas as pd

from geo import exports
from geo.core.incidents import as_incidents
from geo.exports import EXPORTER
from geo.ingest import importing
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from tests.atlases import make_atlas
from tests.scorecard.atlas_clients import serve_atlas
from tests.scorecard.inputs import Inputs
from tests.scorecard.row import Measurement
from tests.tables import incident_table

# OWASP's list of what begins a formula, with what spreadsheets drop before it and full-width forms.
TRIGGERS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "|calc", "%0A=1", "＝1+1", "＋1", "－1+1", "＠SUM", "\t=1", "\r=1", "\n=1",
    "\x00=1", " =1+1", "\u200b=1+1", "\ufeff=1+1", "\u202e=1+1", "\xa0=1+1", "'=1+1", "''=1+1",
    '=HYPERLINK("http://192.0.2.1")',
)  # fmt: skip
HIDDEN = "".join(map(chr, [*range(33), 0x7F, 0xA0, 0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F), 0xFEFF]))
COLUMNS = ("title", "summary", "notes")  # names of actors and places are read without what nobody sees


def measure_formulas(_inputs: Inputs) -> Measurement:
    """S9: each trigger in five columns and as a header of its own."""
    frame = incident_table(*(f"{number},2024-01-16,27,62" for number in range(len(TRIGGERS))))
    table = frame.assign(
        **{name: list(TRIGGERS) for name in (*COLUMNS, "actor_a", "place_name")}, **{text: "x" for text in TRIGGERS[:7]}
    )
    atlas = make_atlas(table)
    results = atlas.select(Selection())
    contents = {
        "address": _ask(atlas),
        "exporter": exports.download(results, EXPORTER["csv"], data_version="made").content,
    }
    live = {way: find_live(content) for way, content in contents.items()}
    lost = [name for name in COLUMNS for way in contents.values() if _read_back(way, name) != list(TRIGGERS)]
    text = (
        f"{sum(map(len, live.values()))} live of {len(TRIGGERS)} triggers, {len(lost)} columns not read back as written"
    )
    return Measurement(text, not lost and not any(live.values()))


def _ask(atlas: Atlas) -> bytes:
    with serve_atlas(atlas) as client:
        return client.get("/api/incidents.csv").content


def find_live(content: bytes) -> list[str]:
    """The cells of a CSV that a spreadsheet computes."""
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    return [cell for cell in cells if _is_live(cell)]


def _is_live(cell: str) -> bool:
    if cell[:1] in ("\t", "\r", "\n", "\x00"):
        return True
    is_number = pd.notna(pd.to_numeric(cell, errors="coerce"))
    return cell.lstrip(HIDDEN)[:1] in tuple("=+-@|%＝＋－＠") and not is_number


def _read_back(content: bytes, name: str) -> list[str]:
    return [str(text) for text in as_incidents(importing.read(content).accepted)[name]]
