"""A chart is described as Streamlit itself describes it, which checks it against the schema of Vega-Lite."""

from typing import Any

import pandas as pd
import pytest
from streamlit.elements import vega_charts

from geo.analysis.timeline import MEASURES, build_timeline
from geo.query.answer_size import answer_bytes
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from pages.parts.charts import timeline_chart
from pages.parts.charts.chart import ChartDescription
from pages.parts.charts.timeline_chart import TimelineView, draw_bars


def _view(atlas: Atlas, measure: str) -> TimelineView:
    timeline = build_timeline(atlas.select(Selection()), measure=measure)
    overview = build_timeline(atlas.select(Selection()), is_overview=True)
    return TimelineView(timeline, "type", timeline.bars_in_window(), False, timeline, pd.DataFrame(), overview)


@pytest.mark.parametrize("measure", MEASURES)
def test_bars_are_described_as_streamlit_does(bundled: Atlas, measure: str) -> None:
    view = _view(bundled, measure)
    assert view.timeline.window is not None
    chart = draw_bars(view, view.timeline.window)
    assert _without_names(ChartDescription.of_chart(chart).spec) == _without_names(_streamlit_spec(chart))


@pytest.mark.parametrize("measure", MEASURES)
def test_spans_and_all_dates_are_described_as_streamlit_does(bundled: Atlas, measure: str) -> None:
    view = _view(bundled, measure)
    assert view.overview is not None
    assert view.overview.window is not None
    spans = timeline_chart._draw_spans(view.timeline.spans, view.timeline, "type")
    all_dates = timeline_chart._draw_overview(view.overview, view.overview.window, view.timeline.window)
    for chart in (spans, all_dates):
        assert _without_names(ChartDescription.of_chart(chart).spec) == _without_names(_streamlit_spec(chart))


def test_a_description_may_be_changed_and_stays(bundled: Atlas) -> None:
    view = _view(bundled, "incidents")
    assert view.timeline.window is not None
    description = ChartDescription.of_chart(draw_bars(view, view.timeline.window))
    spec = description.spec
    spec["layer"].clear()
    spec["datasets"].clear()
    assert description.spec["layer"]
    assert description.spec["datasets"] == description.rows
    assert answer_bytes(description) > sum(map(len, description.rows.values()))


def _streamlit_spec(chart: Any) -> dict[str, Any]:
    return vega_charts._convert_altair_to_vega_lite_spec(chart)


def _without_names(spec: dict[str, Any]) -> object:
    """The chart with its rows where it names them: names are only hashes."""
    datasets = spec.pop("datasets")

    def resolve(part: object) -> object:
        if isinstance(part, dict):
            if set(part) == {"name"} and part["name"] in datasets:
                return datasets[part["name"]]
            return {key: resolve(value) for key, value in part.items()}
        return [resolve(value) for value in part] if isinstance(part, list) else part

    return resolve(spec)
