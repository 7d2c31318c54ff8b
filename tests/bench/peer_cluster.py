"""The peer: FastMarkerCluster in st_folium, with its script served from here too."""

from pathlib import Path

import streamlit as st
import xstatic.pkg.leaflet_markercluster as package
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from geo import web

FOLDER = Path(next(iter(package.__path__))) / "data"


def file(request: Request) -> Response:
    """A file of the plugin."""
    return FileResponse(FOLDER / Path(request.path_params["name"]).name)


routes = [*web.assets.ROUTES, Route("/cluster/{name:str}", file)]
app = st.App(Path(__file__).parent / "peer_cluster_page.py", routes=routes)
