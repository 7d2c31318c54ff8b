"""Two imports compared: what was added, deleted and changed, field by field, and the same as CSV."""

import pandas as pd
import streamlit as st

from geo.analysis.dataset_diff import DatasetDiff
from geo.errors import FaultlineError
from geo.storage.workspace.access import StoredImport
from pages.parts.frame import cache, workspace
from pages.parts.tables import incident_table

A_PAGE = 500
FIELDS = {"incident_id": "Incident", "column": "Column", "before": "Before", "after": "After"}
TOO_FEW = (
    "Store two downloads of the same dataset to see what its makers added, deleted and changed between them: "
    "for example ACLED of last month and of today, or two releases of UCDP Candidate."
)


def choice() -> tuple[StoredImport, StoredImport] | None:
    """Choose the earlier and the later import; None where there are no two."""
    held = {each.import_id: each for each in workspace.stored()}
    if len(held) < 2:
        st.text(TOO_FEW)
        return None
    earlier, later = _usual(tuple(held.values()))
    ids = list(held)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        before, after = (
            st.selectbox(label, ids, ids.index(usual.import_id), format_func=lambda each: _named(held[each]), width=400,
                         key=f"changes {label}")
            for label, usual in (("Earlier", earlier), ("Later", later))
        )  # fmt: skip
    if before == after:
        st.text("This is the same import twice. Choose another one.")
        return None
    return held[before], held[after]


def changed(before: StoredImport, after: StoredImport) -> None:
    """Say what changed, and list it."""
    try:
        found = cache.changed(before, after)
    except FaultlineError as error:
        st.text(str(error))
        return
    with st.container(horizontal=True, gap="large"):
        for label, number in (("Added", len(found.added)), ("Deleted", len(found.deleted)), ("Changed", found.n_changed),
                              ("As before", found.n_unchanged)):  # fmt: skip
            st.metric(label, f"{number:,}", width="content")
    st.text(found.describe())
    name = f"faultline-changes-{before.import_id[:8]}-{after.import_id[:8]}.csv"
    st.download_button("Changes as CSV", found.to_csv, name, "text/csv", on_click="ignore", key=f"download {name}",
                       icon=":material/download:", type="primary")  # fmt: skip
    _lists(found, name)


def _lists(found: DatasetDiff, key: str) -> None:
    kinds = {"Changed fields": found.changed_fields, "Added": found.added, "Deleted": found.deleted}
    tabs = st.tabs([f"{kind} ({len(rows):,})" for kind, rows in kinds.items()], key=f"tabs {key}")
    for tab, (kind, rows) in zip(tabs, kinds.items(), strict=True):
        with tab:
            _listed(kind, rows, key)


def _listed(kind: str, rows: pd.DataFrame, key: str) -> None:
    if rows.empty:
        st.text("None.")
        return
    page = rows.iloc[slice(*_page(len(rows), f"{kind} {key}"))]
    if kind == "Changed fields":
        st.dataframe(page, hide_index=True, column_config=FIELDS, alt="The fields that changed, before and after")
        return
    told = page.drop(columns="geometry", errors="ignore").dropna(axis="columns", how="all")
    st.dataframe(
        told,
        hide_index=True,
        column_order=incident_table.ordered(told),
        column_config=incident_table.configuration(),
        alt=f"The incidents that were {kind.lower()}",
    )


def _page(number: int, key: str) -> tuple[int, int]:
    pages = -(-number // A_PAGE)
    page = int(st.number_input(f"Page, of {pages:,}", 1, pages, key=f"page {key}", width=160)) if pages > 1 else 1
    return (page - 1) * A_PAGE, page * A_PAGE


def _usual(held: tuple[StoredImport, ...]) -> tuple[StoredImport, StoredImport]:
    """The last import that has an earlier one with its columns, or else of its provider, and that one; or the last two.

    Whatever no provider is known of has the same one, so that its columns tell more.
    """
    for alike in (lambda each: (each.provider, each.shape), lambda each: each.provider):
        for number in range(len(held) - 1, 0, -1):
            earlier = [each for each in held[:number] if alike(each) == alike(held[number])]
            if earlier:
                return earlier[-1], held[number]
    return held[-2], held[-1]


def _named(each: StoredImport) -> str:
    return f"{each.label} · {each.provider} · {each.accepted:,} rows · {each.added:%Y-%m-%d %H:%M}"
