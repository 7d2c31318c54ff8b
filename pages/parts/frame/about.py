"""The About page's own words, and the dictionary from the schema."""

import pandas as pd
import streamlit as st

from geo.core.formatting import pluralize
from geo.core.schema import COMPANION_TABLES, DATE_PRECISIONS, INCIDENT_COLUMNS, PLACE_PRECISIONS, Column
from geo.ingest.importing import PROVIDERS
from geo.query.filters import FILTERS
from geo.storage.atlas import Atlas
from geo.version import __version__
from pages.parts.frame import workspace
from pages.parts.frame.markdown import escape_markdown

INTRODUCTION = """
Faultline is an atlas of incidents: strikes, bombings, clashes, abductions and the diplomacy around them.
What you see on the map, the timeline and the filter page are the same rows, and a download holds exactly
those rows. The address of each page tells the whole selection; send it to a colleague and they see the same.
"""
PRECISION = """
**Places.** A named town is a solid dot. A place that is only near a named one has a ring as wide as it may lie.
A province, a part of a country or a country is drawn as that area, outlined, and never as a pin. What no
source places is listed and counted, not drawn. No coordinate is moved to make it look better.

**Dates.** An incident known to a month is drawn as that month. One without a date is listed last and counted.

**Numbers.** Killed and injured are a low, a best and a high number. Blank is unknown; it is never zero.

**Claims.** Where parties disagree, each claim stands beside the others with the party that makes it.
"""
BORDERS = """
The borders and provinces are those of Natural Earth 5.1, which draws them as they are held and not as they are
claimed. They are nobody's opinion here. Kashmir, Crimea, the Golan and other lands are claimed otherwise by others.
"""
PLACE_NAMES = """
A name that you type is looked up on this machine, in whatever spelling or script. What was understood is written
above the page with the reason; what else it could mean is one click away, and a doubtful spelling is told with its
confidence.
“Northern Iraq”, “near Quetta” or “the Pakistan-Iran border” are areas drawn by rule, and the filter takes what lies in
them.

The names and positions of towns are those of GeoNames (geonames.org, CC BY 4.0), those of provinces and countries of
Natural Earth and Unicode CLDR; crossings, bases, ranges and regions were added for the atlas.
"""
LIMITS = """
Faultline codes what reports say. It does not verify them, and it is no warning system: do not plan a movement
on it alone.
"""


def show_about(atlas: Atlas) -> None:
    """Draw the page."""
    st.header("About Faultline", anchor=False)
    st.markdown(INTRODUCTION)
    st.subheader("How precise", anchor=False)
    st.markdown(PRECISION)
    st.subheader("Whose borders", anchor=False)
    st.markdown(BORDERS)
    st.subheader("Names of places", anchor=False)
    st.markdown(PLACE_NAMES)
    st.subheader("What it is not for", anchor=False)
    st.markdown(LIMITS)
    st.subheader("How to cite", anchor=False)
    _show_citation(atlas)
    _show_imports()
    st.subheader("Data dictionary", anchor=False)
    _show_dictionary()


def _show_citation(atlas: Atlas) -> None:
    last = atlas.incidents["date_end"].max()
    until = f"{last:%Y-%m-%d}" if pd.notna(last) else "no date"
    st.markdown("Name the publications that the incidents rest on, each listed with its incident, and Faultline:")
    program = f"Faultline {__version__}, atlas of incidents."
    st.code(
        f"{program} Data version {atlas.version}. [Address of your page], [day of reading].",
        language=None,
        wrap_lines=True,
    )
    st.caption(
        escape_markdown(
            f"{pluralize(len(atlas.incidents), 'incident')} from {', '.join(atlas.file_names)}; the last date is {until}."
        )
    )


def _show_imports() -> None:
    """The imports that are shown beside what the atlas comes with, and the terms of those who made them."""
    shown = [each for each in workspace.stored() if each.is_visible]
    if not shown:
        return
    st.markdown("Shown too are files that were added here. Name their makers, and mind their terms:")
    terms = {each.name: each for each in PROVIDERS}
    rows = [
        {
            "Import": each.label,
            "Dataset": each.dataset or each.provider,
            "Incidents": each.accepted,
            "Terms": terms[each.provider].licence if each.provider in terms else "",
            "Added": each.added.date(),
        }
        for each in shown
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="not stated",
        alt="The imports that are shown, with their terms",
    )
    for name in dict.fromkeys(each.provider for each in shown):
        if name in terms and terms[name].citation:
            st.code(terms[name].citation, language=None, wrap_lines=True)


def _show_dictionary() -> None:
    tables = {"incidents": INCIDENT_COLUMNS} | COMPANION_TABLES
    for name, columns in tables.items():
        with st.expander(name.capitalize()):
            st.dataframe(_dictionary_rows(columns), hide_index=True, alt=f"The columns of the table {name}")
    with st.expander("Precision"):
        st.table(PLACE_PRECISIONS, alt="Place precisions")
        st.table(DATE_PRECISIONS, alt="Date precisions")
    with st.expander("Parameters of an address"):
        st.dataframe(
            pd.DataFrame([{"Parameter": each.key, "Meaning": each.help} for each in FILTERS]),
            hide_index=True,
            alt="The parameters of an address",
        )


def _dictionary_rows(columns: tuple[Column, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Column": column.name,
                "Name": column.title,
                "Meaning": column.tooltip,
                "Values": ", ".join(column.allowed),
            }
            for column in columns
        ]
    )
