"""Whether the records of a JSON file are one page of several, by what its server says beside them."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.import_result import Finding

# How servers call the number of all records: UCDP, ReliefWeb, ACLED, Django, Solr, CKAN, Opendatasoft; without case,
# “_” and “-”.
TOTALS = frozenset(
    ["totalcount", "total", "totalresults", "totalrecords", "totalrows", "recordstotal", "numfound", "nhits", "count"]
)
NEXT_PAGES = frozenset(["next", "nextpage", "nextpageurl", "nextlink", "@odata.nextlink", "exceededtransferlimit"])
LINKS = ("links", "paging", "pagination", "meta", "properties", "_links")  # the objects that have them


def find_missing_pages(envelope: tuple[Mapping[str, Any], ...], rows: pd.Index) -> tuple[Finding, ...]:
    """What to say where the file holds one page of several; `envelope` are the objects around its records."""
    entries = [entry for part in envelope for entry in _iter_entries(part)]
    total = max((value for name, value in entries if name in TOTALS and _is_count(value)), default=0)
    n_rows = len(rows)
    if total > n_rows > 0:
        pages = math.ceil(total / n_rows)
        text = (
            f"The file holds only {n_rows:,} of {pluralize(total, 'record')}: one page of about {pages:,}. "
            "Download the other pages and add them too."
        )
        return (Finding(text, rows=rows),)
    if any(name in NEXT_PAGES and value for name, value in entries):
        text = "The server has more records than the file holds: it is one page of several. Download the others too."
        return (Finding(text, rows=rows),)
    return ()


def _iter_entries(part: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in part.items():
        if name in LINKS and isinstance(value, dict):
            yield from ((_normalize(inner), inner_value) for inner, inner_value in value.items())
        elif isinstance(value, dict) and _normalize(name) in TOTALS:
            yield _normalize(name), value.get("value")  # Elasticsearch: {"total": {"value": 7600}}
        else:
            yield _normalize(name), value


def _normalize(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
