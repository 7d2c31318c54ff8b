import pytest

from geo.ingest.publications.publication import Publication, parse_iso_date


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("2019-01-02", "2 January 2019", "2019-01-02"),
        ("20190102", "2 January 2019", "2019-01-02"),
        ("2019-01-02 00:00:00.000", "2 January 2019", "2019-01-02"),
        ("2019-01-02T23:30:00+05:00", "2 January 2019", "2019-01-02"),
        ("2019-01-02T23:30Z", "2 January 2019", "2019-01-02"),
        ("2019-W01-3", "2 January 2019", "2019-01-02"),
        ("2019-01", "January 2019", None),
        ("2019", "2019", None),
        ("2019-02-30", "2019-02-30", None),
        ("last week", "last week", None),
        ("12345", "12345", None),
        ("", "", None),
    ],
)
def test_a_date_in_any_iso_form_is_said_in_words(text: str, words: str, day: str | None) -> None:
    read, exact = parse_iso_date(text)
    assert (read, exact.isoformat() if exact else None) == (words, day)


@pytest.mark.parametrize(
    ("publication", "citation"),
    [
        (Publication("Dawn", "2 January 2019", "A title", paragraph="3"),
         "Dawn, “A title”, 2 January 2019, paragraph 3"),
        (Publication(title="A title", paragraph="1–8; 11"), "“A title”, paragraphs 1–8; 11"),
        (Publication(reference="report-1"), "report-1 (publisher and title not stated)"),
        (Publication(reference="https://example.org/a"), "https://example.org/a"),
        (Publication("Xinhua", reference="ICEWS story 1", paragraph="sentence 2"), "Xinhua, sentence 2"),
        (Publication(quoted="As written"), "As written"),
        (Publication(), ""),
    ],
)  # fmt: skip
def test_what_is_unknown_of_a_publication_is_left_out(publication: Publication, citation: str) -> None:
    assert publication.citation == citation
