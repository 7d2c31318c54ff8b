"""The only keys of the session, and the only reader and writer of the page's address.

The selection is the one truth; widgets are set from it before they are drawn and change it by callback.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from geo.analysis.choropleth import MEASURES, RATE_PERIODS
from geo.analysis.comparison.baseline import BEFORE, parse_baseline
from geo.errors import ValueRefused
from geo.mapping.choropleth_legend import VIEW_NAMES
from geo.query.filters import FILTER
from geo.query.selection import Problem, Selection
from geo.settings import is_shared
from geo.storage.workspace import sessions
from pages.parts.upload.upload import PendingUpload

SELECTION = "selection"
PROBLEMS = "problems"
INCIDENT = "incident"
OTHER = "with"  # what the selection is compared with: a parameter of the address that is no filter
# How the map draws, which is no filter; the first value of each is usual and not written.
VIEW = {"drawn": ("incidents", *VIEW_NAMES.values()), "measure": tuple(MEASURES), "per": RATE_PERIODS}
BESIDE = (INCIDENT, OTHER, *VIEW)
DATA = "data"  # on a shared server: the key of the session's own data, which is no filter either
WRITTEN = "address written"
DRAWING = "drawing taken"
CLICK = "click taken"
POINT = "point asked about"
NEWS = "news"
ASKED = "place asked for"
BRUSHED = "brush taken"
DRAFTS = "drafts"
UPLOADS = "uploads taken"


def selection() -> Selection:
    """What to show."""
    held: Selection = st.session_state.get(SELECTION, Selection())
    return held


def choose(chosen: Selection) -> None:
    """Show another selection; values that do not go together are taken off and named."""
    read = Selection.from_query(chosen.to_query())
    st.session_state[SELECTION] = read
    st.session_state[PROBLEMS] = read.problems


def incident_id() -> str:
    """The incident that is opened in full, or an empty text."""
    return str(st.session_state.get(INCIDENT, ""))


def open_incident(opened: str) -> None:
    """Open an incident in full, or none for an empty text."""
    st.session_state[INCIDENT] = opened


def view(key: str) -> str:
    """How the map draws: what is `drawn`, by which `measure`, `per` which time."""
    return str(st.session_state.get(f"view {key}", VIEW[key][0]))


def draw(key: str, value: str) -> None:
    """Have the map draw otherwise."""
    st.session_state[f"view {key}"] = value


def other() -> str:
    """What the selection is compared with: a word (geo/analysis/comparison/baseline.py) or another query."""
    return str(st.session_state.get(OTHER, BEFORE))


def compare_with(given: str) -> None:
    """Compare the selection with another one: a word, a query or an address. What cannot be read is named."""
    written, problems = parse_baseline(given)
    st.session_state[PROBLEMS] = (*st.session_state.get(PROBLEMS, ()), *problems)
    if written:
        st.session_state[OTHER] = written


def refuse(key: str, refusal: ValueRefused) -> None:
    """Name a filter's value that could not be taken."""
    st.session_state[PROBLEMS] = (Problem(key, refusal.value, refusal.accepted),)


def take_problems() -> tuple[Problem, ...]:
    """What could not be read of the address or of a form, once."""
    return tuple(st.session_state.pop(PROBLEMS, ()))


def tell(news: str) -> None:
    """Say something above the next page that is drawn, behind what else is to be said there."""
    st.session_state[NEWS] = "\n".join(filter(None, (st.session_state.get(NEWS, ""), news)))


def take_news() -> str:
    """What is to be said, once."""
    return str(st.session_state.pop(NEWS, ""))


def data_key() -> str:
    """The key of the session's own data on a shared server; empty where the data are this machine's."""
    if not is_shared():
        return ""
    return str(st.session_state.setdefault(DATA, sessions.new_key()))


def carrying(query: str) -> str:
    """A query, or an address with one, that opens the session's own data too, where it has any."""
    return "&".join(filter(None, (query, urlencode(data()))))


def data() -> dict[str, str]:
    """The parameter of an address that opens the session's own data; none where there are none of its own."""
    return {DATA: data_key()} if sessions.has_data(data_key()) else {}


def _adopt_data(given: dict[str, str]) -> list[Problem]:
    """Take the session's data from the address: that is how a reload keeps them. A key that fails is not repeated."""
    if DATA not in given:
        return []
    if not sessions.has_data(given[DATA]):
        return [Problem(DATA, "a key", "the key of data that are still here; they are removed when not used for a day")]
    st.session_state[DATA] = given[DATA]
    return []


