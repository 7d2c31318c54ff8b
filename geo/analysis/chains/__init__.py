"""Links between incidents that a person may want to make: suggested, and decided by a person."""

from geo.analysis.chains.link_suggestions import (
    SUGGESTION_COLUMNS,
    WINDOW_DAYS,
    LinkSuggestions,
    suggest_links,
)

__all__ = ["SUGGESTION_COLUMNS", "WINDOW_DAYS", "LinkSuggestions", "suggest_links"]
