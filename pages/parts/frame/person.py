"""Who looks at the page, where the gate knows them: their name, and what they may change."""

from urllib.parse import unquote

import streamlit as st

from geo.gate.asker import PERSON, ROLE
from geo.gate.roles import Role
from geo.storage.workspace.rights import Rights


def person_name() -> str:
    """The name that somebody logged in with; blank where nobody is asked."""
    return unquote(str(st.context.headers.get(PERSON) or ""))


def rights() -> Rights:
    """What whoever looks may change; everything where nobody is asked who they are."""
    text = st.context.headers.get(ROLE)
    if text is None:
        return Rights()
    role = Role(text)
    return Rights(may_import=role.may(Role.IMPORT), may_edit=role.may(Role.EDIT))
