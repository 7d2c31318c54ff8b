"""Which colours suit the theme that the person has chosen."""

import streamlit as st

from geo.mapping.symbols import SERIES, SERIES_DARK, TYPE_COLOURS, UNSTATED


def is_dark() -> bool:
    """Whether the page is dark."""
    return st.context.theme.type == "dark"


def group_colours(groups: list[str], *, by: str) -> list[str]:
    """A colour for each group of a chart: the event types' own, or a series for actors."""
    if by == "type":
        colours = {each.event_type: each.dark if is_dark() else each.light for each in (*TYPE_COLOURS, UNSTATED)}
        return [colours[group] for group in groups]
    series = SERIES_DARK if is_dark() else SERIES
    return [series[position % len(series)] for position in range(len(groups))]


def side_colours() -> list[str]:
    """A colour for each side of a comparison."""
    series = SERIES_DARK if is_dark() else SERIES
    return [series[0], series[1]]
