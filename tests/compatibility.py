"""What the project stores and answers, as plain values to compare with those of version 0.4 in tests/fixtures/v0_4."""

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pandas as pd
import pyarrow.parquet as pq
import pytest
from httpx2 import Response
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

# All that test_compatibility.py knows of the project by name; what it asks of these objects stands under “Facts”.
from geo import web
from geo.core.schema import EXPORT_COLUMNS
from geo.ingest import importing
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.storage import atlas_cache
from geo.storage.workspace.sessions import open_workspace
from geo.storage.workspace.stored_import import StoredImport
from geo.storage.workspace.workspace import Workspace

SHELL = Path(__file__).parents[1] / "pages" / "shell.py"  # of the pages, each in a file named as in its address

FIXTURE = Path(__file__).parent / "fixtures" / "v0_4"
FORMATS = ("csv", "geojson", "parquet")
ACTOR_FACET = "facets.actor="  # how many actors may be chosen: the vocabulary has grown since version 0.4
TABLES = ("crosstab", "choropleth", "compare")
COUNT = re.compile(r"^(?:All )?([\d,]+)(?: of ([\d,]+))? incidents?\b")  # “All 24 incidents”, “2 of 24 incidents: …”
NOT_APPLIED = re.compile(r"^Not applied: ([^:]+)")
IGNORED = re.compile(r"“([^”]+)”(?= was ignored)")  # of one unknown parameter
PAGE_SECONDS = 300
Tokens = list[str]
# Columns of downloads that version 0.4 did not have (CHANGELOG.md): of 0.7, and of 0.10.
ADDED_COLUMNS = (
    *(column.name for column in EXPORT_COLUMNS),
    "contested_on",
    "killed_claimed",
    "chain",
    "tags",
    "corrected",
)
# The sides of a comparison were renamed after version 0.4 (CHANGELOG.md): the keys and columns of /api/compare.json and
# /api/compare.csv. Everything else keeps its name.
COMPARISON_NAMES = {
    "Here": "selection",
    "There": "baseline",
    "Difference": "difference",
    "Ratio": "ratio",
    "Too few to tell": "too_few",
    "Killed here": "killed_selection",
    "Killed there": "killed_baseline",
    "Actor": "actor",
    "Country": "country",
    "Type": "type",
    "cautions": "caveats",
}
COMPARISON_SIDES = {"here": "selection", "there": "baseline"}
SIDE_HEADING = re.compile(r"^(Here|There) \((.*)\)$")


class Address(NamedTuple):
    """A line of addresses.csv: an address, whose server it asks and what it answered."""

    address: str
    server: str
    status: int
    digest: Tokens


def own() -> Workspace:
    """The workspace of the environment."""
    return open_workspace()


def import_of(content: bytes, name: str, answers: ImportOptions | None = None) -> Import:
    """A file as it is read today."""
    return importing.read(content, name=name, options=answers)


def answers_in(name: str) -> ImportOptions:
    """The answers of a file of the fixture."""
    return ImportOptions.from_json((FIXTURE / name).read_text(encoding="utf-8"))


# Facts: objects of the project as plain values.


def facts_of_answers(answers: ImportOptions | None) -> dict[str, Any] | None:
    """What a person decided about a file."""
    if answers is None:
        return None
    reading = ("provider", "encoding", "delimiter", "header_row", "sheet")
    pairs = ("columns", "day_first", "years", "places")
    facts = {name: getattr(answers, name) for name in reading} | {name: dict(getattr(answers, name)) for name in pairs}
    return facts | {"corrected": list(answers.corrected_rows)}


def facts_of_entry(entry: StoredImport) -> dict[str, Any]:
    """What the workspace knows of an import."""
    names = ("import_id", "label", "file_name", "digest", "provider", "dataset", "rows_in", "accepted", "rejected")
    facts = {name: getattr(entry, name) for name in (*names, "duplicates")}
    flags = {name: getattr(entry, f"is_{name}") for name in ("hidden", "deleted", "visible")}
    return (
        facts
        | flags
        | {
            "added": entry.added.isoformat(),
            "datasets": list(entry.datasets),
            "answers": facts_of_answers(entry.options),
        }
    )


