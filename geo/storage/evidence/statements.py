"""Claims made ready to be compared: who speaks, of which actor and target, of where and when, and of how many."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from geo.core import actors
from geo.core.actor_spelling import normalize_actor
from geo.core.actor_vocabulary import UNKNOWN
from geo.core.formatting import UNSTATED
from geo.core.schema import INJURED, KILLED

NO_PARTY = "reports"  # the stance of an estimate: whoever makes it is no party to a dispute
WITHDRAWN = "withdrawn"
DENIES, DISPUTES = "denies", "disputes"
# Words with which a text begins that names nobody.
NOBODY = ("unknown", "unidentified", "unattributed", UNSTATED)
NO_UPPER = np.inf

Tokens = frozenset[str]


def of_parties(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims that a party makes: all but estimates."""
    return claims[(claims["stance"] != NO_PARTY).fillna(True).to_numpy(dtype=bool)]


def read_statements(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims that can contest one another, one row each, in no order that matters.

    Those of one party alone and withdrawn ones are left out. Columns: incident_id, party (an identity of the actor
    vocabulary), stance; actor, target, place as text, missing where nothing is said; date; least and most number of
    people `killed_least`, `killed_most`, `injured_least`, `injured_most` (float, missing where unknown, infinite
    without an upper bound).
    """
    standing = claims[(claims["stance"] != WITHDRAWN).fillna(True).to_numpy(dtype=bool)]
    names = standing.groupby("incident_id")["claimant"].transform("nunique") if len(standing) else pd.Series(dtype=int)
    rows = standing[(names > 1).to_numpy(dtype=bool)]
    return pd.DataFrame(
        {
            "incident_id": rows["incident_id"].astype("str"),
            "party": _map_texts(rows["claimant"], party_of),
            "stance": rows["stance"],
            "actor": _map_texts(rows["actor"], _or_nobody),
            "target": rows["target"],
            "place": rows["place"],
            "date": rows["date"],
            **_bounds(rows, "killed", KILLED),
            **_bounds(rows, "injured", INJURED),
        }
    ).reset_index(drop=True)


def _map_texts(texts: pd.Series, read: Callable[[str], object]) -> pd.Series:
    """What is read in each text, once a distinct one; missing where it is missing."""
    codes, distinct = pd.factorize(texts)
    values = np.array([*map(read, distinct), None], dtype=object)
    return pd.Series(values[codes], index=texts.index)


def party_of(claimant: str) -> str:
    """Who speaks: a state for all of its bodies, since its ministry and its army are one party."""
    mentions = actors.vocabulary().mentions(claimant)
    return mentions[-1].identity if mentions else normalize_actor(claimant) or claimant


def read_actors(text: str) -> Tokens:
    """The identities of the actors in a text and of those that they are bodies of."""
    return frozenset(actors.vocabulary().identities(text)) or frozenset([text])


def read_words(text: str) -> Tokens:
    """The words of a text in their usual spelling."""
    return frozenset(normalize_actor(text).split()) or frozenset([text])


def read_target(text: str) -> Tokens:
    """The words of a text, an actor by its usual name, and the identities of the actors that the vocabulary knows."""
    vocabulary = actors.vocabulary()
    identities = (identity for identity in vocabulary.identities(text) if not identity.startswith(UNKNOWN))
    return read_words(vocabulary.canonical(text)) | {f"={identity}" for identity in identities}


def share_any(one: Tokens, other: Tokens) -> bool:
    """Whether two readings have something in common."""
    return not one.isdisjoint(other)


def lie_within(one: Tokens, other: Tokens) -> bool:
    """Whether one reading says no more than the other does, or both name the same known actor."""
    return one <= other or other <= one or any(token.startswith("=") for token in one & other)


def _or_nobody(actor: str) -> str | None:
    """The text, or None where it says that nobody is known."""
    return None if actor.casefold().startswith(NOBODY) else actor


def _bounds(rows: pd.DataFrame, outcome: str, names: Iterable[str]) -> dict[str, pd.Series]:
    """The least and the most number of people that a claim allows; both missing where it gives none."""
    low, best, high = (rows[name].astype("float64") for name in names)
    is_stated = low.notna() | best.notna() | high.notna()
    least, most = low.fillna(best).fillna(0.0), high.fillna(best).fillna(NO_UPPER)
    return {f"{outcome}_least": least.where(is_stated), f"{outcome}_most": most.where(is_stated)}
