"""The records in a page say what the record of an incident says everywhere else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from geo.handover.records import build_records
from geo.query.selection import Selection
from geo.storage import atlas_cache
from geo.storage.edits.applied_edits import AppliedEdits, CellCorrection
from geo.storage.edits.changes import Correction, Note
from geo.storage.edits.edit import Edit
from geo.storage.incident_record import find_record
from geo.web.record_properties import describe_record
from tests.geo.handover.pages import atlas_of


def test_facts_claims_and_sources_are_those_of_the_record() -> None:
    atlas = atlas_cache.base_atlas()
    results = atlas.select(Selection())
    records = build_records(atlas, results.rows(0, len(results)))
    for number, incident_id in enumerate(records.columns["id"]):
        found = find_record(atlas, incident_id)
        assert found is not None
        record, facts = describe_record(found), records.columns["facts"][number]
        assert {label: facts[label] for label in record["facts"]} == record["facts"]
        claims = records.claims.get(incident_id, [])
        assert [claim["claimant"] for claim in claims] == [claim["claimant"] for claim in record["claims"]]
        for name in ("stance", "claim", "killed", "injured", "source"):
            assert [claim.get(name, "") for claim in claims] == [claim[name] for claim in record["claims"]]
        citations = [each["citation"] for each in records.publications.get(incident_id, [])]
        assert citations == [each["citation"] for each in record["publications"]]
        assert records.publication_notes.get(incident_id, "") == record["publications_note"]
        links = [(link["phrase"], link["id"]) for link in records.links.get(incident_id, [])]
        assert links == [(each["phrase"], each["incident_id"]) for each in (*record["answers"], *record["answered_by"])]


@pytest.mark.parametrize(
    ("row", "symbol", "in_area"),
    [
        ({"place_precision": "exact"}, "exact", False),
        ({"place_precision": "near"}, "near", False),
        ({"place_precision": "admin2"}, "circle", False),
        ({"place_precision": "admin1", "admin1": "Balochistan"}, "area", True),
        ({"place_precision": "country"}, "area", True),
        ({"place_precision": "sea_air"}, "vague", False),
    ],
)
def test_a_province_is_never_a_point(row: dict[str, str], symbol: str, in_area: bool) -> None:
    atlas = atlas_of([row])
    columns = build_records(atlas, atlas.incidents).columns
    assert (columns["symbol"], [code >= 0 for code in columns["area"]]) == ([symbol], [in_area])


def test_unknown_numbers_stay_unknown() -> None:
    atlas = atlas_of([{"killed_best": "3"}, {}, {"killed_low": "0", "zero_means_unknown": "true"}])
    assert build_records(atlas, atlas.incidents).columns["killed"] == [[3, 3, 3], [None] * 3, [None] * 3]


def test_what_a_person_changed_says_who_when_and_why() -> None:
    atlas = atlas_of([{"killed_best": "3"}, {}])
    at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    correction = Correction.of({"killed_best": "3"})
    edits = [
        Edit("e1", at, "Ada", "recounted", "I-00000", correction, "b1"),
        Edit("e2", at, "", "", "I-00000", Note("see the hospital's list"), "b2"),
    ]
    applied = AppliedEdits(
        tuple(edits),
        {"I-00000": ("e1", "e2")},
        {"I-00000": (CellCorrection("killed_best", "3", "2", edits[0]),)},
    )
    records = build_records(replace(atlas, edits=applied), atlas.incidents)
    day = "20 November 2026"
    assert records.changes == {
        "I-00000": [
            {"title": "Killed, best", "original": "2", "value": "3", "day": day, "who": "Ada", "why": "recounted"},
            {"title": "Note", "value": "see the hospital's list", "day": day, "who": "", "why": ""},
        ]
    }


def test_claims_in_a_providers_columns_are_listed() -> None:
    atlas = atlas_of([{"ucdp.low": "1", "ucdp.best": "2", "ucdp.high": "5"}])
    (claims,) = build_records(atlas, atlas.incidents).claims.values()
    assert [(claim["claimant"], claim["stance"], claim["killed_bounds"]) for claim in claims] == [
        ("UCDP", "reports this", [1, 2, 5])
    ]


def test_the_claims_of_many_rows_are_those_of_each() -> None:
    rows = [{"ucdp.low": str(number), "ucdp.best": str(number)} for number in range(3)]
    stored = [{"incident_id": "I-00001", "claimant": "UCDP", "stance": "reports"}]
    atlas = atlas_of(rows, claims=stored)
    records = build_records(atlas, atlas.incidents)
    for incident_id in records.columns["id"]:
        found = find_record(atlas, incident_id)
        assert found is not None
        claims = [(claim["claimant"], claim.get("killed", "")) for claim in records.claims.get(incident_id, [])]
        assert claims == [(claim.claimant, claim.killed) for claim in found.claims]
