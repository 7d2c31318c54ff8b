"""The form that adds an incident: what, when, where, who and how many; a place without coordinates is looked up."""

import streamlit as st

from geo import places
from geo.core.schema import COLUMN, INJURED, KILLED
from geo.places.place import Place
from geo.storage.edits.changes import IncidentAddition
from geo.storage.edits.edit import Draft
from pages.parts.editing.author import show_author_fields
from pages.parts.editing.date_cells import spread_dates
from pages.parts.editing.edit_form import draw_field, filled, read_cells, width_of
from pages.parts.editing.submission import show_refusal, submit
from pages.parts.frame import state, workspace
from pages.parts.frame.own_places import read_own_places
from pages.parts.frame.section import closed_section

KEY = "new incident"
# The fields in the order in which people tell what happened, line by line.
LINES: tuple[tuple[str, ...], ...] = (
    ("title",),
    ("date_start", "date_end", "date_precision", "event_type", "sub_event_type"),
    ("place_name", "admin1", "country", "latitude", "longitude", "place_precision"),
    ("actor_a", "actor_b", "other_actors"),
    KILLED,
    INJURED,
    ("summary",),
)
COLUMNS = tuple(COLUMN[name] for line in LINES for name in line)
COORDINATES = ("latitude", "longitude")
HELP = (
    "A date and a place are enough; of a date the year (2012) or the month (2012-05) where no more is known. A place "
    "without coordinates is looked up by its name; where it is known only to a province or a country, so is the "
    "incident. What you leave blank is unknown."
)


def show_incident_form() -> None:
    """Draw the form, where whoever looks may change incidents."""
    if not workspace.rights().may_edit:
        return
    with closed_section("Add an incident", key="adding", icon=":material/add:") as is_open:
        if is_open:
            _show_form()


def _show_form() -> None:
    st.caption(HELP)
    with st.form(f"form {KEY}", border=False):
        for line in LINES:
            with st.container(horizontal=True):
                for name in line:
                    with st.container(width=width_of(COLUMN[name])):
                        draw_field(COLUMN[name], f"{KEY} {name}", "")
        show_author_fields(KEY)
        st.form_submit_button("Add the incident", type="primary", on_click=_submit)
        show_refusal(KEY)


def _submit() -> None:
    if submit(_read, KEY):
        state.clear_form(KEY)


def _read() -> list[Draft]:
    """The incident that the fields describe; raises PlaceNotFound."""
    cells = spread_dates(filled(read_cells(COLUMNS, KEY)))
    return [Draft("", IncidentAddition(locate(cells)))] if cells else []


def locate(cells: dict[str, str]) -> dict[str, str]:
    """The cells with the place that they name, where they have no coordinates; raises PlaceNotFound."""
    if any(name in cells for name in COORDINATES) or "place_name" not in cells:
        return cells
    country, admin1, own_places = cells.get("country"), cells.get("admin1"), read_own_places()
    place = places.resolve(cells["place_name"], country=country, admin1=admin1, own_places=own_places)
    return _cells_of(place) | cells


def _cells_of(place: Place) -> dict[str, str]:
    texts = {
        "latitude": f"{place.point.y:.5f}",
        "longitude": f"{place.point.x:.5f}",
        "place_precision": place.precision,
        "country": place.country,
        "admin1": place.admin1,
        "place_id": place.place_id,
        "radius_km": place.radius_km,
    }
    return {name: str(text) for name, text in texts.items() if text}
