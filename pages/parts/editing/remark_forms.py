"""The forms that write something beside an incident: a note, tags, a link to another incident."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from geo.core.schema import LIST_SEPARATOR, RELATIONS
from geo.storage.edits.changes import Change, Linking, Note, Tagging, Untagging
from geo.storage.edits.edit import Draft
from pages.parts.editing.edit_form import MAX_FIELD, EditForm
from pages.parts.frame import state

MAX_TAGS_TEXT = 600  # characters: ten tags of the longest kind; chosen by judgement


@dataclass(frozen=True)
class NoteForm(EditForm):
    """A note beside the incident."""

    label: str = "Note"
    action: str = "Save the note"
    help: str = "A note stands in the record and in evidence bundles, with your name and the time."

    def draw(self, row: pd.Series, key: str) -> None:
        st.text_area("Note", max_chars=MAX_FIELD, key=f"{key} text")

    def read(self, row: pd.Series, key: str) -> list[Draft]:
        text = str(state.form_value(f"{key} text") or "").strip()
        return [Draft(str(row["incident_id"]), Note(text))] if text else []


@dataclass(frozen=True)
class TagForm(EditForm):
    """The tags of the incident."""

    label: str = "Tag"
    action: str = "Save the tags"
    help: str = "Tags are words of your own, separated by semicolons. The filter “Tag” finds them again."

    def draw(self, row: pd.Series, key: str) -> None:
        st.text_input("Tags", LIST_SEPARATOR.join(tags_of(row)), max_chars=MAX_TAGS_TEXT, key=f"{key} tags")

    def read(self, row: pd.Series, key: str) -> list[Draft]:
        before, after = tags_of(row), split_tags(str(state.form_value(f"{key} tags") or ""))
        added: list[Change] = [Tagging(tag) for tag in after if tag not in before]
        removed: list[Change] = [Untagging(tag) for tag in before if tag not in after]
        return [Draft(str(row["incident_id"]), change) for change in (*added, *removed)]


@dataclass(frozen=True)
class LinkForm(EditForm):
    """A link to an earlier incident."""

    label: str = "Link"
    action: str = "Save the link"
    help: str = "Links join incidents into a chain: say what this one is to an earlier one, and where that is written."

    def draw(self, row: pd.Series, key: str) -> None:
        with st.container(horizontal=True):
            st.selectbox(
                "This incident is", list(RELATIONS), key=f"{key} relation", width=220, help=_explain_relations()
            )
            st.text_input("the incident with the identifier", max_chars=200, key=f"{key} to", width=260)
            st.text_input("Publication that says so", max_chars=1_000, key=f"{key} reference", width=260)
            st.text_input("Paragraph", max_chars=60, key=f"{key} paragraph", width=120)

    def read(self, row: pd.Series, key: str) -> list[Draft]:
        texts = {name: str(state.form_value(f"{key} {name}") or "").strip() for name in _LINK_FIELDS}
        link = Linking(texts["relation"], texts["to"], texts["reference"], texts["paragraph"])
        return [Draft(str(row["incident_id"]), link)] if texts["to"] else []


_LINK_FIELDS = ("relation", "to", "reference", "paragraph")


def tags_of(row: pd.Series) -> list[str]:
    """The tags of a row in order."""
    tags = row.get("tags")
    return split_tags(tags) if isinstance(tags, str) else []


def split_tags(text: str) -> list[str]:
    """Tags that are separated by semicolons, each once."""
    parts = (" ".join(part.split()) for part in text.split(LIST_SEPARATOR.strip()))
    return list(dict.fromkeys(filter(None, parts)))


def _explain_relations() -> str:
    return " ".join(f"“{relation}”: {meaning}." for relation, meaning in RELATIONS.items())