def facts_of_rows(reading: Import) -> dict[str, Any]:
    """Every cell of an import, and every row that was not taken or is in doubt."""
    warnings = reading.warnings.rename(columns={"kind": "doubt"})
    tables = {"rejected": reading.rejected, "duplicates": reading.duplicates, "doubts": warnings}
    return {name: records(table) for name, table in tables.items()} | {
        "accepted": {
            str(row): cells for row, cells in zip(reading.accepted.index, records(reading.accepted), strict=True)
        },
        "columns": list(reading.accepted.columns),
        "header_row": reading.header_row,
        "names": list(reading.names),
        "sentences": list(reading.notes),
        "guesses": [[guess.column, guess.target] for guess in reading.guesses],
        "questions": [[question.column, question.topic] for question in reading.questions],
    }


def facts_of_workspace(whole: Workspace) -> dict[str, Any]:
    """All imports in order, the deleted ones too, and all decisions."""
    return {
        "imports": [facts_of_entry(entry) for entry in whole.imports()],
        "deleted": [facts_of_entry(entry) for entry in whole.deleted()],
        "decisions": records(whole.decisions()),
    }


def facts_of_atlas() -> dict[str, Any]:
    """The bundled incidents with the workspace's own: what is served of which import, and what is linked."""
    current = atlas_cache.current_atlas()
    rows = current.incidents
    links = rows.dropna(subset="duplicate_of")
    return {
        "datasets": rows["dataset"].astype("str").value_counts().sort_index().to_dict(),
        "links": dict(zip(links["incident_id"], links["duplicate_of"], strict=True)),
        "replaced": current.n_replaced,
        "broken": list(current.warnings),
    }


