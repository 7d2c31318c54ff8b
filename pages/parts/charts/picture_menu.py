"""The page's chart to take away: as a picture, as a link, as a frame for another page."""

import html
from urllib.parse import urlencode, urljoin

import streamlit as st

from geo.query.parameters import DATA
from geo.settings import embed_origins
from pages.parts.frame import address, quiet_frame

SIZES = {
    "For the web, 1200 × 800": (1200, 800),
    "For print, 2400 × 1600": (2400, 1600),
    "Square, 1080 × 1080": (1080, 1080),
}
THEMES = {"Light": "light", "Dark": "dark"}
FRAME_HEIGHT_PX = 560
NO_FRAME = "A frame for other pages is off; the setting EMBED of this server names the sites that may show one."
NO_OWN_DATA = "Link and frame show the atlas without your own data."


def show_picture_menu(page: str) -> None:
    """Draw the button that opens the menu, for the chart of a page, such as timeline."""
    if quiet_frame.is_quiet():
        return
    with st.popover("Picture", icon=":material/image:", help="Picture, link and frame"):
        size = st.selectbox("Size", list(SIZES), key="picture size")
        theme = st.segmented_control("Colours", list(THEMES), default="Light", required=True, key="picture theme")
        with st.container(horizontal=True):
            for extension in ("png", "svg"):
                st.link_button(extension.upper(), _picture_url(page, extension, SIZES[size], THEMES[theme]))
        link = page_url(page)
        st.caption("Link to this view")
        st.code(link, language=None, wrap_lines=True)
        if embed_origins():
            st.caption("Frame for a page of yours")
            st.code(frame_text(link), language=None, wrap_lines=True)
        else:
            st.caption(NO_FRAME)
        if address.data_params():
            st.caption(NO_OWN_DATA)


def page_url(page: str) -> str:
    """The whole address of a page with what it shows, without the key of anybody's own data."""
    pairs = [(name, value) for name, values in address.query_params(page).items() for value in values if name != DATA]
    return urljoin(st.context.url or "", f"/{page}{'?' if pairs else ''}{urlencode(pairs)}")


def frame_text(link: str) -> str:
    """The HTML of a frame that shows a page quietly."""
    source = html.escape(f"{link}{'&' if '?' in link else '?'}embed=true")
    return (
        f'<iframe src="{source}" title="Faultline" width="100%" height="{FRAME_HEIGHT_PX}" style="border:0" '
        'loading="lazy"></iframe>'
    )


def _picture_url(page: str, extension: str, size: tuple[int, int], theme: str) -> str:
    pairs = [(name, value) for name, values in address.query_params(page).items() for value in values]
    options = [("width", str(size[0])), ("height", str(size[1])), ("theme", theme)]
    return f"/api/{page}.{extension}?{urlencode([*pairs, *options])}"
