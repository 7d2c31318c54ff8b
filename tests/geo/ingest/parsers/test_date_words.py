"""The words of dates: what data/date_words.csv takes from Unicode CLDR stands there, and no name is of two months."""

import re
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel import Locale

from geo.ingest.parsers.cell_normalization import normalize
from geo.ingest.parsers.date_words import normalize_date_words, normalize_plain_date
from geo.ingest.parsers.word_lists import alternation, read_word_list

ROWS = read_word_list("date_words.csv")
LOCALES = (
    "en en_GB en_AU fr fr_CA es es_MX ar ar_LB ar_SY ar_IQ ar_DZ ar_TN ar_MA fa fa_AF de pt it tr ru uk ur ps ckb he"
)


def cldr_words(language: str) -> set[tuple[str, str]]:
    """Each name of a month or a weekday in CLDR and what it is: (name in normal form, “g01” or empty)."""
    words = set()
    for locale in (Locale.parse(code) for code in LOCALES.split() if code.split("_")[0] == language):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                words |= {(normalize(name), f"g{month:02}") for month, name in locale.months[context][width].items()}
                words |= {(normalize(name), "") for name in locale.days[context][width].values()}
    return {(word.rstrip("."), value) for word, value in words}


@pytest.mark.parametrize("language", sorted({code.split("_")[0] for code in LOCALES.split()}))
def test_words_from_cldr_stand_in_cldr(language: str) -> None:
    rows = [row for row in ROWS if row["language"] == language and "CLDR" in row["source"]]
    known = cldr_words(language)
    assert rows
    assert [row["word"] for row in rows if (row["word"], row["value"]) not in known] == []


def test_zones_from_the_time_zone_database_stand_in_it() -> None:
    moments = [datetime(year, month, 1) for year in range(1975, 2026, 2) for month in (1, 7)]
    zones = [ZoneInfo(key) for key in available_timezones()]
    known = {str(moment.replace(tzinfo=zone).tzname()).lower() for zone in zones for moment in moments}
    rows = [row["word"] for row in ROWS if row["kind"] == "zone" and "IANA" in row["source"]]
    assert len(rows) > 40
    assert set(rows) - known - {"utc"} == set()


@pytest.mark.parametrize("form", ["{} {} {}", "{}-{}-{}", "{}/{}/{}", "{} {}. {}"])
@pytest.mark.parametrize("day", ["1", "05", "31"])
def test_plain_dates_have_the_same_wording_by_the_short_way(form: str, day: str) -> None:
    months = [row["word"] for row in ROWS if row["kind"] == "month"]
    texts = [text for month in months for text in (form.format(day, month, 2024), f"{month} {day}, 2024")]
    texts += [f"{month} 2024" for month in months]
    texts += [f"{row['word']}, {day} march 2024" for row in ROWS if row["kind"] == "weekday"]
    wordings = {text: normalize_plain_date(text) for text in texts}
    known = {text: wording for text, wording in wordings.items() if wording is not None}
    assert len(known) > len(texts) / 2
    expected = {text: re.sub("[ /-]+", " ", normalize_date_words(text)[0]) for text in known}
    assert known == expected


@pytest.mark.parametrize(
    "text",
    [
        "16 monday 2024",
        "about 16 january 2024",
        "march 16 january 2024",
        "16 h 2024",
        "16-jan/2024",
        "16 jan 24",
        "1 week january 2024",
    ],
)
def test_other_texts_have_no_short_way(text: str) -> None:
    assert normalize_plain_date(text) is None


def test_no_name_is_of_two_months() -> None:
    months = {(row["word"], row["value"]) for row in ROWS if row["kind"] == "month"}
    assert [word for word, count in Counter(word for word, _ in months).items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("tuesday 16th january 2024", ("16 @g01 2024", "")),
        ("16 janvier 2024", ("16 @g01 2024", "")),
        ("from 15 to 17 january 2024", ("15 ~ 17 @g01 2024", "")),
        ("from 15 january 2024", ("open 15 @g01 2024", "")),
        ("c. 2019", ("about 2019", "")),
        ("early january 2024", ("part @g01 2024", "")),
        ("1402 میلادی", ("1402", "g")),
        ("1445 هجری قمری", ("1445", "i")),
    ],
)
def test_one_wording_for_all_languages(text: str, wording: tuple[str, str]) -> None:
    assert normalize_date_words(normalize(text)) == wording


def test_the_longest_word_is_tried_first() -> None:
    assert alternation(["a", "a few", "b+"]) == "a\\ few|b\\+|a"
