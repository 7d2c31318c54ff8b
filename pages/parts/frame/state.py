"""What the session shows: the selection, its baseline, how the map draws, and what was clicked.

The selection is the one truth; widgets are set from it before they are drawn and change it by callback. Other keys of
the session are in address.py, notices.py, upload_state.py and cache.py.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from geo.analysis.choropleth import MEASURES, RATE_PERIODS
from geo.analysis.comparison.baseline import BEFORE, parse_baseline
from geo.errors import ValueRefused
from geo.mapping.choropleth_legend import VIEW_NAMES
from geo.query.filters import FILTER
from geo.query.selection import Selection
from pages.parts.frame import notices

SELECTION = "selection"
# These are parameters of the address too; geo/query/parameters.py says what they mean.
INCIDENT = "incident"
BASELINE = "with"
# By parameter, its values; the first is the default, which is not written to the address.
VIEW_OPTIONS = {"drawn": ("incidents", *VIEW_NAMES.values()), "measure": tuple(MEASURES), "per": RATE_PERIODS}
# The last events of components.
DRAWING = "last drawing"
BRUSH = "last brush"
SEARCH_PLACE = "search place"


def selection() -> Selection:
    """What to show."""
    current: Selection = st.session_state.get(SELECTION, Selection())
    return current


def set_selection(new: Selection) -> None:
    """Show another selection; values that do not go together are removed and reported."""
    parsed = Selection.from_query(new.to_query())
    st.session_state[SELECTION] = parsed
    notices.set_problems(*parsed.problems)


def incident_id() -> str:
    """The identifier of the incident that is opened in full, or an empty text."""
    return str(st.session_state.get(INCIDENT, ""))


def open_incident(identifier: str) -> None:
    """Open an incident in full, or none for an empty text."""
    st.session_state[INCIDENT] = identifier


def view_option(name: str) -> str:
    """One of the VIEW_OPTIONS of the map: what is `drawn`, by which `measure`, `per` which time."""
    return str(st.session_state.get(f"view {name}", VIEW_OPTIONS[name][0]))


def set_view_option(name: str, value: str) -> None:
    """Have the map draw otherwise."""
    st.session_state[f"view {name}"] = value


def baseline() -> str:
    """What the selection is compared with: a word (geo/analysis/comparison/baseline.py) or another query."""
    return str(st.session_state.get(BASELINE, BEFORE))


def set_baseline(text: str) -> None:
    """Compare the selection with a word, a query or an address; what cannot be read of it is reported."""
    source, problems = parse_baseline(text)
    notices.add_problems(*problems)
    if source:
        st.session_state[BASELINE] = source


def reset_baseline() -> None:
    """Compare the selection with the period before it."""
    st.session_state[BASELINE] = BEFORE


def widget_key(key: str) -> str:
    """The session key of a filter's widget."""
    return f"filter {key}"


def set_widget_value(key: str, value: object) -> None:
    """Make a filter's widget show a value; before it is drawn."""
    st.session_state[widget_key(key)] = value


def apply_widget(key: str, clean: Callable[[object], object]) -> None:
    """Change the selection to the value that was entered into a filter's widget."""
    try:
        value = FILTER[key].from_control(clean(st.session_state[widget_key(key)]))
    except ValueRefused as refusal:
        notices.set_refusal(key, refusal)
        return
    set_selection(selection().with_filter(key, value))


def apply_view_widget(name: str) -> None:
    """Have the map draw as was chosen in the widget."""
    set_view_option(name, str(st.session_state[widget_key(name)]))


def is_new_event(key: str, value: object) -> bool:
    """Whether the value of a component is a new event: a component returns its last value in every later run too."""
    if value is None or st.session_state.get(key) == value:
        return False
    st.session_state[key] = value
    return True


def remember_place(name: str, km: float, place_id: str = "") -> None:
    """Remember the name of the place to search around, which of its places is meant, and the distance."""
    st.session_state[SEARCH_PLACE] = (name, place_id, km)


def remembered_place() -> tuple[str, str, float] | None:
    """The name that was searched for last, the identifier chosen for it or an empty text, and the kilometres."""
    place: tuple[str, str, float] | None = st.session_state.get(SEARCH_PLACE)
    return place


def form_value(key: str) -> Any:
    """What was entered into a field of a form."""
    return st.session_state.get(key)
