"""Claims, links and rows for tests of evidence."""

import pandas as pd

from geo.core import incidents
from geo.core.schema import CLAIM_COLUMNS, LINK_COLUMNS


def claims(*rows: dict[str, str]) -> pd.DataFrame:
    """Claims about the incident “x” unless they say otherwise; what a row leaves out is blank."""
    cells = pd.DataFrame([{"incident_id": "x", "stance": "claims"} | row for row in rows], dtype="str")
    checked = incidents.check_companion(cells, CLAIM_COLUMNS)
    assert checked.rejected.empty, checked.rejected.to_dict("records")
    return checked.accepted


def links(*pairs: str) -> pd.DataFrame:
    """Links such as “b→a”: b follows a."""
    cells = [dict(zip(("incident_id", "to_incident_id"), pair.split("→"), strict=True)) for pair in pairs]
    rows = [cell | {"relation": "follows"} for cell in cells]
    return incidents.check_companion(pd.DataFrame(rows, dtype="str"), LINK_COLUMNS).accepted


def typed_rows(
    *ids: str, contested: bool | None = None, contested_on: str = "", killed_claimed: str = "", chain: str = ""
) -> pd.DataFrame:
    """Rows with these identifiers and what their table has typed."""
    return pd.DataFrame(
        {
            "incident_id": pd.array(ids, dtype="str"),
            "contested": pd.array([contested] * len(ids), dtype="boolean"),
            "contested_on": pd.array([contested_on or None] * len(ids), dtype="str"),
            "killed_claimed": pd.array([killed_claimed or None] * len(ids), dtype="str"),
            "chain": pd.array([chain or None] * len(ids), dtype="str"),
        }
    )
