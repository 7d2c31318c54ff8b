"""What changed in a saved selection since the last visit."""

from dataclasses import dataclass

from geo.core.formatting import pluralize
from geo.query.engine import ResultSet
from geo.storage.saved.seen_rows import MAX_ROWS, SeenRows

MAX_LISTED = 50  # incidents of each kind that are listed; by judgement, some five screens


@dataclass(frozen=True)
class SelectionChanges:
    """How many incidents are new, changed and gone, and the first MAX_LISTED of each by identifier, the latest first.

    With `is_counted_only`, there are too many to tell which, and only the numbers are compared.
    """

    n_before: int
    n_now: int
    n_new: int = 0
    n_changed: int = 0
    n_absent: int = 0
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    is_counted_only: bool = False

    @property
    def has_any(self) -> bool:
        """Whether anything is different."""
        return bool(self.n_new or self.n_changed or self.n_absent or self.n_before != self.n_now)

    def describe(self) -> str:
        """The numbers in words, such as “3 new, 1 changed, 2 gone”."""
        if self.is_counted_only:
            return _describe_counts(self.n_before, self.n_now)
        numbers = ((self.n_new, "new"), (self.n_changed, "changed"), (self.n_absent, "gone"))
        return ", ".join(f"{number:,} {word}" for number, word in numbers if number) or "Nothing new"


def find_changes(visit: SeenRows | None, n_before: int, results: ResultSet) -> SelectionChanges:
    """Compare what was seen with what is selected now; the identifiers of both stand in memory, and no rows."""
    current = SeenRows.of_results(results) if visit is not None else None
    if visit is None or current is None:
        return SelectionChanges(n_before, len(results), is_counted_only=True)
    before = dict(zip(visit.incident_ids, visit.hashes.tolist(), strict=True))
    now = dict(zip(current.incident_ids, current.hashes.tolist(), strict=True))
    new = [incident_id for incident_id in now if incident_id not in before]
    changed = [incident_id for incident_id, value in now.items() if before.get(incident_id, value) != value]
    absent = [incident_id for incident_id in before if incident_id not in now]
    return SelectionChanges(
        n_before, len(results), len(new), len(changed), len(absent), _latest(new), _latest(changed), _latest(absent)
    )


def _latest(incident_ids: list[str]) -> tuple[str, ...]:
    return tuple(reversed(incident_ids[-MAX_LISTED:]))


def _describe_counts(n_before: int, n_now: int) -> str:
    limit = f"Above {MAX_ROWS:,} incidents, only the number is compared"
    if n_before == n_now:
        return f"{pluralize(n_now, 'incident')}, as many as before. {limit}."
    return f"{pluralize(n_now, 'incident')}; there were {n_before:,}. {limit}."
