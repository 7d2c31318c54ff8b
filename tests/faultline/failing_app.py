"""The server with a bug that meets whoever searches, in the API and on the pages: its message holds what they asked."""

import logging
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import geopandas as gpd
import streamlit as st
from starlette.middleware import Middleware

from faultline.frame_scripts import frame_scripts
from faultline.lifespan import serve_lifespan
from faultline.streamlit_logs import configure_server_logs
from faultline.streamlit_sessions import StreamlitSessions
from geo import gate, web
from geo.exports.exporter import ExportJob
from geo.query import facets
from geo.query.engine import Engine
from geo.query.selection import Selection
from pages.parts.frame.page_failure import show_failure

COUNT, BATCHES = facets.all_facet_counts, ExportJob.batches


def _fail(query: str) -> None:
    raise ValueError(query)


def count(engine: Engine, selection: Selection) -> object:
    """Count, but for who searches: in a thread, in a library's log, and here."""
    query = selection.to_query()
    if "q=" in query:
        logging.getLogger("library").error("cannot read %s", query)
        logging.getLogger("streamlit.new").error(f"cannot read {query}")
        failing = Thread(target=_fail, args=(query,))
        failing.start()
        failing.join()
        _fail(query)
    return COUNT(engine, selection)


def batches(job: ExportJob, *sizes: int) -> Iterator[gpd.GeoDataFrame]:
    """Batches, of which who searches gets the first alone."""
    for rows in BATCHES(job, *sizes):
        yield rows
        if "q=" in job.selection.to_query():
            _fail(job.selection.to_query())


configure_server_logs()
ExportJob.batches = batches  # type: ignore[assignment, method-assign]
facets.all_facet_counts = count  # type: ignore[assignment]
app = st.App(
    Path(__file__).parents[2] / "pages" / "shell.py",
    routes=web.ROUTES,
    lifespan=serve_lifespan,
    middleware=[
        Middleware(web.RequestLog),
        Middleware(gate.Gate, sessions=StreamlitSessions()),
        *web.MIDDLEWARE,
        Middleware(web.PagePolicy, frame_scripts=frame_scripts),
    ],
    exception_handlers=web.EXCEPTION_HANDLERS,
    on_script_error=show_failure,
)
