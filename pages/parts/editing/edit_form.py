"""What every form of a change answers: its fields, and the changes that they ask for."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import streamlit as st

from geo.core.schema import COUNT, DATE, DECIMAL, FLAG, Column
from geo.storage.edits.edit import Draft
from pages.parts.editing.author import show_author_fields
from pages.parts.editing.submission import show_refusal, submit
from pages.parts.frame import cache, state

MAX_FIELD = 10_000  # characters of a text, as geo/storage/edits/changes/change.py accepts
UNCHOSEN = ""  # of a closed vocabulary: blank
NAME_WIDTH, NUMBER_WIDTH = 200, 120  # pixels: two names or three numbers beside each other in a record's width


@dataclass(frozen=True)
class EditForm(ABC):
    """A form that changes one incident.

    `label`: what it does, on its button to choose it; `action`: on the button that submits it.
    """

    label: str
    action: str
    help: str = ""
    needs_reason: bool = False

    @abstractmethod
    def draw(self, row: pd.Series, key: str) -> None:
        """Draw its fields, whose keys begin with `key`; they show what the row holds."""

    @abstractmethod
    def read(self, row: pd.Series, key: str) -> list[Draft]:
        """The changes that its fields ask for."""

    def show(self, row: pd.Series) -> None:
        """Draw the whole form."""
        key = f"{self.label} {row['incident_id']} {_stamp(str(row['incident_id']))}"
        if self.help:
            st.caption(self.help)
        with st.form(f"form {key}", border=False):
            self.draw(row, key)
            show_author_fields(key, needs_reason=self.needs_reason)
            st.form_submit_button(self.action, type="primary", on_click=self._submit, args=(row, key))
            show_refusal(key)

    def _submit(self, row: pd.Series, key: str) -> None:
        submit(lambda: self.read(row, key), key)


def _stamp(incident_id: str) -> str:
    """What a form's fields are of: other ones after each change of the incident, for a field keeps what was typed."""
    changes = cache.get_atlas().edits.of_incident(incident_id)
    return f"{len(changes)}.{sum(edit.is_undone for edit in changes)}"


def draw_field(column: Column, key: str, value: str) -> None:
    """Draw the field of a column; a choice where its vocabulary is closed."""
    if column.allowed or column.dtype == FLAG:
        options = [UNCHOSEN, *(column.allowed or ("true", "false"))]
        index = options.index(value) if value in options else 0
        st.selectbox(column.title, options, index, key=key, help=column.tooltip, format_func=_show_choice)
        return
    placeholder = "YYYY-MM-DD" if column.dtype == DATE else ""
    draw = st.text_area if column.prose and column.name != "title" else st.text_input
    draw(column.title, value, max_chars=MAX_FIELD, key=key, help=column.tooltip, placeholder=placeholder)


def width_of(column: Column) -> int | Literal["stretch"]:
    """The width of the field of a column."""
    if column.prose:
        return "stretch"
    return NUMBER_WIDTH if column.dtype in (COUNT, DECIMAL, DATE) else NAME_WIDTH


def read_cells(columns: tuple[Column, ...], key: str) -> dict[str, str]:
    """What the fields of columns hold, by column; blank ones too."""
    values = ((column.name, state.form_value(f"{key} {column.name}")) for column in columns)
    return {name: str(value).strip() for name, value in values if value is not None}


def filled(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells that hold something."""
    return {name: text for name, text in cells.items() if text}


def _show_choice(value: str) -> str:
    return value or "not stated"
