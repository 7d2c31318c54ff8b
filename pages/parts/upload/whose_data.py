"""Whose data are looked at: who has logged in, and the choice between the house's data and their own."""

import streamlit as st

from geo.gate.roles import Role
from pages.parts.frame import address, person, workspace
from pages.parts.frame.markdown import escape_markdown

KEY = "whose data"
HOUSE, OWN = "The house's data", "My own data"
MAY = {
    Role.READ: "You may read here, and not add or change anything.",
    Role.IMPORT: "You may add and remove imports here, and not change single incidents.",
    Role.EDIT: "You may add imports and change incidents here.",
}
OWN_HELP = (
    "Your own data lie over the incidents that the atlas comes with, on every page and in every download of yours, "
    "without what the house has imported and changed. Nobody else who logs in can see them."
)


def show_person() -> None:
    """Say who has logged in and what they may do, and let them choose whose data they look at."""
    role = person.role()
    if role is None:
        return
    name = person.person_name()
    login = f"You are logged in as {name}." if name else "You are logged in."
    may = MAY[Role.EDIT if workspace.rights().may_edit else role]
    st.markdown(f"{escape_markdown(login)} {may} [Log out](/logout)")
    if person.own_key() and role.may(Role.IMPORT):
        _show_choice()


def _show_choice() -> None:
    st.session_state[KEY] = OWN if address.shows_own_data() else HOUSE
    st.segmented_control("Whose data", [HOUSE, OWN], key=KEY, required=True, on_change=_apply_choice, help=OWN_HELP)


def _apply_choice() -> None:
    address.show_own_data(st.session_state[KEY] == OWN)
