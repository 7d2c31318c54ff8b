from datetime import date

import pandas as pd
import pytest

from geo.ingest.importing import PROVIDERS
from geo.query.selection import Selection
from geo.storage.atlas_cache import base_atlas
from geo.storage.sources import BUNDLED, SOURCES, UCDP_PAPERS, OwnTableSource, Source, describe_sources

ACCESSED = date(2026, 11, 29)


def describe(*names: str, query: str = "") -> tuple[Source, ...]:
    return describe_sources(names, selection=Selection.from_query(query), accessed=ACCESSED)


def test_acled_is_cited_with_the_day_of_access_and_the_filters() -> None:
    (source,) = describe("ACLED", query="country=Iran&from=2024-01-01")
    assert "accessed on 29 November 2026" in source.citation
    assert "Filters: in Iran, from 1 January 2024. Changes:" in source.citation
    assert "10.1057/s41599-023-01559-4" in source.citation
    assert "may not be passed on" in source.terms


def test_a_selection_without_filters_says_so() -> None:
    assert "Filters: none." in describe("ACLED")[0].citation


@pytest.mark.parametrize("release", UCDP_PAPERS)
def test_ucdp_is_cited_with_the_papers_of_its_release(release: str) -> None:
    (source,) = describe(f"UCDP GED {release}")
    assert f"version {release}." in source.citation
    assert UCDP_PAPERS[release] in source.citation
    assert "Sundberg" in source.citation


def test_a_release_of_ucdp_that_is_unknown_is_left_to_the_reader() -> None:
    assert "the rows do not name its version" in describe("UCDP GED")[0].citation
    assert "the paper that UCDP lists for this release" in describe("UCDP GED 31.1")[0].citation
    assert "Hegre" in describe("UCDP Candidate 26.0.8")[0].citation


def test_sources_come_in_order_and_each_once() -> None:
    names = ["My table", "GTD", "GDELT 2.0", "GTD", "ICEWS", "AWSD"]
    assert [source.dataset for source in describe(*names)] == ["My table", "GTD", "GDELT 2.0", "ICEWS", "AWSD"]


def test_a_table_of_ones_own_is_cited_by_its_name_and_says_that_its_terms_are_unknown() -> None:
    own, unnamed = describe("Field notes <b>", "")
    assert own.citation.startswith("“Field notes <b>”, a table")
    assert own.address == ""
    assert (unnamed.dataset, unnamed.licence) == ("", "not stated")
    assert "rows without a dataset" in unnamed.citation


def test_the_bundled_incidents_have_a_source() -> None:
    names = base_atlas().engine.categories("dataset")
    assert list(names) == [BUNDLED]
    assert describe(*names)[0].licence == "CC BY 4.0"


@pytest.mark.parametrize("provider", [provider for provider in PROVIDERS if provider.licence], ids=lambda p: p.name)
def test_each_provider_with_terms_has_a_source_of_the_same_terms(provider: object) -> None:
    licences = {source.licence for source in SOURCES if not isinstance(source, OwnTableSource)}
    assert getattr(provider, "licence", "") in licences


def test_every_source_states_its_provider_terms_and_a_safe_address() -> None:
    for source in SOURCES:
        assert all(pd.Series([source.provider, source.licence, source.terms]).str.len())
        assert not source.address or source.address.startswith("https://")
