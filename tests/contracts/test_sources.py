"""Every registered provider says what its rows rest on, and says that nothing is given only where that is true."""

from dataclasses import dataclass

import pandas as pd
import pytest

from geo.bundle.companions import select_companions
from geo.core.incidents import as_incidents
from geo.ingest.importing import PROVIDERS
from geo.ingest.publications.source_readers import SOURCE_READER, SOURCE_READERS
from geo.query.selection import Selection
from geo.storage.incident_record import IncidentRecord, find_record
from geo.storage.publications import tabulate_publications
from tests.atlases import make_atlas
from tests.geo.ingest.crosswalks import Row, read, sheet
from tests.geo.ingest.provider_rows import ACLED_NOW, AWSD_ROW, GDELT_ROW, GTD_ROW, ICEWS_ROW, UCDP_17, UCDP_23

TABLE = {"Date": "2024-01-16", "Country": "Pakistan", "Killed": "2", "Latitude": "27.5", "Longitude": "62.7"}
OURS = {"incident_id": "a", "date_start": "2024-01-16", "latitude": "27.5", "longitude": "62.7", "title": "x"}
ARTICLES = '"A,2019-01-02,One";"B,2019-01-03,Two"'


@dataclass(frozen=True, eq=False)
class SourceSample:
    """A provider's row with its columns of sources, and what a reader sees of them."""

    provider: str
    row: Row
    citations: tuple[str, ...]
    number: int | None
    note: str = ""


SAMPLES = (
    SourceSample("ACLED", ACLED_NOW | {"source": "Dawn; AFP", "source_scale": "National"},
                 ("Dawn", "AFP"), 2, "“National”"),
    SourceSample("UCDP", UCDP_23 | {"source_article": ARTICLES, "number_of_sources": "7", "source_original": "police"},
                 ("A, “One”, 2 January 2019", "B, “Two”, 3 January 2019"), 7, "names it: police."),
    SourceSample("UCDP", UCDP_17 | {"source_article": "Reuters 1989", "number_of_sources": "-1", "source_office": "",
                                    "source_date": "", "source_headline": ""}, ("Reuters 1989",), None),
    SourceSample("GTD", GTD_ROW | {"scite1": '"T," Dawn, May 1, 1990.', "scite2": "B", "dbsource": "PGIS"},
                 ("Dawn, “T”, 1 May 1990", "B"), 2, "“PGIS”"),
    SourceSample("GDELT", GDELT_ROW | {"SOURCEURL": "https://dawn.com/1", "NumArticles": ""},
                 ("https://dawn.com/1",), 1),
    SourceSample("ICEWS", ICEWS_ROW, ("Invented, sentence 2",), 1),
    SourceSample("AWSD", AWSD_ROW, (), None, "kind of source: Media. AWSD states “Verified: Yes”."),
    SourceSample("Table", TABLE | {"Quelle": "Dawn|AFP", "fuente": "Efe"}, ("Dawn", "AFP", "Efe"), 3),
    SourceSample("Table", TABLE | {"Source": "Dawn", "Report link": "https://dawn.com/1"}, ("Dawn",), 1),
    SourceSample("Faultline", OURS | {"Source": "Dawn"}, ("Dawn",), None),
)  # fmt: skip
EVERY_SAMPLE = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.provider)


def record_of(row: Row, provider: str) -> IncidentRecord:
    imported = read(sheet(row))
    assert (imported.provider, len(imported.accepted)) == (provider, 1)
    table = as_incidents(imported.accepted)
    record = find_record(make_atlas(table), str(table["incident_id"].iloc[0]))
    assert record is not None
    return record


def test_every_provider_has_a_reader_of_its_sources_and_a_sample() -> None:
    assert {provider.prefix for provider in PROVIDERS} == {reader.prefix for reader in SOURCE_READERS}
    assert {provider.name for provider in PROVIDERS} == {sample.provider for sample in SAMPLES}


@EVERY_SAMPLE
def test_a_row_says_what_it_rests_on(sample: SourceSample) -> None:
    record = record_of(sample.row, sample.provider)
    assert tuple(publication.citation for publication in record.publications) == sample.citations
    assert ("No publication is given" in record.publications_note) == (not sample.citations)
    assert sample.note in record.publications_note


@EVERY_SAMPLE
def test_publications_are_counted_where_the_provider_gives_no_number(sample: SourceSample) -> None:
    number = record_of(sample.row, sample.provider).row["n_publications"]
    assert (None if pd.isna(number) else number) == sample.number


@EVERY_SAMPLE
def test_a_row_whose_columns_of_sources_are_blank_says_that_none_is_given(sample: SourceSample) -> None:
    prefix = next(provider.prefix for provider in PROVIDERS if provider.name == sample.provider)
    names = SOURCE_READER[prefix].columns_among(sample.row)
    blank = sample.row | {name: "" for name in names if name != "Source Name"}
    record = record_of(blank | {"number_of_sources": "-1"} if "number_of_sources" in blank else blank, sample.provider)
    assert record.publications == ()
    assert record.publications_note == "No publication is given."
    assert pd.isna(record.row["n_publications"])


@EVERY_SAMPLE
def test_publications_of_rows_are_a_table_of_the_dictionary(sample: SourceSample) -> None:
    table = tabulate_publications(as_incidents(read(sheet(sample.row)).accepted))
    assert len(table) == len(sample.citations)
    assert table["reference"].notna().all()


@EVERY_SAMPLE
def test_the_tables_of_a_bundle_are_what_the_record_shows(sample: SourceSample) -> None:
    record = record_of(sample.row, sample.provider)
    atlas = make_atlas(as_incidents(read(sheet(sample.row)).accepted))
    companions = select_companions(atlas, atlas.select(Selection()))
    publications = [row for batch in companions.publications.iter_batches() for row in batch.to_dict("records")]
    claims = [row for batch in companions.claims.iter_batches() for row in batch.to_dict("records")]
    assert len(publications) == len(record.publications) == companions.publications.n_rows
    assert {row["incident_id"] for row in publications + claims} <= {str(record.row["incident_id"])}
    assert [row["claimant"] for row in claims] == [claim.claimant for claim in record.claims]
    assert len(claims) == record.n_claims == companions.claims.n_rows
