"""Charts of a page: each is described once for everybody who looks at the same, and not checked on each run.

Altair compares what it makes with the schema of Vega-Lite, part by part, which took half of a run of the timeline. The
tests do that instead. See docs/decisions/0056.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any, Literal

import altair as alt
import pandas as pd
import streamlit as st
from altair.utils import schemapi
from streamlit import dataframe_util

from pages.parts.frame import cache
from pages.parts.frame.theme import is_dark

TRANSFORMER, THEME = "faultline", "none"  # Altair's own theme would set sizes that the page sets
Draw = Callable[[], "alt.Chart | alt.LayerChart | alt.FacetChart"]

schemapi.DEBUG_MODE = False  # else each axis, scale and tooltip is checked when it is made
_altair_settings = Lock()  # they are those of all threads


@dataclass(frozen=True)
class ChartDescription:
    """A chart in Vega-Lite: its JSON without rows, and the rows by name as Arrow."""

    text: str
    rows: dict[str, bytes]

    @classmethod
    def of_chart(cls, chart: "alt.Chart | alt.LayerChart | alt.FacetChart") -> "ChartDescription":
        """Describe a chart of Altair."""
        rows: dict[str, bytes] = {}
        with _altair_settings, alt.theme.enable(THEME), alt.data_transformers.enable(TRANSFORMER, rows=rows):
            spec = chart.to_dict(validate=False)
        return cls(json.dumps(spec), rows)

    @property
    def spec(self) -> dict[str, Any]:
        """What Streamlit draws; it may be changed."""
        spec: dict[str, Any] = json.loads(self.text)
        return spec | {"datasets": dict(self.rows)}


def show_chart(
    draw: Draw,
    name: tuple[object, ...] = (),
    *,
    alt: str,
    key: str | None = None,
    on_select: Literal["rerun", "ignore"] = "ignore",
) -> Any:
    """Draw a chart, and return what is selected in it.

    `name`: all that it depends on beside the data's version and the theme, by which it is remembered; () where it is
    not. `alt`: what it shows in words.
    """

    def describe() -> ChartDescription:
        return ChartDescription.of_chart(draw())

    description = cache.remember(("chart", is_dark(), *name), describe) if name else describe()
    return st.vega_lite_chart(description.spec, key=key, on_select=on_select, alt=alt)


def _name_rows(data: pd.DataFrame, rows: dict[str, bytes]) -> dict[str, str]:
    """Put rows aside as Arrow, under a name by which they are the same in each run."""
    content = dataframe_util.convert_anything_to_arrow_bytes(data)
    name = sha256(content).hexdigest()
    rows[name] = content
    return {"name": name}


alt.data_transformers.register(TRANSFORMER, _name_rows)
