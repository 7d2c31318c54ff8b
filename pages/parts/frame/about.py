"""The About page: what the atlas is, its limits, how to cite it, and the data dictionary."""

import pandas as pd
import streamlit as st

from geo.core.formatting import format_day, pluralize
from geo.core.schema import COMPANION_TABLES, DATE_PRECISIONS, INCIDENT_COLUMNS, PLACE_PRECISIONS, Column
from geo.ingest.importing import PROVIDERS
from geo.places.districts.layers import credit_lines, district_layers
from geo.query.filters import FILTERS
from geo.query.parameters import PARAMETERS
from geo.query.selection import Selection
from geo.settings import __version__
from geo.storage.atlas import Atlas
from pages.parts.frame import workspace
from pages.parts.frame.markdown import escape_markdown

INTRODUCTION = """
Faultline is an atlas of incidents: strikes, bombings, clashes, abductions and the diplomacy around them.
The map, the timeline and the table show the same incidents, and a download contains exactly those. The address of a
page contains the whole selection: send it to a colleague, and they see what you see.
"""
PRECISION = """
**Places.** A solid dot is a named town or site. A dot with a ring is somewhere near a named place, within the ring.
An incident known only to a district, a province, a region or a country is drawn as the outline of that area, never as a
pin; where the outline of a district is not known, as a circle.
Incidents with no known place are counted and listed, but not drawn. No coordinate is moved to make the map look better.

**Dates.** An incident known only to a month is drawn over that month. Incidents without a date are counted and listed
last.

**Numbers.** Killed and injured each have a low, a best and a high estimate. Blank means unknown, never zero.

**Claims.** Where the parties disagree, their claims are shown side by side, each with the party that makes it.
"""
BORDERS = """
Borders and provinces come from Natural Earth 5.1, which draws them de facto: by who controls the land, not by who
claims it. Their use implies no position on any claim. Kashmir, Crimea, the Golan Heights and other territories are
disputed.
"""
PLACE_NAMES = """
Place names are looked up on this machine, in any spelling or script. The page shows which place was understood and why,
with a word for how likely it is right; other places of the same name are one click away.
“Northern Iraq”, “near Quetta” and “the Pakistan-Iran border” are areas drawn by fixed rules, and the filter shows what
lies inside them.

Names and positions of towns come from GeoNames (geonames.org, CC BY 4.0), those of provinces and countries from
Natural Earth and Unicode CLDR; crossings, bases, mountain ranges and regions were added for this atlas.
"""
LIMITS = """
Faultline records what reports say and does not verify them. It is not a warning system: do not plan travel or
operations on it alone.
"""


def show_about(atlas: Atlas) -> None:
    """Draw the page."""
    st.header("About Faultline", anchor=False)
    st.markdown(INTRODUCTION)
    st.subheader("How precise it is", anchor=False)
    st.markdown(PRECISION)
    st.subheader("Borders", anchor=False)
    st.markdown(BORDERS)
    _show_district_credits()
    st.subheader("Place names", anchor=False)
    st.markdown(PLACE_NAMES)
    st.subheader("What it is not for", anchor=False)
    st.markdown(LIMITS)
    st.subheader("How to cite", anchor=False)
    _show_citation(atlas)
    _show_imports()
    st.subheader("Data dictionary", anchor=False)
    _show_dictionary()


def _show_district_credits() -> None:
    """Whose the outlines of districts are, and their licences."""
    layers = district_layers()
    countries = ", ".join(layer.countries[0] for layer in layers.values())
    st.markdown(f"Outlines of districts come from geoBoundaries, for {countries}.")
    with st.expander("Districts: sources and licences"):
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in credit_lines(layers)))


def _show_citation(atlas: Atlas) -> None:
    last = atlas.select(Selection()).latest("date_end")
    until = f", the latest on {format_day(last)}" if pd.notna(last) else ""
    st.markdown("Cite the publications listed with each incident you use, and Faultline:")
    program = f"Faultline {__version__}, atlas of incidents."
    st.code(
        f"{program} Data version {atlas.version}. [Address of the page], [date of access].",
        language=None,
        wrap_lines=True,
    )
    count = pluralize(len(atlas.engine), "incident")
    st.caption(escape_markdown(f"{count} from {', '.join(atlas.file_names)}{until}."))


def _show_imports() -> None:
    """List the visible imports with their licences and citations."""
    imports = [stored for stored in workspace.list_imports() if stored.is_visible]
    if not imports:
        return
    st.markdown("The atlas also shows files that were added here. Cite their providers and respect their terms:")
    providers = {provider.name: provider for provider in PROVIDERS}
    rows = [
        {
            "Import": stored.label,
            "Dataset": stored.dataset or stored.provider,
            "Incidents": stored.accepted,
            "Terms": providers[stored.provider].licence or None if stored.provider in providers else None,
            "Added": stored.added.date(),
        }
        for stored in imports
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="not stated",
        alt="The visible imports, with their terms",
    )
    for name in dict.fromkeys(stored.provider for stored in imports):
        if name in providers and providers[name].citation:
            st.code(providers[name].citation, language=None, wrap_lines=True)


def _show_dictionary() -> None:
    tables = {"incidents": INCIDENT_COLUMNS} | COMPANION_TABLES
    for name, columns in tables.items():
        with st.expander(name.capitalize()):
            st.dataframe(_dictionary_rows(columns), hide_index=True, alt=f"The columns of the table {name}")
    with st.expander("Precision"):
        st.table(PLACE_PRECISIONS, alt="Place precisions")
        st.table(DATE_PRECISIONS, alt="Date precisions")
    with st.expander("Address parameters"):
        st.dataframe(_parameters(), hide_index=True, alt="The parameters of an address")


def _parameters() -> pd.DataFrame:
    filters = [{"Parameter": filter_.key, "Meaning": filter_.help, "Read by": "all"} for filter_ in FILTERS]
    others = [
        {"Parameter": parameter.name, "Meaning": parameter.help, "Read by": ", ".join(parameter.readers)}
        for parameter in PARAMETERS
    ]
    return pd.DataFrame([*filters, *others])


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
