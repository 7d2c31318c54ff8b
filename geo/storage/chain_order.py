"""The order of linked incidents: by date, and of one day what others answer first."""

from collections.abc import Iterable, Mapping

import pandas as pd

Links = Iterable[tuple[str, str, str]]  # source, which is the later one, target and relation


def order_chain(table: pd.DataFrame, links: Links) -> list[str]:
    """The index of a table by date, the undated last; of one day, what others of that day refer to comes first.

    `table`: incidents by identifier, with date_start, date_end and incident_id. Where links close a circle, the
    identifiers decide.
    """
    targets: dict[str, set[str]] = {}
    for source, target, _ in links:
        targets.setdefault(source, set()).add(target)
    ordered = table.sort_values(["date_start", "date_end", "incident_id"])
    days = ordered.groupby("date_start", sort=False, dropna=False)
    return [id_ for _, day in days for id_ in _order_day(list(day.index), targets)]


def _order_day(incident_ids: list[str], targets: Mapping[str, set[str]]) -> list[str]:
    remaining, order = dict.fromkeys(incident_ids), []
    while remaining:
        waiting = (id_ for id_ in remaining if not any(other in remaining for other in targets.get(id_, ())))
        order.append(next(waiting, next(iter(remaining))))
        del remaining[order[-1]]
    return order
