"""The server with one format more, whose file never ends and which notes when its making is stopped."""

import os
from collections.abc import Iterator
from pathlib import Path

import streamlit as st

from geo import exports, web
from geo.exports.exporter import Exporter, ExportJob


class Endless(Exporter):
    """Bytes for ever."""

    label = "Endless"
    extension = "endless"
    media_type = "text/plain"

    def iter_chunks(self, job: ExportJob) -> Iterator[bytes]:
        try:
            while True:
                yield os.urandom(100_000)
        finally:
            Path(os.environ["STOPPED"]).touch()


exports.EXPORTER["endless"] = Endless()
app = st.App(
    Path(__file__).parents[2] / "bench" / "empty_map_page.py",
    routes=web.ROUTES,
    lifespan=web.tcp_nodelay.enable_tcp_nodelay,
    middleware=web.MIDDLEWARE,
    exception_handlers=web.EXCEPTION_HANDLERS,
)
