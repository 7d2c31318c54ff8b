"""Who looks at the page, where the gate knows them: their name, and what they may change."""

from urllib.parse import unquote

import streamlit as st

from geo.gate.roles import Role
from geo.storage.workspace.rights import Rights
from geo.storage.workspace.sessions import person_key
from geo.web.asker_headers import ACCOUNT, PERSON, ROLE


def person_name() -> str:
    """The name that somebody logged in with; blank where nobody is asked."""
    return unquote(str(st.context.headers.get(PERSON) or ""))


def is_confirmed() -> bool:
    """Whether somebody has checked who looks; else the name is what was written."""
    return bool(st.context.headers.get(ACCOUNT))


def own_key() -> str:
    """The key of the data that whoever looks has for themselves; blank where there are none."""
    return person_key(str(st.context.headers.get(ACCOUNT) or ""))


def role() -> Role | None:
    """What whoever looks may do; None where nobody is asked who they are."""
    text = st.context.headers.get(ROLE)
    return None if text is None else Role(text)


def rights(*, is_own: bool) -> Rights:
    """What whoever looks may change: everything where nobody is asked who they are.

    `is_own`: in their own data, where who may import may do everything.
    """
    asked = role()
    if asked is None:
        return Rights()
    return Rights(may_import=asked.may(Role.IMPORT), may_edit=asked.may(Role.IMPORT if is_own else Role.EDIT))
