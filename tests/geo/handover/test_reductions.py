"""A page stays below 3 MB: notes go first, the page says how many, and no incident is left out."""

import random
import string

import pytest

from geo.errors import HandoverTooLarge
from geo.handover.content import MAX_INCIDENTS, MAX_PAGE_BYTES, build_content, check_size
from geo.handover.records import Records, build_records
from geo.handover.reductions import REDUCTIONS, reduce_until
from geo.query.selection import Selection
from tests.geo.handover.pages import atlas_of, make_page, read_data

LETTERS = string.ascii_letters + string.digits


def random_text(length: int, seed: int) -> str:
    """A text that cannot be compressed much."""
    return "".join(random.Random(seed).choices(LETTERS, k=length))


@pytest.mark.parametrize("note_length", [700, 3_000])
def test_five_thousand_long_notes_fit(note_length: int) -> None:
    number = MAX_INCIDENTS
    atlas = atlas_of([{"title": f"Row {at}", "notes": random_text(note_length, at)} for at in range(number)])
    html = make_page(atlas)
    columns = read_data(html)["columns"]
    assert len(html.encode()) <= MAX_PAGE_BYTES
    assert len(columns["id"]) == number
    assert columns["title"][-1] == f"Row {number - 1}"
    longest = max(map(len, columns["notes"]))
    sentence = f"Notes of 5,000 incidents: {f'cut at {longest} characters' if longest else 'left out'}."
    assert sentence in html


def test_what_was_left_out_is_counted() -> None:
    atlas = atlas_of([{"notes": "n" * 5_000}, {"notes": "n" * 200}, {}])
    records = build_records(atlas, atlas.incidents)
    longest = 600
    reduced, sentences, fitting = reduce_until(records, lambda some: _longest_note(some) <= longest or None)
    assert fitting
    assert sentences == ("Notes of 1 incident: cut at 600 characters.",)
    assert [len(note) for note in reduced.columns["notes"]] == [600, 200, 0]
    assert [len(note) for note in records.columns["notes"]] == [5_000, 200, 0]


def test_nothing_is_left_out_where_all_fits() -> None:
    atlas = atlas_of([{"notes": "n" * 5_000}])
    records = build_records(atlas, atlas.incidents)
    assert reduce_until(records, lambda _: True) == (records, (), True)


def _longest_note(records: Records) -> int:
    return max(map(len, records.columns["notes"]))


def test_every_step_makes_records_smaller_and_keeps_all_incidents() -> None:
    long = "word " * 400
    companion = {"incident_id": "I-00000", "reference": long, "title": long}
    claims = [{"incident_id": "I-00000", "claimant": f"Party {at}", "claim": long} for at in range(12)]
    links = [{"incident_id": "I-00000", "relation": "follows", "to_incident_id": f"I-{at:05d}"} for at in range(1, 31)]
    rows = [{"title": long, "notes": long * 3, "summary": long, "actor_a": long} for _ in range(31)]
    atlas = atlas_of(rows, claims=claims, publications=[companion], links=links)
    records = build_records(atlas, atlas.incidents)
    for reduction in REDUCTIONS:
        assert reduction.describe(1).count("1 incident:") == 1
        number, reduced = reduction.count(records), reduction.apply(records)
        assert reduced.columns["id"] == records.columns["id"]
        assert reduction.count(reduced) == 0
        assert (_size(reduced) < _size(records)) == (number > 0)
        records = reduced


def _size(records: Records) -> int:
    return len(repr((records.columns, records.claims, records.publications, records.links, records.positions)))


def test_more_incidents_than_a_page_holds_are_refused_with_a_reason() -> None:
    check_size(MAX_INCIDENTS)
    with pytest.raises(HandoverTooLarge, match=r"up to 5,000 incidents, and this selection has 5,001\. Choose fewer"):
        check_size(MAX_INCIDENTS + 1)


def test_what_fits_in_no_way_is_refused_with_a_reason() -> None:
    atlas = atlas_of([{"incident_id": random_text(1_800, at)} for at in range(2_500)])
    with pytest.raises(HandoverTooLarge, match="do not fit into a hand-over page of 3 MB"):
        build_content(atlas, Selection())
