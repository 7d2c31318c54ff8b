"""Two imports compared: what was added, deleted and changed, field by field, and the same as CSV."""

import pandas as pd
import streamlit as st

from geo.analysis.dataset_diff import DatasetDiff
from geo.errors import FaultlineError
from geo.storage.workspace.stored_import import StoredImport
from pages.parts.frame import cache, workspace
from pages.parts.tables import incident_table

PAGE_LENGTH = 500
FIELDS = {"incident_id": "Incident", "column": "Column", "before": "Before", "after": "After"}
NEEDS_TWO = (
    "Store two downloads of the same dataset to see what its makers added, deleted and changed between them: "
    "for example ACLED of last month and of today, or two releases of UCDP Candidate."
)


def choose_imports() -> tuple[StoredImport, StoredImport] | None:
    """Choose the earlier and the later import; None where there are no two."""
    imports = {each.import_id: each for each in workspace.stored()}
    if len(imports) < 2:
        st.text(NEEDS_TWO)
        return None
    earlier, later = _default_imports(tuple(imports.values()))
    ids = list(imports)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        before, after = (
            st.selectbox(
                label,
                ids,
                ids.index(default.import_id),
                format_func=lambda each: _import_label(imports[each]),
                width=400,
                key=f"changes {label}",
            )
            for label, default in (("Earlier", earlier), ("Later", later))
        )
    if before == after:
        st.text("This is the same import twice. Choose another one.")
        return None
    return imports[before], imports[after]


def show_diff(before: StoredImport, after: StoredImport) -> None:
    """Say what changed, and list it."""
    try:
        diff = cache.changed(before, after)
    except FaultlineError as error:
        st.text(str(error))
        return
    with st.container(horizontal=True, gap="large"):
        for label, number in (
            ("Added", len(diff.added)),
            ("Deleted", len(diff.deleted)),
            ("Changed", diff.n_changed),
            ("As before", diff.n_unchanged),
        ):
            st.metric(label, f"{number:,}", width="content")
    st.text(diff.describe())
    name = f"faultline-changes-{before.import_id[:8]}-{after.import_id[:8]}.csv"
    st.download_button(
        "Changes as CSV",
        diff.to_csv,
        name,
        "text/csv",
        on_click="ignore",
        key=f"download {name}",
        icon=":material/download:",
        type="primary",
    )
    _show_tabs(diff, name)


def _show_tabs(diff: DatasetDiff, key: str) -> None:
    kinds = {"Changed fields": diff.changed_fields, "Added": diff.added, "Deleted": diff.deleted}
    tabs = st.tabs([f"{kind} ({len(rows):,})" for kind, rows in kinds.items()], key=f"tabs {key}")
    for tab, (kind, rows) in zip(tabs, kinds.items(), strict=True):
        with tab:
            _show_rows(kind, rows, key)


def _show_rows(kind: str, rows: pd.DataFrame, key: str) -> None:
    if rows.empty:
        st.text("None.")
        return
    page = rows.iloc[slice(*_choose_page(len(rows), f"{kind} {key}"))]
    if kind == "Changed fields":
        st.dataframe(page, hide_index=True, column_config=FIELDS, alt="The fields that changed, before and after")
        return
    told = page.drop(columns="geometry", errors="ignore").dropna(axis="columns", how="all")
    st.dataframe(
        told,
        hide_index=True,
        column_order=incident_table.order_columns(told),
        column_config=incident_table.column_config(),
        alt=f"The incidents that were {kind.lower()}",
    )


def _choose_page(number: int, key: str) -> tuple[int, int]:
    pages = -(-number // PAGE_LENGTH)
    page = int(st.number_input(f"Page, of {pages:,}", 1, pages, key=f"page {key}", width=160)) if pages > 1 else 1
    return (page - 1) * PAGE_LENGTH, page * PAGE_LENGTH


def _default_imports(imports: tuple[StoredImport, ...]) -> tuple[StoredImport, StoredImport]:
    """The last import that has an earlier one with its columns, or else of its provider, and that one; or the last two.

    Whatever no provider is known of has the same one, so that its columns tell more.
    """
    for key_of in (lambda each: (each.provider, each.columns_hash), lambda each: each.provider):
        for number in range(len(imports) - 1, 0, -1):
            earlier = [each for each in imports[:number] if key_of(each) == key_of(imports[number])]
            if earlier:
                return earlier[-1], imports[number]
    return imports[-2], imports[-1]


def _import_label(stored: StoredImport) -> str:
    return f"{stored.label} · {stored.provider} · {stored.accepted:,} rows · {stored.added:%Y-%m-%d %H:%M}"
