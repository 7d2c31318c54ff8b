"""Columns of countries: the whole column decides by which list its codes are read; what it cannot decide is asked."""

import pandas as pd
import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.ingest import importing
from geo.ingest.generic.country_columns import COUNTRY_CODES, read_countries, share_of_countries
from geo.ingest.options import ImportOptions
from geo.places.country_names import FIPS, IOC, ISO2, ISO3, country_of_code


def column(*texts: str, name: str = "country") -> pd.Series:
    return pd.Series(texts, index=range(2, len(texts) + 2), name=name, dtype="str")


def countries(*texts: str, name: str = "country") -> list[str | None]:
    return [None if pd.isna(country) else country for country in read_countries(column(*texts, name=name)).countries]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("COL", "COD"), ["Colombia", "Democratic Republic of the Congo"]),
        (("col", "cod"), ["Colombia", "Democratic Republic of the Congo"]),
        (("GER", "SUI", "IRI"), ["Germany", "Switzerland", "Iran"]),
        (("DEU", "CHE", "IRN"), ["Germany", "Switzerland", "Iran"]),
        (("IZ", "SY"), ["Iraq", "Syria"]),
        (("IQ", "SY"), ["Iraq", "Syria"]),
        (("004", "368", "4"), ["Afghanistan", "Iraq", "Afghanistan"]),
        (("4.0", "368.0"), ["Afghanistan", "Iraq"]),
        (("700", "645", "652"), ["Afghanistan", "Iraq", "Syria"]),
        (("Iran", "PAK", "Iraq (Republic of)"), ["Iran", "Pakistan", "Iraq"]),
        (("UK", "USA", "UAE", "DRC"), ["United Kingdom", "United States of America", "United Arab Emirates",
                                       "Democratic Republic of the Congo"]),
        (("US", "UK", "PK"), ["United States of America", "United Kingdom", "Pakistan"]),
        (("PSE", "SSD", "XKX"), ["Palestine", "South Sudan", "Kosovo"]),
        (("Atlantis", "Iran", "", "n/a"), ["Atlantis", "Iran", None, None]),
        (("Soviet Union", "Iran"), [None, "Iran"]),
    ],
)  # fmt: skip
def test_the_column_decides_what_its_values_are(texts: tuple[str, ...], expected: list[str | None]) -> None:
    read = read_countries(column(*texts))
    assert [None if pd.isna(country) else country for country in read.countries] == expected
    assert read.questions == ()


def test_lists_that_contradict_each_other_are_asked_about_once() -> None:
    read = read_countries(column("AU", "CH", "FR", "AU"))
    (question,) = read.questions
    assert question.topic == COUNTRY_CODES
    assert [answer for answer, _label in question.choices] == [ISO2, FIPS]
    assert question.proposal == ISO2
    assert question.n_rows == 3
    assert read.countries.isna().tolist() == [True, True, False, True]
    assert "AU is Australia" in question.choices[0][1]
    assert "AU is Austria" in question.choices[1][1]


@pytest.mark.parametrize(("answer", "country"), [(ISO2, "Australia"), (FIPS, "Austria")])
def test_an_answer_decides(answer: str, country: str) -> None:
    read = read_countries(column("AU", "CH"), answer=answer)
    assert read.countries.iloc[0] == country
    assert read.questions == ()


@pytest.mark.parametrize(("name", "country"), [("fips_code", "Austria"), ("ISO2", "Australia")])
def test_the_header_may_name_the_list(name: str, country: str) -> None:
    assert countries("AU", "CH", name=name)[0] == country


def test_what_the_rows_say_elsewhere_settles_it() -> None:
    elsewhere = pd.Series(["Austria", "China"], index=[2, 3], dtype="str")
    read = read_countries(column("AU", "CH"), country_at=lambda rows: elsewhere.loc[rows])
    assert read.countries.tolist() == ["Austria", "China"]
    assert read.questions == ()


def test_na_is_namibia_among_codes_of_two_letters_and_a_blank_elsewhere() -> None:
    read = read_countries(column("NA", "PK", "AF"))
    assert read.countries.tolist() == ["Namibia", "Pakistan", "Afghanistan"]
    assert [list(finding.rows) for finding in read.findings] == [[2]]
    assert countries("NA", "Pakistan") == [None, "Pakistan"]
    assert countries("NA", "PAK") == [None, "Pakistan"]


