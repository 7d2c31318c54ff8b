"""What a link to somebody's own data gives away, said beside each such link."""

import streamlit as st

from pages.parts.frame import address

KEY_WARNING = (
    "The link contains the key to your own data: anyone who has it can see, change and delete everything you stored."
)
KEY_FEED_WARNING = (
    "A feed holds the key too, in its own address and in the links of your own incidents: do not pass its entries on."
)
OWN_WARNING = "The link opens your own data for you alone: it shows others who log in theirs."
OWN_FEED_WARNING = (
    "A program with a token has no data of its own: it is refused here. Leave out data=own for the house's."
)


def show_link_warnings(*, is_for_programs: bool = False) -> None:
    """Say what a link gives away, or to whom it gives nothing; nothing where it opens no data of anybody's own."""
    if not address.data_params():
        return
    key, feed = (OWN_WARNING, OWN_FEED_WARNING) if address.shows_own_data() else (KEY_WARNING, KEY_FEED_WARNING)
    st.caption(key)
    if is_for_programs:
        st.caption(feed)
