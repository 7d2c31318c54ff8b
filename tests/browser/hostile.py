"""Incidents whose every text is an attack; each must show up literally and run nowhere."""

import csv
import os
from pathlib import Path

from geo.core.schema import CATEGORY, CLAIM_COLUMNS, INCIDENT_COLUMNS, LINK_COLUMNS, PUBLICATION_COLUMNS, TEXT, Column
from tests.scorecard.texts import read_texts

RUN = "window.top.faultlineAttacked=1"
SERVER = "__import__('os').environ.get('FAULTLINE_MARKER')"
OWN_PAYLOADS = (
    "AAA{{7*191}}ZZZ",
    "{{ cycler.__init__.__globals__.os.system('touch $FAULTLINE_MARKER') }}",
    "{% for i in range(3) %}loop{% endfor %}",
    "{# comment #} {{ unclosed",
    f"<img src=x onerror={RUN}>",
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"`+({RUN})+`",
    f"${{{RUN}}}",
    f"\\`;{RUN};//",
    f"');{RUN};//",
    f'"><svg onload={RUN}>',
    f"[click](javascript:{RUN})",
    "![beacon](http://192.0.2.1/beacon.png)",
    "$\\text{math}$ :red[colour] :material/home: **bold**",
    '=HYPERLINK("http://192.0.2.1","x")',
)


def read_payloads() -> tuple[str, ...]:
    """Our own texts, or those of the file that HOSTILE_TEXTS names, with their blanks collapsed as pages do."""
    path = os.environ.get("HOSTILE_TEXTS")
    if not path:
        return OWN_PAYLOADS
    texts = (" ".join(text.split()) for text in read_texts(Path(path)))
    return tuple(dict.fromkeys(text for text in texts if text))


PAYLOADS = read_payloads()


def write_hostile_files(folder: Path) -> Path:
    """A CSV of incidents with its companions: one incident a payload, the payload in every text field."""
    path = folder / "hostile.csv"
    numbered = list(enumerate(PAYLOADS))
    _write(
        path,
        INCIDENT_COLUMNS,
        [_incident(number, payload) for number, payload in numbered],
        extra=PAYLOADS[4 % len(PAYLOADS)],
    )
    about = {"incident_id": "", "to_incident_id": ""}
    for kind, columns in (("claims", CLAIM_COLUMNS), ("publications", PUBLICATION_COLUMNS)):
        rows = [
            _texts(columns, payload) | about | {"incident_id": _id(number, payload)} for number, payload in numbered
        ]
        _write(folder / f"hostile.{kind}.csv", columns, rows)
    links = [
        {"incident_id": _id(0, PAYLOADS[0]), "relation": "follows", "to_incident_id": _id(number, payload)}
        for number, payload in numbered[1:]
    ]
    _write(folder / "hostile.links.csv", LINK_COLUMNS, links)
    return path


def _id(number: int, payload: str) -> str:
    return f"{number} {payload}"


def _incident(number: int, payload: str) -> dict[str, str]:
    known = {
        "incident_id": _id(number, payload),
        "date_start": "2024-01-16",
        "event_type": "Battles",
        "place_precision": ("exact", "near", "admin2", "region")[number % 4],
        "latitude": f"{26 + number / 4}",
        "longitude": f"{60 + number / 2}",
        "contested": "true",
    }
    return _texts(INCIDENT_COLUMNS, payload) | known


def _texts(columns: tuple[Column, ...], payload: str) -> dict[str, str]:
    return {column.name: payload for column in columns if column.dtype in (TEXT, CATEGORY) and not column.allowed}


def _write(path: Path, columns: tuple[Column, ...], rows: list[dict[str, str]], extra: str = "") -> None:
    names = [column.name for column in columns] + ([extra] if extra else [])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
