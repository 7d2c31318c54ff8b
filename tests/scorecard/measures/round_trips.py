"""S8: what a CSV has is what is read, and no text is lost or changed between a file, the store and a download."""

import tempfile
from pathlib import Path

from geo.core.csv_table import to_csv_bytes
from geo.core.incidents import as_incidents
from geo.errors import FaultlineError
from geo.ingest import importing
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.ingest.readers.delimited import DelimitedReader
from geo.storage.workspace.workspace import Workspace
from tests.atlases import make_atlas
from tests.scorecard.atlas_clients import serve_atlas
from tests.scorecard.csv_pairs import Pair, read_pairs
from tests.scorecard.inputs import Inputs
from tests.scorecard.naughty_texts import naughty_texts
from tests.scorecard.row import Measurement
from tests.scorecard.texts import read_texts

MIN_PAIRS, MIN_TEXTS = 12, 515
HEADER = ["incident_id", "date_start", "latitude", "longitude", "title"]


def measure_round_trips(inputs: Inputs) -> Measurement:
    """S8: pairs of files and rows; then every text in, stored, out by the address, and in again."""
    pairs = list(read_pairs(inputs.csv_pairs))
    unlike = [pair.name for pair in pairs if not _is_equal(pair)]
    texts = read_texts(inputs.hostile_texts) if inputs.hostile_texts else naughty_texts()
    changed = find_changes(texts)
    named = [*unlike, *map(repr, changed)][:3]
    text = (
        f"{len(pairs) - len(unlike)} of {len(pairs)} pairs, {len(texts) - len(changed)} of {len(texts)} texts equal"
        f"{': not ' + ', '.join(named)[:150] if named else ''}"
    )
    is_enough = len(pairs) >= MIN_PAIRS and (inputs.hostile_texts is not None or len(texts) >= MIN_TEXTS)
    return Measurement(text, not unlike and not changed and is_enough)


def _is_equal(pair: Pair) -> bool:
    try:
        table = DelimitedReader().read(pair.content, ImportOptions())
    except FaultlineError:
        return False
    rows = tuple(table.cells.fillna("").astype("str").to_dict("records"))
    return rows == pair.rows and table.rejected.empty


def find_changes(texts: list[str]) -> list[str]:
    """The texts that are not as they were in the store or after a second import. A blank text is an unknown one."""
    lines = [[f"i{number}", "2024-01-16", "27", "62", text] for number, text in enumerate(texts)]
    imported = importing.read(to_csv_bytes([HEADER, *lines]))
    stored = _store(imported)
    with serve_atlas(make_atlas(as_incidents(stored.accepted))) as client:
        again = importing.read(client.get("/api/incidents.csv").content)
    expected = {f"i{number}": text if text.strip() else "" for number, text in enumerate(texts)}
    results = (_titles(stored), _titles(again))
    return [text for key, text in expected.items() if any(titles.get(key, "lost") != text for titles in results)]


def _store(imported: Import) -> Import:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        upload = workspace.add_upload(b"texts", "texts.csv")
        return workspace.read(workspace.save_import(upload, imported, ImportOptions()).import_id)


def _titles(result: Import) -> dict[str, str]:
    rows = result.accepted
    return dict(zip(rows["incident_id"].astype("str"), rows["title"].fillna("").astype("str"), strict=True))