def test_a_wording_of_two_countries_is_left_unknown_and_named() -> None:
    read = read_countries(column("Korea", "Iran", "Korea"))
    assert read.countries.isna().tolist() == [True, False, True]
    (finding,) = read.findings
    assert "North Korea or South Korea" in finding.text
    assert list(finding.rows) == [2, 4]


def test_the_other_congo_in_the_column_tells_which_one_is_meant() -> None:
    read = read_countries(column("Congo", "DR Congo (Zaire)"))
    assert read.countries.tolist() == ["Republic of the Congo", "Democratic Republic of the Congo"]
    assert [finding.examples for finding in read.findings] == [("Congo",)]


@given(st.lists(st.sampled_from([country.alpha_3 for country in pycountry.countries]), min_size=3, unique=True))
def test_official_codes_are_read_as_such_or_asked_about(codes: list[str]) -> None:
    read = read_countries(column(*codes))
    expected = [country_of_code(ISO3, code) for code in codes]
    wrong = [
        (code, country) for code, country, right in zip(codes, read.countries, expected, strict=True)
        if country != right and not (pd.isna(country) and read.questions)
    ]  # fmt: skip
    assert wrong == []
    assert all(country_of_code(IOC, code) for code in codes) or not read.questions


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_texts_are_read(texts: list[str]) -> None:
    read = read_countries(column(*texts))
    assert read.countries.index.tolist() == list(range(2, len(texts) + 2))
    assert 0.0 <= share_of_countries(texts)[0] <= 1.0


def read_file(content: str, **options: object) -> importing.Import:
    return importing.read(content.encode(), name="x.csv", options=ImportOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize("header", ["location_code", "iso3", "Country ISO", "COUNTRY_CODE", "ISO", "adm0", "code"])
def test_codes_of_three_letters_are_the_country_whatever_their_column_is_called(header: str) -> None:
    read = read_file(f"date,{header},killed\n2025-01-01,COL,1\n2025-01-02,COD,2\n2025-01-03,PSE,1\n")
    assert read.accepted["country"].tolist() == ["Colombia", "Democratic Republic of the Congo", "Palestine"]
    assert read.accepted["place_name"].isna().all()


@pytest.mark.parametrize("header", ["M49", "country code", "iso2", "country_iso"])
def test_other_codes_are_the_country_where_the_header_says_so(header: str) -> None:
    codes = ("004", "368", "887") if header == "M49" else ("AF", "IQ", "YE")
    read = read_file(f"date,{header},killed\n" + "".join(f"2025-01-01,{code},1\n" for code in codes))
    assert read.accepted["country"].tolist() == ["Afghanistan", "Iraq", "Yemen"]


def test_the_name_is_taken_before_its_code() -> None:
    read = read_file("date,iso3,country,killed\n2025-01-01,IRQ,Iraq,1\n2025-01-02,SYR,Syria,2\n")
    assert [guess.column for guess in read.guesses if guess.target == "country"] == ["country"]


def test_states_and_sums_are_no_countries() -> None:
    read = read_file("date,state,killed\n2025-01-01,CA,4\n2025-01-02,AL,8\n2025-01-03,DE,12\n")
    assert "country" not in {guess.target for guess in read.guesses}


def test_two_columns_that_disagree_are_a_doubt_with_their_rows() -> None:
    lines = ["2025-01-01,Iraq,IRQ,1", "2025-01-02,Syria,IRQ,1", "2025-01-03,Kosovo,SRB,1"]
    read = read_file("\n".join(["date,country,iso3,killed", *lines]))
    (concern,) = [concern for concern in read.concerns if "iso3" in concern.column]
    assert concern.n_rows == 1
    assert concern.examples == ("Syria / IRQ",)


def test_an_unknown_country_beside_a_known_point_names_where_that_lies() -> None:
    read = read_file(
        "date,country,latitude,longitude\n2025-01-01,Atlantis,33.5138,36.2765\n2025-01-02,Iraq,33.3,44.4\n"
    )
    (concern,) = [concern for concern in read.concerns if concern.examples == ("Atlantis",)]
    assert "Syria" in concern.text
    assert concern.n_rows == 1
    assert read.accepted["country"].iloc[0] == "Atlantis"
