"""Columns of countries: names in any wording and codes, of which the whole column says by which scheme they are."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.import_result import Finding, Question
from geo.ingest.parsers.cell_normalization import MAX_LENGTH
from geo.ingest.parsers.missing_words import is_missing_word
from geo.places.country_names import (
    FIPS,
    GW,
    IOC,
    ISO2,
    ISO3,
    M49,
    SCHEME_LABELS,
    codes_by_scheme,
    country_of_code,
    normalize_code,
    read_country,
)
from geo.places.disambiguation import country_by_name

COUNTRY_CODES = "country codes"  # the topic of the question by which scheme a column's codes are read
N_EXAMPLES = 3  # of the values that a question or a finding names
NAMIBIA = "NA"  # its code by ISO 3166, and what R writes for a blank cell
MIN_KNOWN_SHARE = 0.8  # of a column's codes, from which its header may name their scheme; by judgement
# The schemes that a code of a form may be of, in the order of preference.
_FORMS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"[A-Z]{3}|[a-z]{3}"), (ISO3, IOC)),
    (re.compile(r"[A-Z]{2}|[a-z]{2}"), (ISO2, FIPS)),
    (re.compile(r"[0-9]{1,3}(?:\.0)?"), (M49, GW)),
)
_HEADER_WORDS = (
    (re.compile(r"fips|gns", re.IGNORECASE), (FIPS,)),
    (re.compile(r"(?:^|[^a-z])ioc(?:$|[^a-z])|olympic", re.IGNORECASE), (IOC,)),
    (re.compile(r"(?:^|[^a-z])(?:gw|gwno|cow|ccode|ucdp)", re.IGNORECASE), (GW,)),
    (re.compile(r"iso|alpha|m49|numeric", re.IGNORECASE), (ISO3, ISO2, M49)),
)

CountryAtRows = Callable[[pd.Index], pd.Series]  # rows → the country that something else in each row names, or missing


@dataclass(frozen=True, eq=False)
class CountryColumn:
    """The countries of a column by the names that we use (str), else the text as written.

    Missing where the text is no country of today, one of several, or a code that two schemes read differently; then
    `questions` asks which scheme it is. `findings` say what else was left unknown or guessed.
    """

    countries: pd.Series
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Scheme:
    """The scheme by which codes of one form are read, and those that another one would read differently."""

    name: str
    rival: str = ""
    disputed: tuple[str, ...] = ()


def read_countries(
    texts: pd.Series, *, answer: str | None = None, country_at: CountryAtRows | None = None
) -> CountryColumn:
    """Read a column of names and codes of countries, each distinct text once.

    `answer` is the scheme that a person says its codes are of. `country_at` gives the countries that the rows name
    elsewhere; it is asked only where two schemes contradict each other.
    """
    texts = texts.astype("str").str.strip()
    row_counts = texts.value_counts(sort=False)
    distinct = [str(text) for text in row_counts.index]
    schemes = {scheme.name: scheme for scheme in _find_schemes(distinct, str(texts.name), answer)}
    if country_at is not None:
        schemes = {name: _settle(scheme, texts, country_at) for name, scheme in schemes.items()}
    is_namibia = NAMIBIA in distinct and _holds_other_codes(distinct, schemes)
    missing = is_missing_word(pd.Series(distinct, index=distinct, dtype="str"))
    by_text: dict[str, str | None] = {
        text: None if missing[text] and not (text == NAMIBIA and is_namibia) else _read(text, schemes)
        for text in distinct
    }
    countries = texts.map(by_text).astype("str").rename(texts.name)
    ambiguous = [text for text, country in by_text.items() if country is None and len(read_country(text).names) > 1]
    if country_at is not None and ambiguous:
        countries = countries.fillna(_narrow(texts[texts.isin(ambiguous)], country_at))
    by_elimination = _eliminate(ambiguous, frozenset(filter(None, by_text.values())))
    eliminated = texts[countries.isna()].map(by_elimination).dropna()
    countries = countries.fillna(eliminated)
    findings = [
        *_find_eliminated(texts.loc[eliminated.index], by_elimination),
        *_find_ambiguous(texts[countries.isna()], ambiguous),
        *([_find_namibia(texts)] if is_namibia else []),
    ]
    questions = [_ask(texts, scheme) for scheme in schemes.values() if scheme.disputed]
    return CountryColumn(countries, tuple(questions[:1]), tuple(findings))


def share_of_countries(texts: Iterable[str]) -> tuple[float, str]:
    """Return how many of some distinct texts are countries (0 to 1), and the scheme of most codes; empty for names."""
    distinct = list(texts)
    schemes = {scheme.name: scheme for scheme in _find_schemes(distinct, "", None)}
    by_code = [name for text in distinct for name in schemes if _is_of_form(text, name) and country_of_code(name, text)]
    n_names = sum(read_country(text).is_known or _is_known_name(text) for text in distinct if not _form_schemes(text))
    scheme = max(set(by_code), key=by_code.count) if len(by_code) > n_names else ""
    return (len(by_code) + n_names) / len(distinct) if distinct else 0.0, scheme


def _find_schemes(distinct: list[str], header: str, answer: str | None) -> list[_Scheme]:
    """The schemes of the codes of each form that occurs."""
    results = []
    for form, schemes in _FORMS:
        codes = sorted({text for text in distinct if form.fullmatch(text) and text != NAMIBIA})
        codes = [code for code in codes if not read_country(code).is_known] or codes
        scheme = _choose_scheme(codes, schemes, header, answer)
        if scheme is not None:
            results.append(scheme)
    return results


def _choose_scheme(codes: list[str], schemes: tuple[str, ...], header: str, answer: str | None) -> _Scheme | None:
    if answer in schemes:
        return _Scheme(str(answer))
    n_known = {scheme: sum(_knows(scheme, code) for code in codes) for scheme in schemes}
    most = max(n_known.values())
    if not most:
        return None
    by_header = next((names for pattern, names in _HEADER_WORDS if pattern.search(header)), ())
    stated = next((scheme for scheme in schemes if scheme in by_header), None)
    if stated and n_known[stated] >= MIN_KNOWN_SHARE * len(codes):
        return _Scheme(stated)
    best, *rivals = [scheme for scheme in schemes if n_known[scheme] == most]
    if not rivals:
        return _Scheme(best)
    disputed = tuple(code for code in codes if country_of_code(best, code) != country_of_code(rivals[0], code))
    return _Scheme(best, rivals[0], disputed)


def _settle(scheme: _Scheme, texts: pd.Series, country_at: CountryAtRows) -> _Scheme:
    """The scheme by which the disputed codes agree with what else their rows say, if one does throughout."""
    if not scheme.disputed:
        return scheme
    rows = texts[texts.isin(scheme.disputed)]
    elsewhere = country_at(rows.index).dropna()
    n_agreeing = {
        name: int((rows.loc[elsewhere.index].map(partial(country_of_code, name)) == elsewhere).sum())
        for name in (scheme.name, scheme.rival)
    }
    winner, loser = sorted(n_agreeing, key=lambda name: n_agreeing[name], reverse=True)
    return _Scheme(winner) if n_agreeing[winner] and not n_agreeing[loser] else scheme


def _read(text: str, schemes: dict[str, _Scheme]) -> str | None:
    scheme = next((scheme for scheme in schemes.values() if _is_of_form(text, scheme.name)), None)
    if scheme is not None and text in scheme.disputed:
        return None
    if scheme is not None and _knows(scheme.name, text):
        return country_of_code(scheme.name, text)
    reading = read_country(text)
    if reading.is_known:
        return reading.country or None
    return ("" if _form_schemes(text) else country_by_name(text[:MAX_LENGTH])) or text


def _holds_other_codes(distinct: list[str], schemes: dict[str, _Scheme]) -> bool:
    return ISO2 in schemes and any(
        _is_of_form(text, ISO2) and _knows(ISO2, text) for text in distinct if text != NAMIBIA
    )


def _form_schemes(text: str) -> tuple[str, ...]:
    return next((schemes for form, schemes in _FORMS if form.fullmatch(text)), ())


def _is_of_form(text: str, scheme: str) -> bool:
    return scheme in _form_schemes(text)


def _knows(scheme: str, code: str) -> bool:
    return normalize_code(scheme, code) in codes_by_scheme()[scheme]


def _is_known_name(text: str) -> bool:
    return bool(country_by_name(text[:MAX_LENGTH]))


def _ask(texts: pd.Series, scheme: _Scheme) -> Question:
    """By which scheme the column's codes are to be read."""
    examples = scheme.disputed[:N_EXAMPLES]
    choices = tuple(
        (name, f"{SCHEME_LABELS[name]}: {_explain(name, examples)}") for name in (scheme.name, scheme.rival)
    )
    return Question(
        column=str(texts.name),
        text="By which list are its codes of countries? Two lists read some of them as different countries.",
        examples=examples,
        topic=COUNTRY_CODES,
        choices=choices,
        proposal=scheme.name,
        n_rows=int(texts.isin(scheme.disputed).sum()),
    )


