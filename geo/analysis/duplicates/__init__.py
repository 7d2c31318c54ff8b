"""Incidents of different datasets that may be one event: suggested, decided by a person, linked and never merged."""

from geo.analysis.duplicates.decisions import link_to_representative, representatives
from geo.analysis.duplicates.suggestions import MIN_SCORE, PAIR_COLUMNS, WEIGHTS, Suggestions, suggest_duplicates

__all__ = [
    "MIN_SCORE",
    "PAIR_COLUMNS",
    "WEIGHTS",
    "Suggestions",
    "link_to_representative",
    "representatives",
    "suggest_duplicates",
]
