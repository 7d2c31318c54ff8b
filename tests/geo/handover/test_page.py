"""The page as a file: complete, safe, honest about what it leaves out, and the same rows as every download."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from geo import exports
from geo.exports.generalisation import parse_generalisation
from geo.handover import embedding
from geo.handover.about import Stamp
from geo.handover.bundle import build_javascript, build_stylesheet, content_hash
from geo.handover.content import build_content
from geo.handover.page import write_page
from geo.query.selection import Selection
from geo.settings import __version__
from geo.storage import atlas_cache
from geo.storage.workspace.stored_import import StoredImport
from tests.browser.hostile import PAYLOADS
from tests.geo.handover.pages import ADDRESS, NOON, atlas_of, make_page, read_data

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')


@pytest.mark.parametrize("query", ["", "actor=Iran", "type=Diplomatic&from=2024-01-01", "country=Chad"])
def test_the_rows_are_those_of_the_csv_in_their_order(query: str) -> None:
    atlas = atlas_cache.base_atlas()
    rows = atlas.select(Selection.from_query(query))
    csv = exports.download(rows, exports.EXPORTER["csv"], data_version=atlas.version).content.decode("utf-8-sig")
    ids = [line.split('"')[1] for line in csv.splitlines()[1:] if line.startswith('"FLT-')]
    assert read_data(make_page(atlas, query))["columns"]["id"] == ids


def test_it_asks_nothing_of_anybody() -> None:
    html = make_page(atlas_cache.base_atlas())
    assert not re.findall(r"<(?:link|img|iframe|script src)", html)
    (policy,) = POLICY.findall(html)
    directives = dict(part.split(" ", 1) for part in policy.replace("&#x27;", "'").split("; "))
    assert directives == {
        "default-src": "'none'",
        "script-src": content_hash(build_javascript()),
        "style-src": content_hash(build_stylesheet()),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_script_and_style_cannot_end_early() -> None:
    assert "</script" not in build_javascript().lower()
    assert "<!--" not in build_javascript()
    assert "</style" not in build_stylesheet().lower()


def test_the_script_reads_no_text_as_html() -> None:
    script = build_javascript()
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch("):
        assert way not in script


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_texts_are_data(payload: str) -> None:
    row = {"title": payload, "summary": payload, "notes": payload, "actor_a": payload, "dataset": payload}
    html = make_page(atlas_of([row]))
    assert read_data(html)["columns"]["title"] == [payload]
    plain = re.sub(r"<script[^>]*>[^<]*</script>|<style>.*?</style>", "", html, flags=re.DOTALL)
    for sign in ("<img", "<svg onload", "<script"):
        assert sign not in plain.lower().replace("<script>window.faultline", "")


def test_it_states_what_it_is() -> None:
    atlas = atlas_cache.base_atlas()
    html = make_page(atlas, "actor=Iran")
    about = html[html.index('id="about"') : html.index('id="ground"')]
    content = build_content(atlas, Selection.from_query("actor=Iran"))
    number = len(atlas.select(Selection.from_query("actor=Iran")))
    for text in (
        "actor=Iran",
        f">{number}, in the order",
        "29 November 2026, 12:00:00 UTC",
        atlas.version,
        __version__,
    ):
        assert text in about
    assert f'href="{ADDRESS}"' in about
    assert content.data.sha256 in about
    assert "CC BY 4.0" in about
    assert "No text was cut." in about


def test_the_hash_is_that_of_the_data() -> None:
    html = make_page(atlas_cache.base_atlas(), "actor=Iran")
    stated = re.findall(r'id="sha256">([0-9a-f]{64})<', html)
    assert stated == [hashlib.sha256(embedding.to_json(read_data(html))).hexdigest()]


def test_only_the_stated_time_changes_with_the_time() -> None:
    content = build_content(atlas_cache.base_atlas(), Selection())
    first, second = (write_page(content, Stamp(NOON + timedelta(hours=hours))) for hours in (0, 1))
    assert first.name == second.name
    later = second.content.replace(b"13:00:00", b"12:00:00")
    assert first.content == later


def test_what_the_map_cannot_show_adds_up_to_all() -> None:
    html = make_page(atlas_cache.base_atlas())
    section = html[html.index("What the map shows, and what it does not") :]
    numbers = re.findall(r"<li>(\d+) incidents? ", section[: section.index("</section>")])
    assert sum(map(int, numbers)) == len(atlas_cache.base_atlas().engine)


def test_readers_without_a_script_have_the_first_hundred() -> None:
    html = make_page(atlas_of([{"title": f"Row {number}"} for number in range(120)]))
    table = html[html.index("<noscript>") : html.index("</noscript>")]
    assert "The first 100 of 120 incidents" in table
    assert table.count("<tr>") == 101


@pytest.mark.parametrize("number", [0, 1, 2])
def test_it_holds_none_one_and_two(number: int) -> None:
    html = make_page(atlas_of([{"title": "A strike"}] * number), "" if number else "country=Pakistan")
    assert len(read_data(html)["columns"]["id"]) == number
    assert f"{number} incident{'' if number == 1 else 's'}</b>" in html


def test_an_empty_selection_makes_a_page() -> None:
    html = make_page(atlas_of([{"title": "A strike"}]), "country=Chad")
    assert read_data(html)["columns"]["id"] == []


@pytest.mark.parametrize("code", ["district", "province", "grid-50"])
def test_generalised_coordinates_leave_nothing_that_says_more(code: str) -> None:
    secret = "Zhirabad"
    row = {"title": f"Strike on {secret}", "summary": secret, "notes": secret, "place_name": secret, "tags": secret}
    named = {"incident_id": "I-00000", "reference": secret, "title": secret}
    claim = {"incident_id": "I-00000", "claimant": "Iran", "claim": secret, "place": secret}
    atlas = atlas_of([row | {"latitude": "27.51234", "event_type": "Battles"}], claims=[claim], publications=[named])
    generalisation = parse_generalisation(code)
    content = build_content(atlas, Selection.from_query(f"q={secret}"), generalisation)
    file = write_page(content, Stamp(NOON))
    html = file.content.decode()
    data = read_data(html)
    rows = exports.build_job(atlas.select(Selection()), data_version="1", generalisation=generalisation).batches()
    (exported,) = list(rows)
    assert data["columns"]["latitude"] == [round(exported["latitude"].iloc[0], 4)]
    assert data["columns"]["title"] == ["Battles"]
    assert generalisation.describe() in html
    assert f"coordinates-{code}" in file.name
    for text in (html, json.dumps(data), file.name):
        assert secret.lower() not in text.lower()
        assert "27.5123" not in text


def test_citations_state_the_day_of_access() -> None:
    """The day on which a dataset was added, where that is known; else that of the page."""
    added = StoredImport(
        import_id="1", label="acled.csv", file_name="acled.csv", digest="", provider="ACLED", dataset="ACLED",
        added=datetime(2026, 3, 5, tzinfo=UTC), rows_in=1, accepted=1, rejected=0, duplicates=0, is_hidden=False,
        is_deleted=False, options_json="{}", columns_hash="",
    )  # fmt: skip
    atlas = replace(atlas_of([{"dataset": "ACLED"}, {"dataset": "A list"}]), imports=(added,))
    html = make_page(atlas, "country=Pakistan")
    assert "accessed on 5 March 2026" in html
    assert "Pakistan" in html[html.index("accessed on 5 March 2026") :][:200]  # ACLED asks for the filters too
    assert "“A list”, a table that was added to this atlas, accessed on 29 November 2026." in html
