"""The labels of totals, in the languages of the providers: “Grand total”, “المجموع”."""

import re
from functools import lru_cache

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.ingest.parsers.cell_normalization import normalize
from geo.ingest.parsers.word_lists import alternation

MAX_SHOWN = 1_000  # characters of a row that a rejection repeats
MAX_LABEL = 80  # characters of a label, by judgement
_TOTAL_WORDS = (
    *(
        "total",
        "totals",
        "subtotal",
        "subtotals",
        "sub total",
        "grand total",
        "sum",
        "sums",
        "overall",
        "overall total",
    ),
    *("totaux", "total général", "sous-total", "sous total", "somme", "total general", "totales", "suma", "gran total"),
    *("المجموع", "مجموع", "الإجمالي", "إجمالي", "جمع", "جمع کل", "مجموع کل"),
)
_WHOLE_WORDS = (
    *("all", "average", "averages", "mean", "median", "percent", "percentage", "ensemble", "moyenne", "promedio"),
    *("all rows", "max", "min", "الكل", "المتوسط", "المعدل", "کل", "میانگین", "%"),
)
_TOTAL = alternation(map(normalize, _TOTAL_WORDS))
_WHOLE = alternation(map(normalize, _WHOLE_WORDS))
_LABEL = re.compile(rf"\W*(?:(?:{_TOTAL})\b.*|.+\W(?:{_TOTAL})\W*|(?:{_WHOLE})\W*)")
_REMARK = re.compile(r"\W*(?:source|sources|note|notes|footnote|footnotes|fuente|fuentes|nota|notas)\b.*", re.DOTALL)
# What the labels have in them as they are written, so that a column of millions can be searched.
_LABEL_LETTERS = r"(?i)total|totaux|sum|somme|overall|average|مجموع|جمالي|اجمالي|جمع"


def is_total_label(text: str) -> bool:
    """Return whether a cell is the label of a total: “Grand total”, “Balochistan Total:”, “المجموع”."""
    return len(text) <= MAX_LABEL and _is_label(text)


@lru_cache(maxsize=4096)  # a column repeats its few texts
def _is_label(text: str) -> bool:
    return bool(_LABEL.fullmatch(normalize(text)))


def is_closing(text: str) -> bool:
    """Return whether a cell below a table begins a total or a remark: “Grand total”, “Source: ministry”."""
    return is_total_label(text) or bool(_REMARK.fullmatch(normalize(text[:MAX_SHOWN])))


def find_labels(texts: pd.Series) -> list[int]:
    """The positions of cells that are labels of totals; only those with the letters of one are looked at closely."""
    array = pa.array(texts, pa.large_string(), from_pandas=True)
    has_letters = pc.fill_null(pc.match_substring_regex(array, _LABEL_LETTERS), False)
    return [
        place.as_py() for place in pc.indices_nonzero(has_letters) if is_total_label(str(texts.iloc[place.as_py()]))
    ]
