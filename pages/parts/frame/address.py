"""The page's address: the only reader and writer of its query, and the key of the session's own data in it."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import streamlit as st

from geo.analysis.comparison.baseline import BEFORE
from geo.errors import EngineFailed, ValueRefused
from geo.mapping.map_position import check_incident, check_layers, check_play, check_view
from geo.query.filters import FILTER
from geo.query.parameters import DATA, describe_unknown, parse_query
from geo.query.selection import MAX_REPEATED, Problem, Selection
from geo.query.unknown_names import drop_unknown_names
from geo.settings import is_shared
from geo.storage import atlas_cache
from geo.storage.workspace import sessions
from pages.parts.frame import bundle_link, notices, person, state
from pages.parts.frame.page_options import options_of

WRITTEN = "written address"
# What the map's own script writes (docs/decisions/0032). Each is checked here when the address is adopted, and is never
# a change of what is shown.
MAP_CHECKS = {"at": check_view, "layers": check_layers, "play": check_play}
# The map opens an incident in its own panel; on every other page the open incident is the page's (docs/decisions/0035).
CHECKS_OF_PAGES = {"map": MAP_CHECKS | {state.INCIDENT: check_incident}}
# The start page redirects to the map with its query, and so reads an address as the map does.
START_PAGE = "map"
# A key that fails is not repeated.
NO_DATA = "There are no data under the key in this address. Data are removed when they have not been used for a day."
SEVERAL_KEYS = "The address has several keys to data. None of them is used: leave one."
NO_ACCOUNT = "The address asks for data of your own, which only people have who log in with an account."
NO_KEY_HERE = "The address has a key to data on a shared server. It is ignored here, where your data need no key."


def data_key() -> str:
    """The key of the session's or the person's own data; empty where the data are this machine's or the house's."""
    if not is_shared():
        return person.own_key() if st.session_state.get(DATA) == sessions.OWN else ""
    return str(st.session_state.setdefault(DATA, sessions.new_key()))


def data_params() -> dict[str, str]:
    """The parameter of an address that opens the own data that are shown; none where none are."""
    if not is_shared():
        return {DATA: sessions.OWN} if data_key() else {}
    return {DATA: data_key()} if sessions.has_data(data_key()) else {}


def shows_own_data() -> bool:
    """Whether a person looks at data of their own, beside which the house has others."""
    return not is_shared() and bool(data_key())


def show_own_data(is_own: bool) -> None:
    """Look at a person's own data, or at the house's."""
    st.session_state[DATA] = sessions.OWN if is_own else ""


def with_data_key(query: str) -> str:
    """A query, or an address with one, that opens the session's own data too, where it has any."""
    return "&".join(filter(None, (query, urlencode(data_params()))))


def adopt_address(url_path: str) -> None:
    """Show what the address of a page says, where somebody else has written it: a link, Back, or a hand."""
    state.set_page(url_path or START_PAGE)
    query = urlencode(_address_pairs())
    if [state.page(), query] == st.session_state.get(WRITTEN):
        return
    parsed = parse_query(query)
    values = {name: values[0] for name, values in parsed.parameters.items()}
    _adopt_data_key(values)
    selection, unknown_names = _drop_unknown_names(parsed.selection)
    if selection != state.selection():
        state.show_first_page()
    st.session_state[state.SELECTION] = selection
    map_problems = (*_check_map_parameters(), *bundle_link.adopt_bundle(values, selection, data_key()))
    notices.set_problems(*parsed.selection.problems, *unknown_names, *_adopt_page_options(values), *map_problems)
    notices.set_ignored(describe_unknown(parsed.unknown))
    _adopt_incident(values)
    _adopt_baseline(values)