def records(table: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a table as text; a cell that is unknown is left out."""
    texts = {name: [None if pd.isna(cell) else str(cell) for cell in column] for name, column in table.items()}
    rows = (dict(zip(map(str, texts), cells, strict=True)) for cells in zip(*texts.values(), strict=True))
    return [{name: cell for name, cell in row.items() if cell is not None} for row in rows]


# Comparisons: what version 0.4 called their keys and columns, under the names of today.


def comparison_digest(digest: Tokens) -> Tokens:
    """The digest of /api/compare.json or .csv as today's names have it."""
    return [_renamed_columns(token) if token.startswith("columns=") else _renamed_key(token) for token in digest]


# What answers otherwise on purpose, by address: the token of version 0.4 and why it is gone.
CHANGES: dict[str, tuple[str, ...]] = {
    "/data": ("shown=30", "of=30"),  # pages without a selection count none (docs/decisions/0036)
    "/duplicates": ("shown=30", "of=30"),
    "/filter?from=yesterday&nothing=1&drawn=circles": ("problems=from,nothing,drawn",),  # `drawn` is the map's (0037)
    "/api/timeline.json": ("bars=11", "spans=0"),  # the scale suits where the incidents are (0037)
    "/api/incident.json?id=ACLED:FIX0001": ("claims=0", "publications=0"),  # what it names and states (0038, 0047)
    "/api/compare.json?by=actor&with=before&from=2024-01-01&to=2024-12-31": ("caveats=1",),  # and coverage (0037)
}


def comparison_rows(rows: list[list[str]]) -> list[list[str]]:
    """The lines of compare.csv as today's names have it: the query of each side is a column of its own."""
    header, *lines = rows
    queries = [match[2] for name in header if (match := SIDE_HEADING.match(name))]
    return [_comparison_header(header), *([*line, *queries] for line in lines)]


def check_actors_cover_no_less(rows: list[list[str]], expected: list[list[str]]) -> None:
    """Compare cross-tables of actors: since the vocabulary grew, an actor covers more rows than in version 0.4."""
    assert rows[0] == expected[0]
    incidents = {line[0]: line[1] for line in rows[1:]}
    assert {line[0] for line in expected} <= {line[0] for line in rows}
    assert all(int(incidents[line[0]] or 0) >= int(line[1] or 0) for line in expected[1:])


def _comparison_header(header: list[str]) -> list[str]:
    names = [SIDE_HEADING.sub(r"\1", name) for name in header]
    return [*(COMPARISON_NAMES[name] for name in names), "selection_query", "baseline_query"]


def _renamed_columns(token: str) -> str:
    return f"columns={' | '.join(_comparison_header(token.removeprefix('columns=').split(' | ')))}"


def _renamed_key(token: str) -> str:
    name, equals, value = token.partition("=")
    first, dot, last = name.partition(".")
    if first in COMPARISON_SIDES:
        return f"{COMPARISON_SIDES[first]}.{'description' if last == 'selection' else last}{equals}{value}"
    if first == "total":
        return f"total.{COMPARISON_NAMES[last]}{equals}{value}"
    return f"{COMPARISON_NAMES.get(first, first)}{dot}{last}{equals}{value}"


# Answers: a response or a page as a few tokens that tell what it means.


def without_added_columns(digest: Tokens) -> Tokens:
    """A digest without the columns that version 0.4 did not have."""
    return [
        f"columns={' | '.join(_without_added(token.removeprefix('columns=').split(' | ')))}"
        if token.startswith("columns=")
        else token
        for token in digest
    ]


def _without_added(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if name not in ADDED_COLUMNS)


def without_own_columns(digest: Tokens) -> Tokens:
    """A digest without the columns of datasets, which since version 0.10 only a file has that has cells of them."""
    prefix = "columns="
    core = {token: " | ".join(core_names(token.removeprefix(prefix).split(" | "))) for token in digest}
    return [prefix + core[token] if token.startswith(prefix) else token for token in digest]


def core_names(names: Iterable[str]) -> list[str]:
    """The names of columns that are no dataset's: “acled.notes” is one of ACLED's."""
    return [name for name in names if "." not in name]


def has_region(address: str) -> bool:
    """Whether an address asks for what lies in a region, which since version 0.7 must lie in it as a whole."""
    return any(f"{key}=" in address for key in ("bbox", "area", "around"))


def names_of(digest: Tokens) -> Tokens:
    """What a digest counts, without the numbers; columns as they are."""
    return [token if token.startswith("columns=") else token.partition("=")[0] for token in digest]


def digest_of(response: Response) -> Tokens:
    """The kind of a response, where it leads, and the sizes, numbers and columns in it."""
    kind = response.headers.get("content-type", "").partition(";")[0]
    target = response.headers.get("location")
    reader = READERS.get(kind, of_anything)
    return [f"kind={kind}", *([f"to={target}"] if target else []), *reader(response.content)]


def of_anything(_content: bytes) -> Tokens:
    """Nothing: of scripts and styles, of which only the kind counts."""
    return []


def of_json(content: bytes) -> Tokens:
    """The keys at the top and below them, with the sizes of what they hold."""
    return sorted(sizes(json.loads(content)))


def sizes(value: Any, name: str = "", depth: int = 0) -> Tokens:
    """A mapping as its keys; a list as its length; a text, which may be worded anew, as no more than its name."""
    if isinstance(value, dict) and depth < 2:
        return [token for key, item in value.items() for token in sizes(item, f"{name}.{key}".lstrip("."), depth + 1)]
    if isinstance(value, list) and value and isinstance(value[0], dict) and "key" in value[0]:
        return [f"{name}={','.join(item['key'] for item in value)}"]
    if isinstance(value, dict | list):
        return [f"{name}={len(value)}"]
    return [name if isinstance(value, str) else f"{name}={json.dumps(value)}"]


def of_csv(content: bytes) -> Tokens:
    """The number of rows, and the header."""
    header, *rows = rows_of_csv(content)
    return [f"rows={len(rows)}", f"columns={' | '.join(header)}"]


def rows_of_csv(content: bytes) -> list[list[str]]:
    """All lines of a CSV, the header first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def of_parquet(content: bytes) -> Tokens:
    """The number of rows, and the columns."""
    table = pq.read_table(io.BytesIO(content))
    return [f"rows={table.num_rows}", f"columns={' | '.join(table.column_names)}"]


def of_picture(content: bytes) -> Tokens:
    """The size of a picture, and how many of its points are drawn."""
    picture = Image.open(io.BytesIO(content)).convert("RGBA")
    points = sum(picture.getchannel("A").histogram()[1:])
    return [f"width={picture.width}", f"height={picture.height}", f"points={points}"]


READERS: dict[str, Callable[[bytes], Tokens]] = {
    "application/json": of_json,
    "application/geo+json": of_json,
    "text/csv": of_csv,
    "application/vnd.apache.parquet": of_parquet,
    "image/png": of_picture,
}


def page_of(address: str) -> tuple[int, Tokens]:
    """Open a page by its address: how many incidents it shows, what it left out, and the address that it writes."""
    page = browse(address)
    texts = [text.value for text in page.text]
    count = next((match for text in texts if (match := COUNT.match(text))), None)
    lines = [*texts, *(unescape_markdown(caption.value) for caption in page.caption)]
    names = {match[1] for line in lines if (match := NOT_APPLIED.match(line) or IGNORED.search(line))}
    problems = [name for name, _ in parse_qsl(urlsplit(address).query) if name in names]
    query = urlencode(sorted(page.query_params.items()), doseq=True)
    counts = [f"shown={count[1]}", f"of={count[2] or count[1]}"] if count else []
    tokens = [*counts, f"problems={','.join(problems)}", f"query={query}"]
    return 500 if page.exception else 200, tokens


def unescape_markdown(text: str) -> str:
    """The text that a browser shows of escaped Markdown."""
    return re.sub(r"\\(.)", r"\1", text)


def browse(address: str) -> AppTest:
    """A page whose address somebody typed."""
    parts = urlsplit(address)
    page = AppTest.from_file(str(SHELL), default_timeout=PAGE_SECONDS)
    page.run()
    page.switch_page(f"{parts.path.strip('/')}.py")
    for key, values in parse_qs(parts.query).items():
        page.query_params[key] = values
    return page.run()


def answer_to(address: str) -> tuple[int, Tokens]:
    """The status and the digest of an address, a page's or another."""
    if not address.startswith(("/api/", "/tiles/", "/assets/", "/?")):
        return page_of(address)
    with client() as browser:
        response = browser.get(address)
    return response.status_code, digest_of(response)


@contextmanager
def client() -> Iterator[TestClient]:
    """A client of all that is served beside the pages."""
    app = Starlette(routes=web.ROUTES, middleware=web.MIDDLEWARE, exception_handlers=web.EXCEPTION_HANDLERS)
    with TestClient(app, follow_redirects=False) as browser:
        yield browser


@contextmanager
def environment(folder: Path, server: str = "own") -> Iterator[None]:
    """The workspace in a folder, on a server of one's own or on a “shared” one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKSPACE", str(folder))
        patch.setenv("SHARED", "1" if server == "shared" else "")
        yield


def copy_to(folder: Path) -> Path:
    """A copy of the workspace that was used just now: a shared server removes data that nobody used for a day."""
    copy = shutil.copytree(FIXTURE / "workspace", folder / "workspace", copy_function=shutil.copy)
    for path in (copy, *copy.rglob("*")):
        os.utime(path)
    return copy


def export_facts(extension: str) -> dict[str, Any]:
    """An exported file as it reads back: whose table it is, and its rows."""
    name = f"incidents.{extension}"
    reading = import_of((FIXTURE / name).read_bytes(), name)
    others = {name: len(getattr(reading, name)) for name in ("rejected", "duplicates")}
    return others | {"provider": reading.provider, "rows": records(reading.accepted)}


def columns_of(content: bytes, extension: str) -> Iterable[str]:
    """The names of an exported file's columns in their order."""
    if extension == "csv":
        return rows_of_csv(content)[0]
    if extension == "parquet":
        return list(pq.read_schema(io.BytesIO(content)).names)
    return list(json.loads(content)["features"][0]["properties"])
