"""What the session shows: the selection, its baseline, the options of each page, and what was clicked.

The selection is the one truth; widgets are set from it before they are drawn and change it by callback. Other keys of
the session are in address.py, notices.py, upload_state.py and cache.py.
"""

from typing import Any

import streamlit as st

from geo.analysis.comparison.baseline import BEFORE, parse_baseline
from geo.query.selection import Selection
from pages.parts.frame import notices
from pages.parts.frame.page_options import PAGE_OPTION, options_of

PAGE = "page"
SELECTION = "selection"
# These are parameters of the address too; geo/query/parameters.py says what they mean.
INCIDENT = "incident"
BASELINE = "with"
# The last events of components.
DRAWING = "last drawing"
BRUSH = "last brush"
SEARCH_PLACE = "search place"


def page() -> str:
    """The last part of the address of the page that is shown, such as “map”."""
    return str(st.session_state.get(PAGE, ""))


def set_page(url_path: str) -> None:
    """Remember which page is shown."""
    st.session_state[PAGE] = url_path


def selection() -> Selection:
    """What to show."""
    current: Selection = st.session_state.get(SELECTION, Selection())
    return current


def set_selection(new: Selection) -> None:
    """Show another selection, from its first page on; values that do not go together are removed and reported."""
    parsed = Selection.from_query(new.to_query())
    show_first_page()
    st.session_state[SELECTION] = parsed
    notices.set_problems(*parsed.problems)


def incident_id() -> str:
    """The identifier of the incident that is opened in full, or an empty text."""
    return str(st.session_state.get(INCIDENT, ""))


def open_incident(identifier: str) -> None:
    """Open an incident in full, or none for an empty text."""
    st.session_state[INCIDENT] = identifier


def page_option(name: str, *, of: str = "") -> str:
    """The value of an option of a page, by default of the one that is shown; raises KeyError where it has no such."""
    option = PAGE_OPTION[of or page(), name]
    return str(st.session_state.get(_option_key(option.page, name), option.default))


def set_page_option(name: str, value: str, *, of: str = "") -> None:
    """Give an option of a page another value; raises ValueRefused for one that it cannot have."""
    option = PAGE_OPTION[of or page(), name]
    st.session_state[_option_key(option.page, name)] = option.check(value)


def page_params(url_path: str) -> dict[str, str]:
    """The options of a page that differ from their defaults, as parameters of its address."""
    values = {option.name: page_option(option.name, of=url_path) for option in options_of(url_path)}
    changed = {name: value for name, value in values.items() if value != PAGE_OPTION[url_path, name].default}
    return {name: value for name, value in changed.items() if PAGE_OPTION[url_path, name].requires in ("", *changed)}


def bind_option(name: str) -> dict[str, Any]:
    """The arguments by which a widget shows an option of this page and changes it; before the widget is drawn."""
    key = f"{page()} {name}"
    st.session_state[key] = PAGE_OPTION[page(), name].to_widget(page_option(name))
    return {"key": key, "on_change": _apply_option_widget, "args": (page(), name)}


def show_first_page() -> None:
    """Show the first page of the table and of the list."""
    for option in PAGE_OPTION.values():
        if option.name == "page":
            set_page_option("page", option.default, of=option.page)


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


def _apply_option_widget(url_path: str, name: str) -> None:
    """Give an option the value that was chosen in its widget."""
    set_page_option(name, PAGE_OPTION[url_path, name].from_widget(st.session_state[f"{url_path} {name}"]), of=url_path)


def _option_key(url_path: str, name: str) -> str:
    return f"option {url_path} {name}"


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


def clear_form(key: str) -> None:
    """Let the fields of a form whose keys begin with `key` show what they show at first."""
    for name in [name for name in map(str, st.session_state) if name.startswith(f"{key} ")]:
        del st.session_state[name]


def forget_field(key: str) -> None:
    """Let one field of a form show what it shows at first."""
    st.session_state.pop(key, None)
