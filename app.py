"""The server: the pages, and the API, tiles and assets under the same address."""

import gc
import sys
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware

from faultline.frame_scripts import frame_scripts
from faultline.lifespan import serve_lifespan
from faultline.streamlit_logs import configure_server_logs
from faultline.streamlit_sessions import StreamlitSessions
from geo import gate, places, web
from geo.core.data_files import note_data_files
from geo.core.free_memory import limit_free_memory, release_free_memory
from geo.core.log_setup import say_to_operator
from geo.errors import FaultlineError
from geo.mapping import own_basemap
from geo.mapping.basemap import tiles
from geo.query import facets, text_search
from geo.query.selection import Selection
from geo.settings import data_dir
from geo.storage import atlas_cache
from geo.storage.workspace import home
from geo.web import security_headers
from pages.parts.frame.page_failure import show_failure

# The first selection of such a kind reads what all later ones use: areas and circles of rows, names in lists of actors.
FIRST_OF_A_KIND = ("bbox=0,0,1,1", "actor=Iran")


def _warm_caches() -> None:
    tiles.warm_up()
    places.preload()
    text_search.warm_up()
    atlas = atlas_cache.current_atlas()
    facets.all_facet_counts(atlas.engine, Selection())
    for query in FIRST_OF_A_KIND:
        atlas.select(Selection.from_query(query))
    # What was made until now stays for good: no later collection of garbage looks at it again. The second one shows
    # Python how little is left: it puts off a full collection until what is new is a quarter of what it saw last.
    release_free_memory()
    gc.freeze()
    gc.collect()


limit_free_memory()
try:
    configure_server_logs()
    note_data_files(data_dir())  # what changes from now on is not read
    atlas_cache.current_atlas()
    home.current_home()  # an address that cannot be read; a server that is away is a warning on the page
    places.check_gazetteer()
    security_headers.check_embed_origins()
    gate.check_access()
except FaultlineError as error:
    print(f"Faultline cannot start.\n{error}", file=sys.stderr, flush=True)
    raise SystemExit(2) from None

if problem := own_basemap.current_basemap().problem:
    say_to_operator(f"{problem} The map works without it.")

# In the background: neither the first map should have to wait for the basemap nor the first search for the gazetteer.
Thread(target=_warm_caches, daemon=True, name="gazetteer").start()

app = st.App(
    Path(__file__).parent / "pages" / "shell.py",
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