def _explain(scheme: str, codes: tuple[str, ...]) -> str:
    return ", ".join(f"{code} is {country_of_code(scheme, code) or 'no country of today'}" for code in codes)


def _narrow(texts: pd.Series, country_at: CountryAtRows) -> pd.Series:
    """Of the countries that each wording may mean, the one that its row names elsewhere."""
    elsewhere = country_at(texts.index).dropna()
    return elsewhere[[country in read_country(texts.at[row]).names for row, country in elsewhere.items()]]


def _eliminate(ambiguous: list[str], other_countries: frozenset[str]) -> dict[str, str]:
    """“Congo” where the column names the Democratic Republic of the Congo otherwise, and so tells the two apart."""
    remaining = {text: [name for name in read_country(text).names if name not in other_countries] for text in ambiguous}
    return {text: names[0] for text, names in remaining.items() if len(names) == 1}


def _find_eliminated(texts: pd.Series, by_elimination: dict[str, str]) -> list[Finding]:
    if texts.empty:
        return []
    wordings = list(dict.fromkeys(texts))[:N_EXAMPLES]
    meanings = ", ".join(f"“{text}” was read as {by_elimination[text]}" for text in wordings)
    text = f"{meanings}, for the column names the other country of that name by another wording."
    return [Finding(text, str(texts.name), texts.index, tuple(wordings))]


def _find_ambiguous(texts: pd.Series, ambiguous: list[str]) -> list[Finding]:
    """What remains of the wordings of more than one country: rows without one."""
    rows = texts.index[texts.isin(ambiguous)]
    if not len(rows):
        return []
    wordings = list(dict.fromkeys(texts.loc[rows]))
    meanings = "; ".join(f"“{text}” may be {' or '.join(read_country(text).names)}" for text in wordings[:N_EXAMPLES])
    text = f"{meanings}. The country of {pluralize(len(rows), 'row')} was left unknown; write which one is meant."
    return [Finding(text, str(texts.name), rows, tuple(wordings[:N_EXAMPLES]))]


def _find_namibia(texts: pd.Series) -> Finding:
    rows = texts.index[texts == NAMIBIA]
    text = f"“{NAMIBIA}” was read as Namibia, for the column holds codes of two letters; it may also stand for a blank."
    return Finding(text, str(texts.name), rows, (NAMIBIA,))
