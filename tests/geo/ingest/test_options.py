"""Options are read back as they were written, in the text whose hash identifies imports since version 0.4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import OptionsInvalid
from geo.ingest.options import NO_HEADER, ImportOptions

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)  # JSON in UTF-8 has no lone surrogates
ROW = st.integers(0, 2**53)
OPTIONS = st.builds(
    ImportOptions,
    provider=TEXT,
    encoding=TEXT,
    delimiter=TEXT,
    header_row=st.integers(NO_HEADER, 2**53),
    sheet=TEXT,
    columns=st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
    day_first=st.lists(st.tuples(TEXT, st.booleans()), max_size=3).map(tuple),
    years=st.lists(st.tuples(TEXT, st.integers(1, 9999)), max_size=3).map(tuple),
    places=st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
    corrected_rows=st.lists(ROW, max_size=3).map(tuple),
    answers=st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=3).map(tuple),
)


@given(OPTIONS)
def test_options_are_read_back(options: ImportOptions) -> None:
    assert ImportOptions.from_json(options.to_json()) == options
    assert ImportOptions.from_json(options.to_json().encode()) == options


def test_the_text_is_that_of_version_0_4() -> None:
    options = ImportOptions(header_row=3, places=(("ʿAbbās", "gn:1"),), corrected_rows=(7,))
    assert options.to_json() == (
        '{"columns": [], "corrected": [7], "day_first": [], "delimiter": "", "encoding": "", "header_row": 3, '
        '"places": [["ʿAbbās", "gn:1"]], "provider": "", "sheet": "", "years": []}'
    )


def test_what_an_earlier_release_did_not_know_is_left_open() -> None:
    assert ImportOptions.from_json('{"provider": "ACLED"}') == ImportOptions(provider="ACLED")


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    with pytest.raises(OptionsInvalid):
        ImportOptions.from_json(b"\x00" + content)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(OptionsInvalid):
        ImportOptions.from_json('{"sheet": "\\ud800"}')
    with pytest.raises(OptionsInvalid):
        ImportOptions.from_json('{"sheet": "\ud800"}')
