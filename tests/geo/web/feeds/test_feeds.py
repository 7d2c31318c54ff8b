"""Feeds as a strict reader and a lenient one take them."""

import json
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from starlette.testclient import TestClient

from geo.web.feeds.feed import MAX_ENTRIES
from tests.atlases import make_atlas
from tests.geo.web.served_atlas import made_atlas, serve
from tests.tables import incident_table

ATOM, JSON = "/api/incidents.atom", "/api/feed.json"
HOSTILE = "<script>alert(1)</script> &amp; ]]> <![CDATA[ =cmd"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    return serve(monkeypatch, made_atlas())


def parse(content: bytes) -> Any:
    """The feed as feedparser reads it, which has nothing to complain of; and as a strict reader does."""
    ElementTree.fromstring(content)
    feed = feedparser.parse(content)
    assert not feed.bozo
    assert feed.version == "atom10"
    return feed


def test_the_latest_come_first_and_the_feed_says_how_many_there_are(client: TestClient) -> None:
    answer = client.get(f"{ATOM}?country=Pakistan")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = parse(answer.content)
    days = [entry.published for entry in feed.entries]
    assert days == sorted(days, reverse=True)
    n_incidents = client.get("/api/facets.json?country=Pakistan").json()["count"]
    assert len(days) == MAX_ENTRIES < n_incidents
    assert feed.feed.subtitle == f"50 of {n_incidents} incidents, the latest first."
    assert feed.feed.title == "Faultline: Incidents in Pakistan"


def test_those_that_changed_last_come_first_where_asked_for(client: TestClient) -> None:
    feed = parse(client.get(f"{ATOM}?order=changed").content)
    assert {entry.updated for entry in feed.entries} == {"2025-01-31T00:00:00Z"}
    assert client.get(f"{ATOM}?order=size").json()["problems"][0]["key"] == "order"
    assert client.get("/api/facets.json?order=date").status_code == 400


def test_both_forms_say_the_same(client: TestClient) -> None:
    query = "?actor=Iran&from=2016-01-01&order=changed"
    feed, document = parse(client.get(f"{ATOM}{query}").content), client.get(f"{JSON}{query}").json()
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert (document["title"], document["description"]) == (feed.feed.title, feed.feed.subtitle)
    for entry, item in zip(feed.entries, document["items"], strict=True):
        assert (entry.id, entry.title, entry.link) == (item["id"], item["title"], item["url"])
        assert (entry.updated, entry.summary) == (item["date_modified"], item["content_text"])
    assert document["feed_url"].endswith(query)


def test_identifiers_are_tags_that_stay(client: TestClient) -> None:
    first = parse(client.get(f"{ATOM}?q=strike").content)
    again = parse(client.get(f"{ATOM}?q=strike", headers={"Host": "elsewhere:99"}).content)
    assert [entry.id for entry in first.entries] == [entry.id for entry in again.entries]
    assert all(entry.id.startswith("tag:faultline.invalid,2026:incident/i") for entry in first.entries)
    assert len({entry.id for entry in first.entries}) == len(first.entries)
    assert first.feed.id != parse(client.get(ATOM).content).feed.id


def test_hostile_text_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    line = f'"a""/?#b",2024-01-16,,,"{HOSTILE}","{HOSTILE}"'
    client = serve(monkeypatch, make_atlas(incident_table(line, columns="title,summary")))
    content = client.get(ATOM).content
    assert b"<script" not in content
    root = ElementTree.fromstring(content)
    for path in ("title", "summary"):
        element = root.find(f"{{*}}entry/{{*}}{path}")
        assert element is not None
        assert element.get("type") == "text"
        assert HOSTILE in (element.text or "")
    (item,) = client.get(JSON).json()["items"]
    assert item["title"] == HOSTILE
    assert "content_html" not in item
    assert item["id"].endswith("incident/a%22%2F%3F%23b")


def test_what_xml_cannot_hold_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    table = incident_table("one,2024-01-16,,,T,S", columns="title,summary")
    table["title"] = table["title"].astype("object").map(lambda _: "a\x00b\x0b￾c").astype("str")
    client = serve(monkeypatch, make_atlas(table))
    assert parse(client.get(ATOM).content).entries[0].title == "a�b�￾c".replace("￾", "�")


def test_a_feed_without_incidents_is_valid(client: TestClient) -> None:
    feed = parse(client.get(f"{ATOM}?q=nothing+says+this").content)
    assert (feed.entries, feed.feed.subtitle) == ([], "No incident, the latest first.")
    assert json.loads(client.get(f"{JSON}?q=nothing+says+this").content)["items"] == []


def test_what_is_not_dated_comes_last_and_has_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ("none,,,,N", "one,2024-01-16,,,O")
    client = serve(monkeypatch, make_atlas(incident_table(*lines, columns="title")))
    dated, undated = parse(client.get(ATOM).content).entries
    assert (dated.title, dated.updated) == ("O", "2024-01-16T00:00:00Z")
    assert "published" not in undated


@pytest.mark.parametrize("path", [ATOM, JSON])
def test_a_feed_that_a_reader_has_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(f"{path}?actor=Iran")
    again = client.get(f"{path}?actor=Iran", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{path}?actor=Iran").content == first.content
    assert client.get(f"{path}?actor=IRGC").headers["etag"] != first.headers["etag"]
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize("path", [ATOM, JSON])
def test_an_entry_leads_to_the_incident_on_the_map(client: TestClient, path: str) -> None:
    document = client.get(f"{JSON}?country=Fiji").json()
    assert document["home_page_url"] == "http://testserver/map?country=Fiji"
    item = document["items"][0]
    incident_id = item["id"].rpartition("/")[2]
    assert item["url"] == f"http://testserver/map?incident={incident_id}"
    assert client.get(f"/api/incident.json?id={incident_id}").json()["title"] == item["title"]
    assert client.get(f"{path}?acter=Iran").status_code == 400


@pytest.mark.parametrize("how", ["district", "province", "grid-50"])
def test_generalised_feeds_say_so_and_name_no_place_that_is_finer(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    line = "a,2024-01-16,27.9,62.9,Strike on Kuhak,Homes in Kuhak,Kuhak,Sistan and Baluchestan,Iran,Protests"
    rows = incident_table(line, columns="title,summary,place_name,admin1,country,event_type")
    client = serve(monkeypatch, make_atlas(rows))
    document = client.get(f"{JSON}?country=Iran&coordinates={how}").json()
    feed = parse(client.get(f"{ATOM}?country=Iran&coordinates={how}").content)
    assert "Coordinates are generalised" in document["description"] == feed.feed.subtitle
    for text in (json.dumps(document), str(feed.entries)):
        assert "Kuhak" not in text
        assert "62.9" not in text
    (item,) = document["items"]
    assert (item["title"], item["url"]) == (feed.entries[0].title, feed.entries[0].link)
    assert item["title"] == "Protests"
    assert "Iran" in item["content_text"] or "Sistan" in item["content_text"]
    assert client.get(item["url"]).json()["properties"]["title"] is None
    assert feed.feed.id != parse(client.get(f"{ATOM}?country=Iran").content).feed.id
