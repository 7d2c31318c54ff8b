"""The server with an engine that answers no question while a file lies there, so that a page that waits can be seen.

The file holds the seconds that a question may take; without any, nobody can stop what is waited for.
"""

import os
from functools import partial
from pathlib import Path
from threading import Event

import streamlit as st
from starlette.middleware import Middleware

from faultline.frame_scripts import frame_scripts
from geo import web
from geo.query.cancellation import run_watched
from geo.query.engine import ResultSet
from geo.query.selection import Selection
from geo.storage.atlas import Atlas

HALTED = Path(os.environ["HALTED"])
SELECT = Atlas.select
POLL_SECONDS = 0.05


def select(atlas: Atlas, selection: Selection) -> ResultSet:
    """Answer once the file is gone, if whoever asked waits for so long."""
    if HALTED.exists():
        interrupted, seconds = Event(), HALTED.read_text(encoding="ascii")
        halt = partial(_halt, interrupted)
        if seconds:
            run_watched(halt, interrupted.set, max_seconds=float(seconds), asked="a selection of incidents")
        else:
            halt()
    return SELECT(atlas, selection)


def _halt(interrupted: Event) -> None:
    while HALTED.exists() and not interrupted.wait(POLL_SECONDS):
        pass


Atlas.select = select  # type: ignore[assignment, method-assign]
app = st.App(
    Path(__file__).parents[2] / "pages" / "shell.py",
    routes=web.ROUTES,
    lifespan=web.tcp_nodelay.enable_tcp_nodelay,
    middleware=[*web.MIDDLEWARE, Middleware(web.PagePolicy, frame_scripts=frame_scripts)],
    exception_handlers=web.EXCEPTION_HANDLERS,
)
