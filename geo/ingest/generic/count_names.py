"""What the name of a column says of counts of events, in the words of `data/count_words.csv`."""

import csv
from functools import cache, lru_cache

from geo.ingest.generic.name_normalization import normalize_column_name
from geo.settings import data_dir

COUNT_WORDS_FILE = data_dir() / "count_words.csv"
MAX_WORDS = 10  # of a name that are looked at, by judgement


def is_area_code(name: str) -> bool:
    """Return whether a name is that of codes of areas: “admin1 pcode”, “ISO3”."""
    words = {*normalize_column_name(name).split()}
    codes = {"pcode", "iso", "iso2", "iso3", "code", "pcode1", "pcode2", "adm0", "adm1", "adm2", "admin0"}
    return bool(words & codes) and not words & {"event", "incident"}


def is_event_id(name: str) -> bool:
    """Return whether a name is that of the identifiers of events: “event_id_cnty”, “GLOBALEVENTID”."""
    words = normalize_column_name(name).split()
    return words[:2] in (["event", "id"], ["incident", "id"], ["eventid"], ["globaleventid"])


@lru_cache(maxsize=4096)  # names of columns are a user's
def parse_count_name(name: str) -> str:
    """What a name says in the words of `data/count_words.csv`: events, acts, number, period, exposure; empty for none.

    “Number of events” and “events” count events; “event number” numbers them, and “event” is one.
    """
    words = normalize_column_name(name).split()[:MAX_WORDS]
    if " ".join(words) in _words():
        kind = _words()[" ".join(words)]
        return kind if kind in ("events", "acts", "period", "exposure") or words[0] in ("count", "counts", "n") else ""
    kinds = [_words().get(word, "") for word in words]
    nouns = [place for place, kind in enumerate(kinds) if kind in ("events", "event", "acts", "act")]
    if not nouns or (words[-1] in ("number", "no", "nr", "num", "id") and kinds[-1] == "number"):
        return "period" if kinds and set(kinds) == {"period"} else ""
    noun = nouns[-1]
    is_plural = kinds[noun] in ("events", "acts")
    has_number = "number" in kinds[:noun] or words[-1] in ("count", "counts", "total")
    is_known = all(kinds)
    if not (has_number and (is_plural or is_known)) and not (is_plural and is_known):
        return ""
    return "events" if kinds[noun] in ("events", "event") else "acts"


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = {}
    with COUNT_WORDS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words.setdefault(normalize_column_name(row["wording"]), row["kind"])
    return words
