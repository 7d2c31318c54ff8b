"""What has changed: the selection against an earlier period, or against any other selection."""

import streamlit as st

from geo.compare import DIMENSIONS, compare
from geo.filters import FILTER
from geo.timeline import SCALE, scale_for
from pages.parts import cache, comparison, state

selection = state.selection()
other = comparison.choice(state.other() or "before")
found = compare(cache.served().index, selection, other)
comparison.problems(found.problems)
comparison.stated(found)
by = st.segmented_control("Differences by", DIMENSIONS, format_func=lambda key: FILTER[key].label, default="type",
                          required=True, key="compare by")  # fmt: skip
table = found.differences(by)
comparison.ranked(table)
comparison.table(table, selection, other, by)
st.subheader("Over time", anchor=False)
scale = SCALE[scale_for(found.here).name]
comparison.over_time(found.over_time(scale), scale.name)
