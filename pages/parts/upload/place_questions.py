"""Doubtful places: which place each name was taken to mean, and the others that the user can choose instead."""

import msgspec
import pandas as pd
import streamlit as st

from geo import places
from geo.core.excerpts import shorten, shorten_message
from geo.core.formatting import pluralize
from geo.errors import PlaceNotFound
from geo.ingest.checks.geocoding import introduce_warning
from geo.ingest.checks.place_queries import find_query_key
from geo.ingest.import_result import PLACE_WARNING
from geo.ingest.importing import Import
from pages.parts.frame import state, upload_state
from pages.parts.frame.markdown import escape_markdown
from pages.parts.frame.pager import choose_page
from pages.parts.upload.pending_upload import PendingUpload

PAGE_LENGTH = 10  # names; a judgement
AS_READ, NOWHERE = "as read", "nowhere"
SPECIAL_LABELS = {AS_READ: "Leave as it is", NOWHERE: "None of these: leave the rows without a position"}


def show_place_questions(pending: PendingUpload, imported: Import) -> None:
    """Show the doubtful names, a page at a time, each with a choice of places."""
    warnings = imported.warnings[
        (imported.warnings["kind"] == PLACE_WARNING) & imported.warnings["row"].isin(imported.accepted.index)
    ]
    if len(warnings):
        ordered = warnings.sort_values("sure", kind="stable")
        with st.expander(_make_title(warnings["sure"].astype("bool")), expanded=True):
            first, end = choose_page(len(warnings), PAGE_LENGTH, key=f"places {pending.digest[:12]}")
            _show_form(pending, imported, ordered.iloc[first:end])
    if pending.options.places:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"You chose the place for {pluralize(len(pending.options.places), 'name')}.")
            st.button("Undo", key=f"places back {pending.digest[:12]}", on_click=_apply_places, args=(pending, ()))


def _make_title(is_sure: pd.Series) -> str:
    """How many names are doubtful, and how many were placed for sure and stand behind them."""
    n_sure = int(is_sure.sum())
    if n_sure == len(is_sure):
        return f"Places by name: {pluralize(n_sure, 'name')}, {'which is' if n_sure == 1 else 'all'} sure"
    sure = f", and {n_sure:,} that {'is' if n_sure == 1 else 'are'} sure" if n_sure else ""
    return f"Doubtful places: {pluralize(len(is_sure) - n_sure, 'name')}{sure}"


def _show_form(pending: PendingUpload, imported: Import, warnings: pd.DataFrame) -> None:
    query_keys = {}
    with st.form(f"places {pending.digest[:12]}", border=False):
        for warning in warnings.itertuples():
            query_key = find_query_key(imported.accepted.loc[warning.row], str(warning.value))
            with st.container(gap="xsmall"):
                st.text(introduce_warning(str(warning.value), shorten_message(str(warning.reason))))
                if query_key:
                    widget_key = f"place {pending.digest[:12]} {warning.Index}"
                    query_keys[widget_key] = query_key
                    _show_choice(str(warning.value), str(warning.proposal), widget_key)
        st.form_submit_button("Apply places", on_click=_apply_choices, args=(pending, query_keys))


def _show_choice(value: str, proposal: str, key: str) -> None:
    options = [AS_READ, *_candidate_ids(value, proposal), NOWHERE]
    label = f"Meaning of “{escape_markdown(shorten(value))}”"
    st.selectbox(label, options, format_func=_choice_label, key=key, label_visibility="collapsed", width=520)


def _candidate_ids(value: str, proposal: str) -> list[str]:
    """The place_id of each place that may be meant: the proposal, places of this name, and places of similar names."""
    name = value.partition(",")[0]
    resolved = [places.resolve_or_none(text) for text in (value, name, *places.nearest_spellings(name))]
    candidates = [place_id for place in resolved if place for place_id in (place.place_id, *place.alternatives)]
    return list(dict.fromkeys(filter(None, [proposal, *candidates])))


def _choice_label(place_id: str) -> str:
    if place_id in SPECIAL_LABELS:
        return SPECIAL_LABELS[place_id]
    try:
        place = places.place_from_id(place_id)
    except PlaceNotFound:
        return place_id
    return f"{places.label(place)} ({place.kind})"


def _apply_choices(pending: PendingUpload, query_keys: dict[str, str]) -> None:
    choices = {query_key: state.form_value(widget_key) for widget_key, query_key in query_keys.items()}
    places_by_query = {
        query_key: "" if choice == NOWHERE else str(choice)
        for query_key, choice in choices.items()
        if choice not in (None, AS_READ)
    }
    _apply_places(pending, tuple((dict(pending.options.places) | places_by_query).items()))


def _apply_places(pending: PendingUpload, place_ids: tuple[tuple[str, str], ...]) -> None:
    upload_state.put_upload(pending.with_options(msgspec.structs.replace(pending.options, places=place_ids)))