def query_params(page: str = "") -> dict[str, list[str]]:
    """The query parameters of an address that shows the selection on a page, by default on this one.

    They are the filters and what that page reads beside them, where it differs from the default.
    """
    page = page or state.page()
    filters = {key: list(FILTER[key].write(value)) for key, value in state.selection().values}
    own = {
        state.INCIDENT: state.incident_id() if page == "filter" else "",
        state.BASELINE: _baseline_param() if page == "compare" else "",
    }
    others = state.page_params(page) | own | data_params()
    return filters | {name: [value] for name, value in others.items() if value}


def write_address() -> None:
    """Make the address say what is shown; it is only touched where it does not."""
    params = query_params()
    pairs = [(name, value) for name, values in params.items() for value in values]
    if pairs != _address_pairs():
        st.query_params.from_dict(params)
    st.session_state[WRITTEN] = [state.page(), urlencode(pairs)]


def _address_pairs() -> list[tuple[str, str]]:
    """The parameters of the address that the page writes."""
    names = (name for name in st.query_params if name not in _map_checks())
    return [(name, value) for name in names for value in st.query_params.get_all(name)]


def _map_checks() -> Mapping[str, Callable[[str], None]]:
    """The checks of the parameters that belong to the map's script on the page that is open."""
    return CHECKS_OF_PAGES.get(state.page(), MAP_CHECKS)


def _check_map_parameters() -> list[Problem]:
    """What the map's script cannot read of its part of the address; the map then opens on the selection."""
    problems = []
    for name, check in _map_checks().items():
        try:
            if name in st.query_params:
                check(st.query_params.get_all(name)[0])  # the script reads the first too
        except ValueRefused as refusal:
            problems.append(Problem(name, refusal.value[:MAX_REPEATED], refusal.accepted))
    return problems


def _baseline_param() -> str:
    return "" if state.baseline() == BEFORE else state.baseline()


def _adopt_page_options(values: Mapping[str, str]) -> list[Problem]:
    """Set the options of this page; a value that there is not is replaced by the default and reported."""
    problems = []
    for option in options_of(state.page()):
        state.set_page_option(option.name, option.default)
        try:
            state.set_page_option(option.name, values.get(option.name, option.default))
        except ValueRefused as refusal:
            problems.append(Problem(option.name, refusal.value[:MAX_REPEATED], refusal.accepted))
    return problems


def _adopt_incident(values: Mapping[str, str]) -> None:
    """Open the incident of the address; on the page of records none where it names none."""
    if state.INCIDENT in values or state.page() == "filter":
        state.open_incident(values.get(state.INCIDENT, ""))


def _adopt_baseline(values: Mapping[str, str]) -> None:
    """Compare with what the address says; on the page of comparisons with the period before where it says nothing."""
    if state.page() == "compare":
        state.reset_baseline()
    if state.BASELINE in values:
        state.set_baseline(values[state.BASELINE])


def _drop_unknown_names(selection: Selection) -> tuple[Selection, tuple[Problem, ...]]:
    """The selection without names that mean nothing; the whole of it where nothing can be asked of the table."""
    try:
        return drop_unknown_names(selection, atlas_cache.current_atlas(data_key()).engine)
    except EngineFailed:
        return selection, ()


def _adopt_data_key(values: Mapping[str, str]) -> None:
    """Open the data of the address's key: that is how a reload keeps them."""
    if not is_shared():
        _adopt_own_data(values.get(DATA, ""))
    elif DATA not in values:
        return
    elif len(set(st.query_params.get_all(DATA))) > 1:
        notices.notify(SEVERAL_KEYS)
    elif sessions.has_data(values[DATA]):
        st.session_state[DATA] = values[DATA]
    else:
        notices.notify(NO_DATA)


def _adopt_own_data(value: str) -> None:
    """Show a person's own data where the address asks for them, and else the house's."""
    show_own_data(value == sessions.OWN and bool(person.own_key()))
    if value == sessions.OWN and not person.own_key():
        notices.notify(NO_ACCOUNT)
    elif value not in ("", sessions.OWN):
        notices.notify(NO_KEY_HERE)
