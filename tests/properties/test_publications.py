"""Sources are read without an error from any text, and no letter of a text is lost."""

import re
from collections import Counter
from dataclasses import astuple

from hypothesis import example, given
from hypothesis import strategies as st

from geo.core.web_address import parse_address
from geo.ingest.parsers.cell_normalization import normalize
from geo.ingest.parsers.missing_words import MISSING_WORDS
from geo.ingest.publications.publication import parse_iso_date
from geo.ingest.publications.row_sources import read_sources
from geo.ingest.publications.source_readers import SOURCE_READERS

PARTS = st.sampled_from(
    ["Dawn", "https://dawn.com/1", "www.b.org/x", ";", "; ", "|", "\n", '"', '";"', ",", "2019-01-02", "1 May 1990",
     "May 1, 1990", "(", ")", "n/a", "منبع", "\u202e", "<b>", "{{7*7}}", "=1", "http://", "@", ".", " "]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PARTS, max_size=8).map("".join))
NAMES = st.sampled_from(["Source", "Link", "URL 2", "Source 2", "Headline", "Source date", "References", "Publisher"])


def letters_of(*texts: str) -> Counter[str]:
    return Counter(letter for text in texts for letter in text if letter.isalpha())


@given(st.dictionaries(NAMES, TEXTS), TEXTS)
@example({"Source": '"'}, '"')
def test_no_text_of_any_column_is_an_error(cells: dict[str, str], text: str) -> None:
    for reader in SOURCE_READERS:
        own = dict.fromkeys(reader.columns, text)
        reading = reader.read_row(cells | own)
        assert all(publication.name for publication in reading.publications)
        assert all(parse_address(address.href) for each in reading.publications if (address := each.address))


@given(TEXTS)
@example('"A,2019-01-02,One";"B')
@example("Dawn https://dawn.com/1 Khan")
@example("0HTTP://0")
def test_no_letter_is_lost_of_what_names_a_source(text: str) -> None:
    unknown = [item for item in re.split(r"[;|\n\r؛]", text) if normalize(item) in MISSING_WORDS]
    for name in ("acled.source", "ucdp.source_article", "gtd.scite1", "table.Source"):
        publications = read_sources({name: text}).publications
        parts = [part for each in publications for part in astuple(each) if isinstance(part, str)]
        assert not letters_of(text) - letters_of(*parts, *unknown), (name, publications)


@given(TEXTS)
def test_a_date_is_repeated_or_said_in_words(text: str) -> None:
    words, day = parse_iso_date(text)
    assert words == text or day is not None or re.fullmatch(r"[A-Z][a-z]+ [0-9]{4}", words)
