"""Numbers of people as they are written; what tells no number is unknown and never zero."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.ingest.parsers.counts import parse_counts

BEST = [
    *(
        (text, 30)
        for text in (
            "30",
            "30.0",
            "30.00",
            "30,0",
            " 30 ",
            "٣٠",
            "۳۰",
            "３０",
            "30 killed",
            "30 dead",
            "30 people",
            "30 morts",
        )
    ),
    *(
        (text, 30)
        for text in ("~30", "about 30", "approx. 30", "environ 30", "unos 30", "نحو 30", "حدود ۳۰ نفر", "30?", "30 (?)")
    ),
    *(
        (text, 1200)
        for text in (
            "1200",
            "1,200",
            "1 200",
            "1\u00a0200",
            "1\u202f200",
            "1.200",
            "1'200",
            "1’200",
            "1,200.00",
            "1.200,00",
            "١٬٢٠٠",
        )
    ),
    *((text, 1_200_000) for text in ("1,200,000", "1.200.000", "1 200 000")),
    *((text, 0) for text in ("0", "nil", "None", "zero", "aucun", "ninguno", "صفر", "هیچ", "no", "0 killed", "0.0")),
    *((text, 2) for text in ("two", "Two", "deux", "dos", "اثنان", "دو", "two people", "٢")),
    ("eleven", 11),
    ("twenty", 20),
    ("dix-sept", 17),
    ("vingt", 20),
    ("dieciséis", 16),
    ("خمسة عشر", 15),
    ("یازده", 11),
    ("بیست", 20),
    ("سبعة", 7),
    ("twenty-one killed", 21),
    ("about forty three", 43),
    ("One hundred and five people", 105),
    ("quatre-vingt-dix-neuf morts", 99),
    ("doscientos treinta muertos", 230),
    ("مئة وخمسة وعشرون قتيلا", 125),
    ("صد و بیست و پنج نفر", 125),
]
BOUNDS = [
    *(
        (text, 30, None)
        for text in (
            "30+",
            "at least 30",
            ">=30",
            "≥ 30",
            "au moins 30",
            "al menos 30",
            "ما لا يقل عن 30",
            "دست‌کم ۳۰ نفر",
            "حداقل 30",
            "30 or more",
            "at least 30 killed",
        )
    ),
    *(
        (text, 31, None)
        for text in ("more than 30", "over 30", ">30", "plus de 30", "más de 30", "أكثر من 30", "بیش از ۳۰")
    ),
    *((text, None, 30) for text in ("up to 30", "at most 30", "<= 30", "jusqu'à 30", "hasta 30", "حداکثر 30")),
    *(
        (text, None, 29)
        for text in ("fewer than 30", "less than 30", "<30", "moins de 30", "menos de 30", "أقل من 30", "کمتر از ۳۰")
    ),
    *(
        (text, 30, 35)
        for text in (
            "30-35",
            "30–35",
            "30 - 35",
            "30 to 35",
            "between 30 and 35",
            "entre 30 et 35",
            "entre 30 y 35",
            "30 à 35",
            "من 30 إلى 35",
            "۳۰ تا ۳۵",
            "30-35 killed",
        )
    ),
    ("at least two", 2, None),
    ("two or three", 2, 3),
    ("between thirty and forty five", 30, 45),
    ("between one hundred and two hundred", 100, 200),
    ("between one hundred and five and one hundred and ten", 105, 110),
    ("fifty to a hundred", 50, 100),
    ("twenty-thirty", 20, 30),
    ("at least one hundred and twenty", 120, None),
    ("more than two hundred people", 201, None),
    ("entre vingt et un et trente", 21, 30),
    ("entre treinta y cinco y cuarenta", 35, 40),
    ("بين خمسة وعشرين", 5, 20),
    ("بين خمسة وعشرين وثلاثين", 25, 30),
    ("بین بیست و پنج و سی نفر", 25, 30),
    ("1,200-1,500", 1200, 1500),
]
UNKNOWN = [
    "",
    " ",
    "N/A",
    "n/a",
    "NaN",
    "unknown",
    "-",
    "—",
    "?",
    "inconnu",
    "desconocido",
    "غير معروف",
    "نامشخص",
    None,
]
VAGUE = [
    "dozens",
    "Dozens",
    "scores",
    "several",
    "many",
    "a few",
    "hundreds of people",
    "about several dozen",
    "three to four dozen",
    "plusieurs",
    "des dizaines",
    "varios",
    "decenas",
    "عشرات",
    "عدة أشخاص",
    "ده‌ها نفر",
    "چندین",
]
REFUSED = [
    ("-5", "below zero"),
    ("2.5", "whole number"),
    ("1,5", "whole number"),
    ("35-30", "begins"),
    ("99999999999", "above"),
    ("1e3", "whole number"),
    ("0x1F", "whole number"),
    ("1_000", "whole number"),
    ("2 killed, 5 injured", "whole number"),
    ("=1+1", "whole number"),
    ("12.000", "ambiguous"),
    ("true", "whole number"),
    ("9" * 500, "whole number"),
    ("1,20,000", "whole number"),
    ("two or three hundred", "both in digits"),
    ("five to six thousand", "both in digits"),
    ("twenty-twenty", "whole number"),
    ("entre dos y trescientos", "both in digits"),
    ("three hundred to two hundred", "begins"),
    ("twenty eleven", "whole number"),
    ("four thousand million", "whole number"),
]


def column(*texts: str | None) -> pd.Series:
    return pd.Series(texts, dtype="str")


def known(value: object) -> int | None:
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]


@pytest.mark.parametrize(("text", "number"), BEST)
def test_one_number_in_any_form(text: str, number: int) -> None:
    parsed = parse_counts(column(text))
    assert [known(series[0]) for series in (parsed.low, parsed.best, parsed.high)] == [None, number, None]
    assert parsed.reasons.isna().all()


@pytest.mark.parametrize(("text", "low", "high"), BOUNDS)
def test_bounds_are_bounds(text: str, low: int | None, high: int | None) -> None:
    parsed = parse_counts(column(text))
    assert [known(series[0]) for series in (parsed.low, parsed.best, parsed.high)] == [low, None, high]
    assert parsed.reasons.isna().all()


@pytest.mark.parametrize("text", UNKNOWN)
def test_unknown_is_not_zero(text: str | None) -> None:
    parsed = parse_counts(column(text, "1"))
    assert [known(series[0]) for series in (parsed.low, parsed.best, parsed.high)] == [None, None, None]
    assert pd.isna(parsed.reasons[0])


@pytest.mark.parametrize("text", VAGUE)
def test_a_word_that_tells_no_number_is_unknown_with_a_note(text: str) -> None:
    parsed = parse_counts(column(text))
    assert [known(series[0]) for series in (parsed.low, parsed.best, parsed.high)] == [None, None, None]
    assert text in parsed.notes[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("a dozen", 12), ("two dozen", 24), ("half a dozen", 6), ("half-dozen", 6), ("3 dozen killed", 36)),
        *(("about a dozen", 12), ("a dozen people", 12), ("three dozens", 36), ("a dozen or so", 12)),
        *(("une dizaine", 10), ("une douzaine de morts", 12), ("une vingtaine", 20), ("une demi-douzaine", 6)),
        *(("deux douzaines", 24), ("una docena", 12), ("media docena", 6), ("un centenar", 100), ("نصف دزينة", 6)),
    ],
)
def test_a_dozen_is_about_twelve(text: str, number: int) -> None:
    parsed = parse_counts(column(text))
    assert (known(parsed.best[0]), parsed.notes[0]) == (number, "the source says about")


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        *(("at least a dozen", (12, None)), ("more than two dozen", (25, None)), ("a dozen to twenty", (12, 20))),
        *(("a couple", (2, None)), ("a couple of people", (2, None)), ("up to half a dozen", (None, 6))),
    ],
)
def test_a_dozen_may_be_a_bound(text: str, bounds: tuple[int | None, int | None]) -> None:
    parsed = parse_counts(column(text))
    assert (known(parsed.low[0]), known(parsed.high[0])) == bounds
    assert known(parsed.best[0]) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("nobody", 0), ("no one", 0), ("no-one", 0), ("no deaths", 0), ("aucun mort", 0), ("pas de mort", 0)),
        *(("personne", 0), ("sin muertos", 0), ("ningún herido", 0), ("لا قتلى", 0), ("بدون تلفات", 0)),
        *(("eleven soldiers", 11), ("vingt et un gendarmes", 21), ("treinta y cinco guerrilleros", 35)),
        *(("قتيل", 1), ("قتيل واحد", 1), ("قتيلان", 2), ("جريحين", 2), ("ثلاثة وعشرين قتيلا", 23)),
        *(("إحدى وعشرون", 21), ("مئتا قتيل", 200), ("سی و هشت سرباز", 38)),
    ],
)
def test_nobody_and_what_is_counted(text: str, number: int) -> None:
    assert known(parse_counts(column(text)).best[0]) == number


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_number_is_refused_with_a_reason(text: str, reason: str) -> None:
    parsed = parse_counts(column(text))
    assert reason in parsed.reasons[0]
    assert known(parsed.best[0]) is None


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (("1.200", "30.0"), (None, 30)),  # points part decimals here
        (("1.200", "2.5"), (None, None)),
        (("12.000", "1.250"), (12_000, 1250)),  # … and thousands here
        (("12.000", "5"), (None, 5)),  # nothing tells
        (("12,000", "5"), (12_000, 5)),
        (("12,000", "2,5"), (None, None)),
        (("1.200", "1,300"), (None, 1300)),
    ],
)
def test_the_column_tells_what_a_mark_means(texts: tuple[str, ...], numbers: tuple[int | None, ...]) -> None:
    assert tuple(map(known, parse_counts(column(*texts)).best)) == numbers


def test_rows_keep_their_numbers() -> None:
    parsed = parse_counts(pd.Series(["1", "x"], index=[7, 9], dtype="str"))
    assert all(
        list(series.index) == [7, 9] for series in (parsed.low, parsed.best, parsed.high, parsed.reasons, parsed.notes)
    )
    assert str(parsed.best.dtype) == "Int32"


@settings(deadline=None)
@given(st.integers(0, 2**31 - 1), st.sampled_from(["{}", "{:,}", "{} killed", "{}.0", "~{}", "approx. {:,}"]))
def test_any_number_reads_back(number: int, form: str) -> None:
    assert known(parse_counts(column(form.format(number))).best[0]) == number


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_any_range_reads_back(low: int, more: int) -> None:
    parsed = parse_counts(column(f"{low}-{low + more}"))
    assert (known(parsed.low[0]), known(parsed.high[0])) == (low, low + more)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_is_read_as_below_zero(text: str) -> None:
    parsed = parse_counts(column(text))
    assert all(known(series[0]) is None or series[0] >= 0 for series in (parsed.low, parsed.best, parsed.high))