def adopt_address() -> None:
    """Take the selection from the address where somebody else wrote it: a link, Back, a hand."""
    pairs = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    if urlencode(pairs) == st.session_state.get(WRITTEN):
        return
    beside_it = (*BESIDE, DATA) if is_shared() else BESIDE
    read = Selection.from_query(urlencode([pair for pair in pairs if pair[0] not in beside_it]))
    beside = dict(reversed([pair for pair in pairs if pair[0] in beside_it]))
    st.session_state[SELECTION] = read
    st.session_state[PROBLEMS] = (*read.problems, *_adopt_view(beside), *_adopt_data(beside))
    open_incident(beside.get(INCIDENT, ""))
    st.session_state[OTHER] = BEFORE
    if OTHER in beside:
        compare_with(beside[OTHER])


def _adopt_view(given: dict[str, str]) -> list[Problem]:
    """Take how the map draws from an address; what is no such value is left out and named."""
    read = {key: given.get(key, values[0]) for key, values in VIEW.items()}
    strange = [key for key, values in VIEW.items() if read[key] not in values]
    for key, values in VIEW.items():
        draw(key, values[0] if key in strange else read[key])
    return [Problem(key, read[key][:60], ", ".join(filter(None, VIEW[key]))) for key in strange]


def address() -> dict[str, list[str]]:
    """The query parameters of the page's address."""
    query = {key: list(FILTER[key].write(value)) for key, value in selection().values}
    drawing = VIEW if view("drawn") != VIEW["drawn"][0] else {}
    unusual = {key: view(key) for key, values in drawing.items() if view(key) != values[0]}
    beside = unusual | {INCIDENT: incident_id(), OTHER: "" if other() == BEFORE else other()} | data()
    return query | {key: [value] for key, value in beside.items() if value}


def write_address() -> None:
    """Make the address tell what is shown; it is only touched where it does not."""
    written = address()
    pairs = [(key, value) for key, values in written.items() for value in values]
    current = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    if pairs != current:
        st.query_params.from_dict(written)
    st.session_state[WRITTEN] = urlencode(pairs)


def widget_key(key: str) -> str:
    """The session key of a filter's widget."""
    return f"filter {key}"


def set_widget(key: str, value: object) -> None:
    """Make a filter's widget show a value; before it is drawn."""
    st.session_state[widget_key(key)] = value


def take_widget(key: str, clean: Callable[[object], object]) -> None:
    """Take the value that a person gave a filter's widget into the selection."""
    try:
        value = FILTER[key].from_control(clean(st.session_state[widget_key(key)]))
    except ValueRefused as refusal:
        refuse(key, refusal)
        return
    choose(selection().with_filter(key, value))


def take_view(key: str) -> None:
    """Have the map draw as a person chose."""
    draw(key, str(st.session_state[widget_key(key)]))


def is_news(key: str, value: object) -> bool:
    """Whether a component's value is new; a component goes on telling its last value for ever."""
    if value is None or st.session_state.get(key) == value:
        return False
    st.session_state[key] = value
    return True


def point() -> tuple[float, float] | None:
    """The longitude and latitude that a person asks about."""
    held: tuple[float, float] | None = st.session_state.get(POINT)
    return held


def ask_about(longitude: float, latitude: float) -> None:
    """Ask about a point."""
    st.session_state[POINT] = (longitude, latitude)


def ask_for(name: str, km: float, place_id: str = "") -> None:
    """Keep the name that was asked for, and which of its places was chosen."""
    st.session_state[ASKED] = (name, place_id, km)


def asked_for() -> tuple[str, str, float] | None:
    """The name that was asked for last, the identifier chosen for it or an empty text, and the distance."""
    held: tuple[str, str, float] | None = st.session_state.get(ASKED)
    return held


def drafts() -> tuple[PendingUpload, ...]:
    """The files that were given and are not stored yet, in the order in which they came."""
    held: dict[str, PendingUpload] = st.session_state.get(DRAFTS, {})
    return tuple(held.values())


def put_draft(draft: PendingUpload) -> None:
    """Keep a draft, in place of an earlier one of the same file."""
    st.session_state[DRAFTS] = st.session_state.get(DRAFTS, {}) | {draft.digest: draft}


def drop_draft(digest: str) -> None:
    """Forget a draft."""
    held: dict[str, PendingUpload] = st.session_state.get(DRAFTS, {})
    st.session_state[DRAFTS] = {key: draft for key, draft in held.items() if key != digest}


def upload_key() -> str:
    """The session key of the field that takes files: another one whenever its files were taken, so that it is empty."""
    return f"upload {st.session_state.get(UPLOADS, 0)}"


def take_uploads() -> list[tuple[str, bytes]]:
    """The names and contents of the files that were given, once."""
    given = st.session_state.get(upload_key()) or []
    st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1
    return [(file.name, file.getvalue()) for file in given]


def form_value(key: str) -> Any:
    """What a person entered into a field of a form."""
    return st.session_state.get(key)
