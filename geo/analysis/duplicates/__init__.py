"""Incidents of different datasets that may be one event: suggested, decided by a person, linked and never merged."""

from geo.analysis.duplicates.decisions import VERDICTS, joining, stands_for, with_decisions
from geo.analysis.duplicates.suggestions import COLUMNS, SUGGESTED_FROM, WEIGHTS, Suggested, suggested, suggestions

__all__ = [
    "COLUMNS",
    "SUGGESTED_FROM",
    "VERDICTS",
    "WEIGHTS",
    "Suggested",
    "joining",
    "stands_for",
    "suggested",
    "suggestions",
    "with_decisions",
]
