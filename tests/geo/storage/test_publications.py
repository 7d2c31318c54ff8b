import pytest

from geo.core.incidents import as_incidents
from geo.ingest import importing
from geo.storage.incident_record import IncidentRecord, find_record
from geo.storage.publications import MAX_PUBLICATIONS
from tests.atlases import Rows, make_atlas
from tests.tables import incident_table


def record_of(columns: str, cells: str, *, publications: Rows = ()) -> IncidentRecord:
    """The record of an incident with these further columns."""
    table = incident_table(f"a,2024-01-01,,,{cells}" if columns else "a,2024-01-01,,", columns=columns)
    record = find_record(make_atlas(table, publications=publications), "a")
    assert record is not None
    return record


def citations(record: IncidentRecord) -> list[str]:
    return [publication.citation for publication in record.publications]


@pytest.mark.parametrize(
    ("columns", "cells", "expected"),
    [
        ("acled.source", "Dawn; BBC Persian", ["Dawn", "BBC Persian"]),
        ("acled.source", "; Dawn ;;", ["Dawn"]),
        ("table.Source", "Dawn", ["Dawn"]),
        ("icews.Publisher", "Xinhua", ["Xinhua"]),
        ("table.source", "https://example.org/a", ["https://example.org/a"]),
        ("gdelt.SOURCEURL", "https://example.org/a", ["https://example.org/a"]),
        ("table.url", "not an address", []),
        ("gtd.scite1,gtd.scite2", '"""Hotel bombed,"" Daily News, May 1, 1990.",', ["Daily News, “Hotel bombed”, 1 May 1990"]),
        ("ucdp.source_office,ucdp.source_date,ucdp.source_headline,ucdp.source_article", "A;B,2013-01-03;2013-01-04,One;Two,x",
         ["A, “One”, 3 January 2013", "B, “Two”, 4 January 2013"]),
        ("ucdp.source_office,ucdp.source_date,ucdp.source_headline,ucdp.source_article", "A;B,2013-01-03,One,A and B", ["A and B"]),
        ("ucdp.source_article", "Reuters 1989-05-17", ["Reuters 1989-05-17"]),
        ("ucdp.source_office", "Reuters", ["Reuters"]),
        ("acled.source", "", []),
        ("acled.source_scale", "National", []),
        ("icews.Source Name", "Citizen (Iran)", []),
    ],
)  # fmt: skip
def test_what_a_providers_columns_name_is_listed(columns: str, cells: str, expected: list[str]) -> None:
    record = record_of(columns, cells)
    assert citations(record) == expected
    assert bool(record.publications_note) == (not expected)


@pytest.mark.parametrize(
    ("number", "note"),
    [
        ("", "No publication is given."),
        ("0", "No publication is given."),
        ("1", "The dataset counts 1 publication, but does not name it."),
        ("1200", "The dataset counts 1,200 publications, but does not name them."),
    ],
)
def test_that_none_is_given_is_only_said_where_that_is_true(number: str, note: str) -> None:
    assert record_of("n_publications", number).publications_note == note


def test_linked_publications_come_before_those_of_the_row() -> None:
    record = record_of("table.source", "Dawn", publications=[{"incident_id": "a", "reference": "r1", "title": "T"}])
    assert citations(record) == ["“T”", "Dawn"]


def test_a_reference_takes_what_other_incidents_know_of_it() -> None:
    others = {"incident_id": "b", "reference": "r1", "publisher": "Dawn", "title": "T", "date": "2024-01-17"}
    record = record_of(
        "", "", publications=[{"incident_id": "a", "reference": "r1", "title": "Mine", "paragraph": "3"}, others]
    )
    assert citations(record) == ["Dawn, “Mine”, 17 January 2024, paragraph 3"]


def test_a_cell_of_very_many_names_is_read_in_part() -> None:
    record = record_of("table.source", ";".join(f"n{number}" for number in range(100_000)))
    assert len(record.publications) == MAX_PUBLICATIONS


def test_the_rows_of_acled_have_their_sources() -> None:
    header = "event_id_cnty,event_date,event_type,sub_event_type,actor1,country,latitude,longitude,geo_precision,time_precision,source,fatalities"
    line = "PAK1,01 January 2024,Battles,Armed clash,Someone,Pakistan,30,67,1,1,Dawn; BBC Persian,0"
    read = importing.read(f"{header}\n{line}\n".encode(), name="acled.csv")
    table = as_incidents(read.accepted)
    record = find_record(make_atlas(table), str(table["incident_id"].iloc[0]))
    assert record is not None
    assert read.provider == "ACLED"
    assert citations(record) == ["Dawn", "BBC Persian"]
