"""The bundled incidents, one by one, against what the two reports say."""

import re
from pathlib import Path

import pandas as pd
import pytest
from shapely import Point

from geo.core import actors
from geo.core.geodesy import geodesic_km
from geo.places import place_from_id
from geo.storage.atlas import Atlas

SEEDS = Path(__file__).parent.parent.parent.parent / "shared" / "seeds"
WORDS_IN_COMMON = 8
NONE = (None, None, None)
# id, from, to, date precision, place precision, country, actors that it must name, killed, injured
EVENTS = [
    (
        "FLT-0012",
        "2024-01-16",
        "2024-01-16",
        "day",
        "admin1",
        "Pakistan",
        {"Iran", "Jaish al-Adl"},
        (2, 2, 2),
        (3, 3, 3),
    ),
    ("FLT-0010", "2024-01-15", "2024-01-15", "day", "region", "Iraq", {"Iran"}, NONE, NONE),
    ("FLT-0011", "2024-01-15", "2024-01-15", "day", "country", "Syria", {"Iran"}, NONE, NONE),
    ("FLT-0008", "2024-01-01", "2024-01-15", "month", "unknown", None, {"Islamic State"}, (91, None, None), NONE),
    (
        "FLT-0006",
        "2023-12-01",
        "2023-12-31",
        "month",
        "region",
        "Iran",
        {"Jaish al-Adl", "Police Forces of Iran"},
        (11, 11, 11),
        (8, 8, 8),
    ),
    ("FLT-0007", None, None, "unknown", "region", "Iran", {"Police Forces of Iran"}, (1, 1, 1), NONE),
    (
        "FLT-0002",
        "2019-01-01",
        "2019-12-31",
        "year",
        "unknown",
        None,
        {"Jaish al-Adl", "Islamic Revolutionary Guard Corps"},
        (27, 27, 27),
        NONE,
    ),
    ("FLT-0004", None, None, "unknown", "unknown", None, {"Jaish al-Adl", "Border Guard of Iran"}, NONE, NONE),
    ("FLT-0018", "2024-01-17", "2024-01-17", "day", "exact", "Iran", {"Pakistan", "Iran"}, NONE, NONE),
    (
        "FLT-0014",
        "2024-01-16",
        "2024-01-16",
        "day",
        "unknown",
        None,
        {"Ministry of Foreign Affairs of Pakistan"},
        NONE,
        NONE,
    ),
    (
        "FLT-0015",
        "2024-01-16",
        "2024-01-16",
        "day",
        "exact",
        "Pakistan",
        {"Ministry of Foreign Affairs of Pakistan", "Iran"},
        NONE,
        NONE,
    ),
    ("FLT-0016", "2024-01-16", "2024-01-16", "day", "exact", "Iran", {"Iraq", "Iran"}, NONE, NONE),
    ("FLT-0017", "2024-01-16", "2024-01-16", "day", "exact", "Iraq", {"Iraq", "Iran"}, NONE, NONE),
    ("FLT-0013", "2024-01-16", "2024-01-16", "day", "exact", "Switzerland", {"Iran", "Pakistan"}, NONE, NONE),
    ("FLT-0019", None, None, "unknown", "unknown", None, {"Ministry of Foreign Affairs of Pakistan"}, NONE, NONE),
    ("FLT-0005", "2023-03-01", "2023-03-31", "month", "unknown", None, {"Iran", "Saudi Arabia", "China"}, NONE, NONE),
    ("FLT-0001", "2012-01-01", "2012-12-31", "year", "unknown", None, {"Jaish al-Adl", "Jundullah"}, NONE, NONE),
    ("FLT-0009", None, None, "unknown", "near", "Iran", {"Islamic State"}, NONE, NONE),
]


def _day(value: pd.Timestamp) -> str | None:
    return None if pd.isna(value) else value.strftime("%Y-%m-%d")


def _casualty_bounds(row: pd.Series, outcome: str) -> tuple[int | None, ...]:
    numbers = (row[f"{outcome}_{bound}"] for bound in ("low", "best", "high"))
    return tuple(None if pd.isna(number) else int(number) for number in numbers)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event[0])
def test_an_event_is_coded_as_in_the_report(bundled: Atlas, event: tuple[object, ...]) -> None:
    identifier, start, end, date_precision, place_precision, country, event_actors, killed, injured = event
    row = bundled.incidents.set_index("incident_id").loc[identifier]
    assert (_day(row["date_start"]), _day(row["date_end"]), row["date_precision"]) == (start, end, date_precision)
    assert row["place_precision"] == place_precision
    assert (None if pd.isna(row["country"]) else row["country"]) == country
    present = {row["actor_a"], row["actor_b"], *str(row["other_actors"]).split("; ")}
    assert event_actors <= present  # type: ignore[operator]
    assert (_casualty_bounds(row, "killed"), _casualty_bounds(row, "injured")) == (killed, injured)


def test_the_parties_to_the_strike_stand_side_by_side(bundled: Atlas) -> None:
    claims = bundled.claims[bundled.claims["incident_id"] == "FLT-0012"]
    stances = dict(zip(claims["claimant"], claims["stance"], strict=True))
    assert stances["Iran’s state media"] == "withdrawn"
    assert {"Pakistan", "Iran", "Jaish al-Adl", "HalVash"} <= set(stances)


def test_links_and_companions_refer_to_incidents(bundled: Atlas) -> None:
    known = set(bundled.incidents["incident_id"])
    for table, column in (
        (bundled.claims, "incident_id"),
        (bundled.publications, "incident_id"),
        (bundled.links, "incident_id"),
        (bundled.links, "to_incident_id"),
    ):
        assert set(table[column]) <= known
    links = set(bundled.links[["incident_id", "relation", "to_incident_id"]].itertuples(index=False, name=None))
    assert ("FLT-0010", "retaliation for", "FLT-0008") in links
    assert ("FLT-0018", "response to", "FLT-0012") in links
    assert ("FLT-0016", "response to", "FLT-0010") in links


def test_every_incident_rests_on_a_paragraph(bundled: Atlas) -> None:
    paragraphs = bundled.publications.dropna(subset=["paragraph"])
    assert set(paragraphs["incident_id"]) == set(bundled.incidents["incident_id"])
    counts = bundled.publications["incident_id"].value_counts()
    assert all(counts[row.incident_id] == row.n_publications for row in bundled.incidents.itertuples())


def test_every_place_id_leads_back_to_its_position(bundled: Atlas) -> None:
    with_position = bundled.incidents[bundled.incidents["longitude"].notna()]
    assert len(with_position) == 12
    for row in with_position.itertuples():
        place = place_from_id(row.place_id)
        assert place.precision == row.place_precision
        assert geodesic_km(place.point, Point(row.longitude, row.latitude)) < 0.1


def test_every_actor_has_its_usual_name(bundled: Atlas) -> None:
    columns = (bundled.incidents[name].dropna() for name in ("actor_a", "actor_b", "other_actors"))
    names = {actor for column in columns for cell in column for actor in cell.split("; ")}
    assert names <= set(actors.all_actors())


def test_no_sentence_is_copied_from_the_reports(bundled: Atlas) -> None:
    reports = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("report-*.txt"))]
    report_runs = {run for report in reports for run in _runs(report)}
    texts = [*bundled.incidents["summary"], *bundled.incidents["notes"].dropna(), *bundled.claims["claim"]]
    assert [text for text in texts if _runs(text) & report_runs] == []
    assert bool(report_runs) == SEEDS.is_dir()


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + WORDS_IN_COMMON]) for start in range(len(words) - WORDS_IN_COMMON + 1)}
