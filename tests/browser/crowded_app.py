"""The server with every import indexed as a large one is, and a short wait for that, so that a test can sit it out."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from faultline.frame_scripts import frame_scripts
from geo import web
from geo.storage import import_segments, index_cache

WAIT_SECONDS = 4.0  # long enough for the page to say that it waits

index_cache.CACHED_FROM_ROWS = 1
import_segments.WAIT_SECONDS = WAIT_SECONDS  # type: ignore[attr-defined]
app = st.App(
    Path(__file__).parents[2] / "pages" / "shell.py",
    routes=web.ROUTES,
    lifespan=web.tcp_nodelay.enable_tcp_nodelay,
    middleware=[*web.MIDDLEWARE, Middleware(web.PagePolicy, frame_scripts=frame_scripts)],
    exception_handlers=web.EXCEPTION_HANDLERS,
)
