"""Citations as providers write them, taken apart where their form is regular and quoted whole where it is not."""

import re
from datetime import date, datetime

from geo.core.formatting import format_day
from geo.ingest.publications.publication import Publication, parse_iso_date
from geo.ingest.publications.source_lists import quote_text

# UCDP since 2013: "Office,2019-01-02,Headline";"Office,2019-01-03,Headline". Headlines hold quotes, and names commas.
_BETWEEN_ARTICLES = re.compile(r'"\s*;\s*"')
_ARTICLE = re.compile(r"([^\n]{1,300}?),\s*([0-9]{4}-[0-9]{2}-[0-9]{2})(?:,(.*))?", re.DOTALL)
# GTD: "Title," Publisher, January 2, 2019.
_CITATION = re.compile(
    r'["“](?P<title>[^"“”]{1,1000}?),?["”],?\s*(?P<publisher>[^"“”]{1,200}?),\s*'
    r"(?P<date>[A-Z][a-z]{2,8}\.? [0-9]{1,2}, [0-9]{4})\.?"
)
_LONG_DAY = ("%B %d, %Y", "%b %d, %Y")


def parse_articles(text: str) -> list[Publication]:
    """The publications of UCDP's list of articles; none where any part of it has another form."""
    text = text.strip()
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return []
    matches = [_ARTICLE.fullmatch(part) for part in _BETWEEN_ARTICLES.split(text[1:-1])]
    if not all(matches):
        return []
    return [_make_article(*match.groups(default="")) for match in matches if match]


def parse_citation(text: str) -> Publication:
    """The publication of a citation in GTD's form; any other one is quoted whole."""
    match = _CITATION.fullmatch(text)
    day = _parse_long_day(match["date"]) if match else None
    if match is None or day is None:
        return quote_text(text)
    return Publication(match["publisher"].strip(), format_day(day), match["title"].strip(), day=day)


def _make_article(office: str, iso: str, headline: str) -> Publication:
    words, day = parse_iso_date(iso)
    return Publication(office.strip(), words, " ".join(headline.split()), day=day)


def _parse_long_day(text: str) -> date | None:
    for pattern in _LONG_DAY:
        try:
            return datetime.strptime(text.replace(".", ""), pattern).date()
        except ValueError:
            continue
    return None
