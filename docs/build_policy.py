"""Write the tables of who may ask for what into docs/deploy.md from geo/gate; a test says when they are out of date."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from geo.gate.address_kinds import KINDS
from geo.gate.policy import POLICY, Access

TARGET = Path(__file__).parent / "deploy.md"
BEGIN, END = "<!-- policy: written by docs/build_policy.py -->\n", "<!-- end of policy -->\n"


def build_page() -> str:
    """The whole page, with the tables of today."""
    before, _, rest = TARGET.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{build_tables()}\n{END}{rest.partition(END)[2]}"


def build_tables() -> str:
    """A table for each way of letting people in."""
    return "\n".join(f"**`ACCESS={access.value}`**\n\n{_table(access)}\n" for access in Access)


def _table(access: Access) -> str:
    policy = POLICY[access]
    identities = list(policy[KINDS[0]])
    head = ["address", *(identity.value for identity in identities)]
    rows = [[f"{kind.name}: {kind.help}", *(policy[kind][identity].value for identity in identities)] for kind in KINDS]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


if __name__ == "__main__":
    TARGET.write_text(build_page(), encoding="utf-8")
