"""Chart colours for the user's theme, light or dark."""

import streamlit as st

from geo.mapping.symbols import SERIES_DARK, SERIES_LIGHT, TYPE_COLOURS, UNSTATED_COLOUR


def is_dark() -> bool:
    """Whether the page uses the dark theme."""
    return st.context.theme.type == "dark"


def group_colours(groups: list[str], *, by: str) -> list[str]:
    """A colour for each group of a chart (#RRGGBB): the map's own for event types, else a series."""
    if by == "type":
        types = (*TYPE_COLOURS, UNSTATED_COLOUR)
        colours = {colour.event_type: colour.dark if is_dark() else colour.light for colour in types}
        return [colours[group] for group in groups]
    series = SERIES_DARK if is_dark() else SERIES_LIGHT
    return [series[position % len(series)] for position in range(len(groups))]


def side_colours() -> list[str]:
    """The colours (#RRGGBB) of the selection and of the baseline in a comparison."""
    series = SERIES_DARK if is_dark() else SERIES_LIGHT
    return [series[0], series[1]]


def neutral_colours() -> tuple[str, str]:
    """Two greys (#RRGGBB) that no group of a chart has: a strong one for lines and words, a pale one for context."""
    return ("#cfd5d9", "#4a535b") if is_dark() else ("#4a545c", "#cdd3d8")
