"""Compare two imports: what was added, deleted and changed, field by field, on the page and as CSV."""

import pandas as pd
import streamlit as st

from geo.analysis.dataset_diff import DatasetDiff
from geo.core.formatting import pluralize
from geo.core.schema import COLUMN
from geo.errors import FaultlineError
from geo.storage.workspace.stored_import import StoredImport
from pages.parts.frame import cache, workspace
from pages.parts.frame.pager import choose_page
from pages.parts.tables import incident_table

PAGE_LENGTH = 500  # rows sent to the browser at once; a judgement
FIELDS = {"incident_id": "Incident", "column": "Column", "before": "Before", "after": "After"}
NEEDS_TWO = (
    "Store two downloads of the same dataset to see what was added, deleted and changed between them: for example "
    "last month's ACLED and today's, or two releases of UCDP Candidate."
)


def choose_imports() -> tuple[StoredImport, StoredImport] | None:
    """Ask for the earlier and the later import; None, with a message on the page, if there are not two."""
    imports = {stored.import_id: stored for stored in workspace.list_imports()}
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
                format_func=lambda import_id: _import_label(imports[import_id]),
                width=400,
                key=f"changes {label}",
            )
            for label, default in (("Earlier", earlier), ("Later", later))
        )
    if before == after:
        st.text("Choose two different imports to compare.")
        return None
    return imports[before], imports[after]


def show_diff(before: StoredImport, after: StoredImport) -> None:
    """Show what changed between two imports, in numbers and as lists."""
    try:
        diff = cache.diff_imports(before, after)
    except FaultlineError as error:
        st.text(str(error))
        return
    _show_counts(diff)
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


def _show_counts(diff: DatasetDiff) -> None:
    counts = {
        "Added": len(diff.added),
        "Deleted": len(diff.deleted),
        "Changed": diff.n_changed,
        "Unchanged": diff.n_unchanged,
    }
    with st.container(horizontal=True, gap="large"):
        for label, count in counts.items():
            st.metric(label, f"{count:,}", width="content")


def _show_tabs(diff: DatasetDiff, key: str) -> None:
    kinds = {"Changed fields": diff.changed_fields, "Added": diff.added, "Deleted": diff.deleted}
    tabs = st.tabs([f"{kind} ({len(rows):,})" for kind, rows in kinds.items()], key=f"tabs {key}")
    for tab, (kind, rows) in zip(tabs, kinds.items(), strict=True):
        with tab:
            _show_rows(kind, rows, key)


def _show_rows(kind: str, rows: pd.DataFrame, key: str) -> None:
    if rows.empty:
        st.text("No changed fields." if kind == "Changed fields" else f"No {kind.lower()} incidents.")
        return
    page = rows.iloc[slice(*choose_page(len(rows), PAGE_LENGTH, key=f"{kind} {key}"))]
    if kind == "Changed fields":
        st.dataframe(
            page.assign(column=page["column"].map(_column_title)),
            hide_index=True,
            column_config=FIELDS,
            placeholder="",
            alt="The fields that changed, before and after",
        )
        return
    table = page.drop(columns="geometry", errors="ignore").dropna(axis="columns", how="all")
    st.dataframe(
        table,
        hide_index=True,
        column_order=incident_table.order_columns(table),
        column_config=incident_table.column_config(),
        placeholder="",
        alt=f"The incidents that were {kind.lower()}",
    )


def _column_title(name: str) -> str:
    """The title of one of the schema's columns; the name of a provider's own."""
    return COLUMN[name].title if name in COLUMN else name


def _default_imports(imports: tuple[StoredImport, ...]) -> tuple[StoredImport, StoredImport]:
    """The latest two imports with the same columns; else the latest two of one provider; else the latest two.

    Columns come first because all tables of unknown providers share one provider.
    """
    for key_of in (lambda stored: (stored.provider, stored.columns_hash), lambda stored: stored.provider):
        for number in range(len(imports) - 1, 0, -1):
            earlier = [stored for stored in imports[:number] if key_of(stored) == key_of(imports[number])]
            if earlier:
                return earlier[-1], imports[number]
    return imports[-2], imports[-1]


def _import_label(stored: StoredImport) -> str:
    rows = pluralize(stored.accepted, "row")
    return f"{stored.label} · {stored.provider} · {rows} · {stored.added:%Y-%m-%d %H:%M}"
