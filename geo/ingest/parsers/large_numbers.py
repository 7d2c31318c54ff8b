"""Numbers too large for degrees in columns of coordinates: projected metres, and degrees whose point was lost.

A spreadsheet of another country reads 33.513807 as 33,513,807 and shows 33513807 or 33.513.807. What such a number
stands for is not decided here.
"""

import re

import numpy as np
import pandas as pd

from geo.ingest.parsers.cell_normalization import MAX_LENGTH, map_unique, normalize, truncate

# A whole number or one with decimals from 1,000 on, or with two or more groups of thousands.
_PLAIN = r"[+-]?\d{4,12}(?:\.\d{1,12})?"
_GROUPED = r"[+-]?\d{1,3}(?:(?P<mark>[., '])\d{3})(?:(?P=mark)\d{3}){1,3}"
_COMMA = r"[+-]?\d{4,12},\d{1,12}"
_NUMBER = re.compile(rf"(?P<plain>{_PLAIN})|(?P<comma>{_COMMA})|(?P<grouped>{_GROUPED})")
_UNIT = re.compile(r" ?m?[ensw]?$|^[ensw] ?")  # “445123 mE”
_PART = r"[+-]?\d{1,3}(?:[.,']\d{3}){2,4}|[+-]?\d{4,12}(?:[.,]\d{1,12})?|[+-]?\d{1,3}(?:\.\d{1,12})?"
_PAIR = re.compile(rf"[(\[]?({_PART})(?: ?[;/|] ?|, | |,(?=[+-]?\d{{4}}))({_PART})[)\]]?")


def parse_large_numbers(texts: pd.Series) -> pd.Series:
    """Return the numbers of 1,000 or more in a column of texts (float64), missing for all others."""
    numbers = map_unique(texts, lambda text: parse_large_number(_normalize(text)))
    return texts.map({text: number for text, number in numbers.items() if number is not None}).astype("float64")


def parse_large_pairs(texts: pd.Series) -> pd.DataFrame:
    """Return columns first and second (float64): the numbers of texts that hold two, of which one is large."""
    pairs = map_unique(texts, lambda text: _parse_pair(_normalize(text)))
    return pd.DataFrame(
        {
            name: texts.map({text: pair[place] for text, pair in pairs.items() if pair}).astype("float64")
            for place, name in enumerate(("first", "second"))
        }
    )


def parse_large_number(text: str) -> float | None:
    """Return the number in a text in normal form, None for texts that are no number of 1,000 or more."""
    match = _NUMBER.fullmatch(_UNIT.sub("", text))
    if match is None:
        return None
    if match["grouped"]:
        return float(re.sub(r"[., ']", "", text if match["grouped"] == text else match["grouped"]))
    return float(match[0].replace(",", "."))


def _parse_pair(text: str) -> tuple[float, float] | None:
    match = _PAIR.fullmatch(text)
    if match is None:
        return None
    numbers = [parse_large_number(part) for part in match.groups()]
    if numbers == [None, None]:
        return None
    first, second = (
        _to_float(part) if number is None else number for part, number in zip(match.groups(), numbers, strict=True)
    )
    return None if np.isnan(first) or np.isnan(second) else (first, second)


def _to_float(text: str) -> float:
    return float(text) if re.fullmatch(r"[+-]?\d{1,3}(?:\.\d+)?", text) else np.nan


def _normalize(text: str) -> str:
    normal = normalize(truncate(text))
    return normal if len(normal) <= MAX_LENGTH else ""
