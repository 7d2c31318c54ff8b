import pytest

from geo.ingest.publications.article_texts import parse_articles, parse_citation


def citations(text: str) -> list[str]:
    return [publication.citation for publication in parse_articles(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Reuters News,2019-01-02,Title"', ["Reuters News, “Title”, 2 January 2019"]),
        ('"A,2019-01-02,One";"B,2019-01-03,Two, and more"',
         ["A, “One”, 2 January 2019", "B, “Two, and more”, 3 January 2019"]),
        ('"A,2019-01-02,War "likely" to end"', ["A, “War \"likely\" to end”, 2 January 2019"]),
        ('"A book, 1990-1995,2002-11-01,Volume I"', ["A book, 1990-1995, “Volume I”, 1 November 2002"]),
        ('"A,2019-01-02,Lines\n\nof \t it" ; "B,2019-01-03,"',
         ["A, “Lines of it”, 2 January 2019", "B, 3 January 2019"]),
        ('"A,2019-02-30,No such day"', ["A, “No such day”, 2019-02-30"]),
        ('"A,2019-01-02,One";"B without a date"', []),
        ("Reuters 18 Jan 1989", []),
        ('"', []),
        ("", []),
    ],
)  # fmt: skip
def test_a_list_of_articles_is_taken_apart_where_every_part_has_its_form(text: str, expected: list[str]) -> None:
    assert citations(text) == expected


def test_an_address_in_a_citation_can_be_opened() -> None:
    assert parse_citation("https://example.org/a").reference == "https://example.org/a"
    whole = parse_citation("Khan, see https://example.org/a.")
    assert (whole.quoted, whole.reference) == ("Khan, see https://example.org/a.", "https://example.org/a")


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ('"Hotel bombed," Daily News, May 1, 1990.', "Daily News, “Hotel bombed”, 1 May 1990"),
        ('"A 5, 2" Agence France Presse, Sep. 12, 2012', "Agence France Presse, “A 5, 2”, 12 September 2012"),
        ('Someone, "Hotel bombed," Daily News, May 1, 1990.', 'Someone, "Hotel bombed," Daily News, May 1, 1990.'),
        ('"Hotel bombed," Daily News, May 41, 1990.', '"Hotel bombed," Daily News, May 41, 1990.'),
        ("Hewitt project", "Hewitt project"),
    ],
)
def test_a_citation_of_another_form_is_quoted_whole(text: str, citation: str) -> None:
    assert parse_citation(text).citation == citation
