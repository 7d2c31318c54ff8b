"""Words for unknown: whatever is in the list is no value of any kind, and no error either."""

import pandas as pd
import pytest

from geo.ingest.parsers.coordinates import parse_coordinate_pairs, parse_degrees
from geo.ingest.parsers.counts import parse_counts
from geo.ingest.parsers.dates import parse_dates
from geo.ingest.parsers.missing_words import is_missing_word
from geo.ingest.parsers.word_lists import read_word_list

SPELLINGS = [row["spelling"] for row in read_word_list("missing_words.csv")]


def column(*texts: str | None) -> pd.Series:
    return pd.Series(texts, dtype="str")


@pytest.mark.parametrize("text", ["", *SPELLINGS, *map(str.upper, SPELLINGS)])
def test_no_parser_takes_it_for_a_value(text: str) -> None:
    texts = column(text)
    dates, counts, degrees = parse_dates(texts), parse_counts(texts), parse_degrees(texts)
    assert list(dates.precision) == ["unknown"]
    assert counts.best.isna().all()
    assert degrees.values.isna().all()
    pairs = parse_coordinate_pairs(texts)
    assert all(parsed.reasons.isna().all() for parsed in (dates, counts, degrees, pairs))
    assert is_missing_word(texts).all()


def test_a_value_and_a_blank_cell_are_no_such_word() -> None:
    assert list(is_missing_word(column("Zabol", "unknown territory", None, "0"))) == [False] * 4
