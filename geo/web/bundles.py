"""The evidence bundle of a selection, sent while it is made."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.bundle.bundle import BundleJob, bundle_file_name, stream_bundle
from geo.query.parameters import DATA, INCIDENTS_ZIP
from geo.web.caching import attachment_headers, is_not_modified, make_etag, not_modified
from geo.web.params import get_atlas, parse_coordinates, parse_selection
from geo.web.streaming import FileStreamingResponse

# A host is what the client says it is: nothing else of it is written into a page that somebody opens.
PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~\-]+)*/")


def incidents_zip(request: Request) -> Response:
    """The rows of the selection with all that is needed to check and to cite them.

    The entity tag says nothing of the time at which a bundle was made: one of the same rows need not be made anew.
    """
    generalisation = parse_coordinates(request)
    selection, atlas = parse_selection(request), get_atlas(request)
    job = BundleJob(atlas, atlas.select(selection), _origin(request), generalisation)
    name = bundle_file_name(job)
    # The name of a generalised file does not state all of the selection, which the tag must depend on.
    tag = make_etag(f"{name} {selection.to_query()} {atlas.cache_key}".encode(errors="replace"))
    headers = attachment_headers(name) | {"ETag": tag}
    if is_not_modified(request.headers, headers["ETag"]):
        return not_modified(headers)
    return FileStreamingResponse(request, stream_bundle(job), headers)


def _origin(request: Request) -> str:
    """The server's address; blank where the data are a session's own, for no link opens them without their key."""
    address = str(request.base_url)
    return address if DATA not in request.query_params and PLAIN_ADDRESS.fullmatch(address) else ""


ROUTES = [Route(INCIDENTS_ZIP, incidents_zip)]  # before the API's, which knows single files
