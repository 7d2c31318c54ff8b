"""A file declared the next release of another: what a person changed is carried over to the rows as they are now."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from geo.analysis.comparable_values import values_to_text
from geo.analysis.dataset_diff import DatasetDiff, diff_datasets
from geo.core import incidents
from geo.core.formatting import UNSTATED, format_count, format_date
from geo.core.schema import KILLED
from geo.errors import ValueRefused, WorkspaceFailed
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.storage.atlas_cache import base_atlas
from geo.storage.edits.changes import Deletion, IncidentAddition, Linking, Succession, Unlinking
from geo.storage.edits.edit import MAX_BATCH, Draft, Edit, make_edits
from geo.storage.edits.release_matching import PLACES, Matching, match_rows
from geo.storage.workspace.workspace import Workspace

BASE = ""  # the release that an import may follow, instead of another import: the rows that the server shows to all


@dataclass(frozen=True)
class ReleaseQuestion:
    """An incident with edits that may be any of these of the next release, or none of them."""

    incident_id: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ReleasePlan:
    """What declaring an import the next release of another one would do. `old` and `new`: imports; BASE for the base.

    `carried`: incidents with edits or decisions; `questions`: those of them that could not be matched. `dropped`: rows
    that the next release has no longer, `uncovered`: those outside of what it covers, which are not dropped. `diff`:
    all that changed, by the identifiers of now. `is_later`: whether rows of the next release lie over those of before.
    `lines`: the incidents of questions by identifier, each in a line that a person knows it by; as hostile as the rows.
    """

    old: str
    new: str
    matching: Matching
    carried: tuple[str, ...]
    questions: tuple[ReleaseQuestion, ...]
    dropped: tuple[str, ...]
    uncovered: tuple[str, ...]
    diff: DatasetDiff
    is_later: bool
    lines: Mapping[str, str] = field(default_factory=dict)

    @property
    def matched_by(self) -> str:
        """How most rows were matched."""
        return self.matching.matched_by

    @property
    def n_matched(self) -> int:
        """How many rows both releases have."""
        return len(self.matching.pairs)

    @property
    def n_added(self) -> int:
        """How many rows only the next release has."""
        return len(self.diff.added)

    @property
    def n_ambiguous(self) -> int:
        """How many rows of before are in the next release, though which they are is not known."""
        return len(self.matching.ambiguous)

    @property
    def moves(self) -> dict[str, str]:
        """The rows that are called otherwise now."""
        return {one: other for one, other in self.matching.pairs.items() if one != other}


@dataclass(frozen=True)
class DeclaredRelease:
    """What was done: the edits, which are one batch, and whether the earlier import is hidden now.

    `n_waiting`: how many incidents have changes that count nowhere now, since their row was not matched and is hidden.
    """

    edits: tuple[Edit, ...]
    is_old_hidden: bool
    n_waiting: int = 0


def plan_release(workspace: Workspace, atlas: Atlas, old: str, new: str) -> ReleasePlan:
    """What declaring one import the next release of another would do; nothing is changed.

    Raises ValueRefused where they are one, and WorkspaceFailed where one is not there.
    """
    if old == new:
        raise ValueRefused(new, accepted="another import than the earlier release")
    earlier, later = _rows(workspace, old), _rows(workspace, new)
    matching = match_rows(earlier, later)
    diff = diff_datasets(_renamed(earlier, matching.pairs), later)
    dropped = set(diff.deleted["incident_id"].astype("str"))
    unmatched = [str(id_) for id_ in earlier["incident_id"].unique() if id_ not in matching.pairs]
    absent = [id_ for id_ in unmatched if id_ not in matching.ambiguous]
    carried = _carried(workspace, atlas) & set(earlier["incident_id"].astype("str"))
    every = (ReleaseQuestion(id_, matching.candidates.get(id_, ())) for id_ in sorted(carried & set(unmatched)))
    questions = tuple(question for question in every if question.candidates)
    order = [stored.import_id for stored in workspace.imports()]
    return ReleasePlan(
        old=old,
        new=new,
        matching=matching,
        carried=tuple(sorted(carried)),
        questions=questions,
        dropped=tuple(id_ for id_ in absent if id_ in dropped),
        uncovered=tuple(id_ for id_ in absent if id_ not in dropped),
        diff=diff,
        is_later=old not in order or order.index(old) < order.index(new),
        lines=_describe_rows(earlier, (question.incident_id for question in questions))
        | _describe_rows(later, (id_ for question in questions for id_ in question.candidates)),
    )


def declare_release(
    workspace: Workspace,
    plan: ReleasePlan,
    *,
    answers: Mapping[str, str] | None = None,
    takes_deletions: bool,
    who: str = "",
    why: str = "",
) -> DeclaredRelease:
    """Carry over what a person changed, and take the deletions of the next release over, or keep what it dropped.

    `answers`: the incident of the next release by that of a question, “” for none of them. What contradicts the new
    release is in the edits of the next atlas, as conflicts. Raises ValueRefused for an answer that was no choice, and
    WorkspaceFailed where there is no room.
    """
    moves = plan.moves | _check_answers(plan, answers or {})
    drafts = [Draft(id_, Succession(moves[id_])) for id_ in plan.carried if id_ in moves]
    hides_old = plan.old != BASE and _hides_old(plan, takes_deletions=takes_deletions)
    leaving = {*plan.dropped} if takes_deletions else set()
    answered = {id_ for id_ in moves if id_ not in plan.moves}
    staying = {*plan.dropped, *plan.uncovered} - leaving - answered
    if hides_old:
        drafts += _copies(workspace.read(plan.old).accepted, staying)
    else:
        drafts += [Draft(id_, Deletion()) for id_ in sorted(leaving | answered | _doubles(plan))]
    if len(drafts) > MAX_BATCH:
        raise WorkspaceFailed(
            f"Declaring this release would take {len(drafts):,} edits, and at most {MAX_BATCH:,} are made at once. "
            "Take its deletions over, or leave both files as they are."
        )
    edits = workspace.edits.insert(make_edits(drafts, who=who, why=why or "the next release"))
    if hides_old:
        workspace.hide(plan.old)
    lost = {*plan.carried} - {*plan.matching.pairs} - answered - staying if hides_old else set()
    return DeclaredRelease(edits, hides_old, len(lost - leaving))


def _rows(workspace: Workspace, import_id: str) -> pd.DataFrame:
    """The rows of an import, or of the base."""
    if import_id != BASE:
        return pd.DataFrame(incidents.as_incidents(workspace.read(import_id).accepted))
    engine = base_atlas().engine
    return pd.DataFrame(engine.select(Selection()).rows(0, len(engine)))


def _describe_rows(rows: pd.DataFrame, incident_ids: Iterable[str]) -> dict[str, str]:
    """Rows by identifier as day, place, title and actors, as far as they have them, and the killed."""
    chosen = rows[rows["incident_id"].isin(list(incident_ids))]
    return {str(row["incident_id"]): _describe_row(row) for row in chosen.to_dict("records")}


def _describe_row(row: Mapping[Hashable, Any]) -> str:
    place = next((row[name] for name in PLACES if isinstance(row[name], str)), "")
    words = [format_date(row["date_start"], row["date_end"], str(row["date_precision"])), place]
    words += [row[name] for name in ("title", "actor_a", "actor_b") if isinstance(row[name], str)]
    killed = format_count(*(row[name] for name in KILLED))
    return " · ".join([*filter(None, words), *([] if killed == UNSTATED else [f"{killed} killed"])])


def _renamed(rows: pd.DataFrame, pairs: Mapping[str, str]) -> pd.DataFrame:
    """Rows under the identifiers that the next release has for them."""
    ids = rows["incident_id"].astype("str")
    return rows.assign(incident_id=ids.map(pairs).fillna(ids).astype("str"))


def _carried(workspace: Workspace, atlas: Atlas) -> set[str]:
    """The incidents of which a person has said something that counts."""
    edits = [edit for edit in workspace.edits.read() if not edit.is_undone]
    edited = {edit.incident_id for edit in edits}
    linked = {edit.change.to_incident_id for edit in edits if isinstance(edit.change, Linking | Unlinking)}
    decided = {str(id_) for name in ("incident_id", "duplicate_of") for id_ in atlas.decisions[name]}
    return {atlas.edits.successors.get(id_, id_) for id_ in edited | linked | decided}


def _check_answers(plan: ReleasePlan, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that name an incident; raises ValueRefused for one that was no choice."""
    choices = {question.incident_id: question.candidates for question in plan.questions}
    for incident_id, answer in answers.items():
        if answer and answer not in choices.get(incident_id, ()):
            accepted = ", ".join(choices.get(incident_id, ())) or "an incident that was asked for"
            raise ValueRefused(answer, accepted=accepted)
    return {incident_id: answer for incident_id, answer in answers.items() if answer}


def _hides_old(plan: ReleasePlan, *, takes_deletions: bool) -> bool:
    """Whether the earlier import has to go: else its rows would be there twice, or stay although they were dropped."""
    return bool(plan.moves) or not plan.is_later or (takes_deletions and not plan.uncovered)


def _doubles(plan: ReleasePlan) -> set[str]:
    """Rows of the base that the next release has under another identifier."""
    return set(plan.moves) if plan.old == BASE else set()


def _copies(rows: pd.DataFrame, incident_ids: Iterable[str]) -> list[Draft]:
    """Rows as incidents that a person adds: those that stay although their import is hidden."""
    copies = pd.DataFrame(rows[rows["incident_id"].isin(list(incident_ids))]).drop_duplicates(
        "incident_id", keep="last"
    )
    names = [column.name for column in IncidentAddition.columns if column.name in copies]
    columns = {name: values_to_text(copies[name]) for name in names}
    ids = copies["incident_id"].astype("str").tolist()
    return [
        Draft(id_, IncidentAddition({name: texts[number] for name, texts in columns.items() if texts[number]}))
        for number, id_ in enumerate(ids)
    ]
