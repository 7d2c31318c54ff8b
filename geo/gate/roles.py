"""What somebody who is let in may do."""

from enum import Enum


class Role(Enum):
    """Each may do what those before it may, too."""

    READ = "read"
    IMPORT = "import"
    EDIT = "edit"

    def may(self, other: "Role") -> bool:
        """Whether this role includes another."""
        order = list(Role)
        return order.index(self) >= order.index(other)


ACCEPTED_ROLES = ", ".join(role.value for role in Role)
