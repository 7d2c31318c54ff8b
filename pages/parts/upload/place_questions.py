"""Places that were looked up by their names: what each doubtful wording was understood as, and what else it may be."""

import msgspec
import pandas as pd
import streamlit as st

from geo import places
from geo.core.formatting import pluralize
from geo.errors import PlaceNotFound
from geo.ingest.checks.geocoding import find_query_key
from geo.ingest.import_result import PLACE_WARNING
from geo.ingest.importing import Import
from pages.parts.frame import state
from pages.parts.upload.upload import PendingUpload

PAGE_LENGTH = 10
AS_READ, NOWHERE = "as read", "nowhere"
SPECIAL_LABELS = {AS_READ: "Leave it as it was read", NOWHERE: "None: leave these rows without a position"}


def show_place_questions(pending: PendingUpload, imported: Import) -> None:
    """The doubtful wordings, some at a time, each with a choice of places."""
    doubts = imported.warnings[
        (imported.warnings["kind"] == PLACE_WARNING) & imported.warnings["row"].isin(imported.accepted.index)
    ]
    if len(doubts):
        with st.expander(f"Places in doubt: {pluralize(len(doubts), 'wording')}", expanded=True):
            _show_form(pending, imported, _choose_page(pending, doubts))
    if pending.options.places:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"You have said of {pluralize(len(pending.options.places), 'wording')} what is meant.")
            st.button(
                "Take this back", key=f"places back {pending.digest[:12]}", on_click=_apply_places, args=(pending, ())
            )


def _choose_page(pending: PendingUpload, doubts: pd.DataFrame) -> pd.DataFrame:
    pages = -(-len(doubts) // PAGE_LENGTH)
    if pages == 1:
        return doubts
    page = int(st.number_input(f"Page, of {pages:,}", 1, pages, key=f"page places {pending.digest[:12]}", width=160))
    return doubts.iloc[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]


def _show_form(pending: PendingUpload, imported: Import, doubts: pd.DataFrame) -> None:
    keys = {}
    with st.form(f"places {pending.digest[:12]}", border=False):
        for doubt in doubts.itertuples():
            wording = find_query_key(imported.accepted.loc[doubt.row], str(doubt.value))
            with st.container(gap="xsmall"):
                means = "" if str(doubt.reason).startswith("means ") else ":"
                st.text(f"“{doubt.value}”{means} {doubt.reason}")
                if wording:
                    keys[f"place {pending.digest[:12]} {doubt.Index}"] = wording
                    _show_choice(str(doubt.value), str(doubt.proposal), f"place {pending.digest[:12]} {doubt.Index}")
        st.form_submit_button("Read again with these places", on_click=_apply_choices, args=(pending, keys))


def _show_choice(value: str, proposal: str, key: str) -> None:
    options = [AS_READ, *_candidate_ids(value, proposal), NOWHERE]
    st.selectbox("Is meant", options, format_func=_choice_label, key=key, label_visibility="collapsed", width=520)


def _candidate_ids(value: str, proposal: str) -> list[str]:
    """The identifiers of what may be meant: the proposal, what else its name means, and names spelt nearly so."""
    name = value.partition(",")[0]
    found = [places.resolve_or_none(value), *map(places.resolve_or_none, (name, *places.nearest_spellings(name)))]
    meant = [each for place in found if place for each in (place.place_id, *place.alternatives)]
    return list(dict.fromkeys(filter(None, [proposal, *meant])))


def _choice_label(place_id: str) -> str:
    if place_id in SPECIAL_LABELS:
        return SPECIAL_LABELS[place_id]
    try:
        place = places.place_from_id(place_id)
    except PlaceNotFound:
        return place_id
    return f"{places.label(place)} ({place.kind})"


def _apply_choices(pending: PendingUpload, keys: dict[str, str]) -> None:
    choices = {wording: state.form_value(key) for key, wording in keys.items()}
    places_by_query = {
        wording: "" if chosen == NOWHERE else str(chosen)
        for wording, chosen in choices.items()
        if chosen not in (None, AS_READ)
    }
    _apply_places(pending, tuple((dict(pending.options.places) | places_by_query).items()))


def _apply_places(pending: PendingUpload, chosen_places: tuple[tuple[str, str], ...]) -> None:
    state.put_draft(pending.with_options(msgspec.structs.replace(pending.options, places=chosen_places)))
