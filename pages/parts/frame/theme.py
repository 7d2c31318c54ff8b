"""Which colours suit the theme that the person has chosen."""

import streamlit as st

from geo.mapping.symbols import SERIES_DARK, SERIES_LIGHT, TYPE_COLOURS, UNSTATED_COLOUR


def is_dark() -> bool:
    """Whether the page is dark."""
    return st.context.theme.type == "dark"


def group_colours(groups: list[str], *, by: str) -> list[str]:
    """A colour for each group of a chart: the event types' own, or a series for actors."""
    if by == "type":
        colours = {each.event_type: each.dark if is_dark() else each.light for each in (*TYPE_COLOURS, UNSTATED_COLOUR)}
        return [colours[group] for group in groups]
    series = SERIES_DARK if is_dark() else SERIES_LIGHT
    return [series[position % len(series)] for position in range(len(groups))]


def side_colours() -> list[str]:
    """A colour for each side of a comparison."""
    series = SERIES_DARK if is_dark() else SERIES_LIGHT
    return [series[0], series[1]]
