"""The page itself: one HTML file of the content, the script and the style, and a policy that allows nothing else."""

from dataclasses import dataclass
from string import Template

from geo.core import clock
from geo.exports import Stream, build_file_name
from geo.exports.generalisation import EXACT, Generalisation
from geo.handover.about import Stamp, describe_number, write_about, write_without_script
from geo.handover.bundle import STATIC, build_javascript, build_stylesheet, content_hash
from geo.handover.content import MAX_PAGE_BYTES, Content, build_content
from geo.handover.markup import element
from geo.query.selection import Selection
from geo.storage.atlas import Atlas

MEDIA_TYPE = "text/html; charset=utf-8"
EXTENSION = "html"
LABEL = "Hand-over page"


@dataclass(frozen=True)
class HandoverFile:
    """The page as a file."""

    name: str
    content: bytes


def file_name(selection: Selection, data_version: str, generalisation: Generalisation = EXACT) -> str:
    """The name of a page, which depends on the selection and on the data, and not on when it is made."""
    public = generalisation.restrict(selection)
    more = f"coordinates-{generalisation.code}" if generalisation.is_coarse else ""
    source = "/".join(filter(None, (data_version, public.to_query(), EXTENSION, more))).encode(errors="replace")
    is_whole = generalisation.is_public(selection)
    return build_file_name("handover", public, data_version, source, EXTENSION, more=more, is_whole=is_whole)


def write_page(content: Content, stamp: Stamp) -> HandoverFile:
    """The content as a page, complete in itself; at most MAX_PAGE_BYTES."""
    script, style = build_javascript(), build_stylesheet()
    title = content.words
    html = Template((STATIC / "page.html").read_text(encoding="utf-8")).substitute(
        policy=_policy(script, style),
        title=element("title", f"{title} {describe_number(content)} – Faultline"),
        style=style,
        heading=element("h1", title, dir="auto"),
        number=describe_number(content),
        without_script=write_without_script(content),
        about=write_about(content, stamp),
        ground=content.ground.text,
        data=content.data.text,
        script=script,
    )
    page = html.encode("utf-8", errors="replace")
    assert len(page) <= MAX_PAGE_BYTES, "the room for what is not data is too small"
    name = file_name(content.full_selection, content.data_version, content.generalisation)
    return HandoverFile(name, page)


def stream_page(atlas: Atlas, selection: Selection, generalisation: Generalisation = EXACT) -> Stream:
    """The page of a selection, made now and without an address; raises HandoverTooLarge."""
    file = write_page(build_content(atlas, selection, generalisation), Stamp(clock.utc_now()))
    return Stream(file.name, MEDIA_TYPE, iter((file.content,)))


def _policy(script: str, style: str) -> str:
    """Nothing from anywhere; no script and no style but these; data blocks are no scripts, and need no hash."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {content_hash(script)}",
            f"style-src {content_hash(style)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
