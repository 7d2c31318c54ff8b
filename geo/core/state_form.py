"""The forces and bodies of a state, in the form in which ACLED, UCDP and the press write them."""

import re
from dataclasses import dataclass

from geo.core.actor_spelling import SEPARATOR

# The forces of a state, as ACLED, UCDP and the press begin their names, and how they are written here.
FORCES = {
    "government": "Government", "military forces": "Military Forces", "military force": "Military Forces",
    "police forces": "Police Forces", "police force": "Police Forces", "police": "Police Forces",
    "security forces": "Security Forces", "security force": "Security Forces", "armed forces": "Armed Forces",
    "military": "Military Forces", "army": "Army", "navy": "Navy", "air force": "Air Force",
}  # fmt: skip
GOVERNMENT = "Government"
YEARS = r"\( ?\d{4} ?(?:\d{4} ?)?\)"  # “(1989-)” and “(2016-2021)”, cleaned
STATE_FORM = re.compile(
    rf"{SEPARATOR}*(?P<force>{'|'.join(FORCES)}) of (?:the )?(?P<state>[^();,:]+?)"
    rf"(?:(?: ?{YEARS}| ?:)(?P<body>[^;,]*))?{SEPARATOR}*"
)


@dataclass(frozen=True)
class StateForm:
    """A force or body of a state, taken apart: “Military Forces”, “Chad”, and the normalized name of the body."""

    force: str
    state: str
    body: str

    @property
    def force_name(self) -> str:
        """The force under the name that we give it."""
        return f"{self.force} of {self.state}"
